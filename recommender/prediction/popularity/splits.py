"""Folds for the two questions: an artist nobody has heard of, and a new release of a known one."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

import numpy as np

from recommender.prediction.evaluation.folds import even_group_folds
from recommender.prediction.popularity.records import LabelledTracks

Split = Literal["artist", "release"]
SPLITS: tuple[Split, ...] = ("artist", "release")
N_FOLDS = 5
N_GENRE_FOLDS = 4
MIN_GENRES = 8
"""With fewer there is not much left to learn from when some are left out."""
_MIN_ROWS = 50


class Fold(NamedTuple):
    """Rows to learn from, and rows to be asked about."""

    train: np.ndarray
    test: np.ndarray


def folds_by(
    split: Split, tracks: LabelledTracks, releases: np.ndarray, rng: np.random.Generator, *, n_folds: int = N_FOLDS
) -> Iterator[Fold]:
    """Yield folds in which no first artist (`artist`), or no release (`release`), is on both sides.

    By artist, training rows that share a song or an album with a test row by way of another credited artist go too:
    `A; B` and `B; A` of one song have different first artists.
    """
    groups = tracks.first_artists if split == "artist" else releases
    fold_of = even_group_folds(groups, n_folds, rng)
    for fold in range(n_folds):
        test = np.flatnonzero(fold_of == fold)
        train = np.flatnonzero(fold_of != fold)
        yield Fold(without_releases_of(test, train, releases), test)


def folds_of_unseen_genres(
    split: Split, tracks: LabelledTracks, releases: np.ndarray, rng: np.random.Generator
) -> Iterator[Fold]:
    """Yield folds whose test tracks are of genres that no training track has: what a table of other origin is like.

    By artist, nor is their first artist among the training tracks; by release, he is. None of too few genres.
    """
    names = sorted({name for names in tracks.genres for name in names})
    if len(names) < MIN_GENRES:
        return
    fold_of = dict(zip(names, (rng.permutation(len(names)) % N_GENRE_FOLDS).tolist(), strict=True))
    artists = tracks.first_artists
    for fold in range(N_GENRE_FOLDS):
        is_test = np.array([any(fold_of[name] == fold for name in names) for names in tracks.genres])
        test = np.flatnonzero(is_test)
        train = without_releases_of(test, np.flatnonzero(~is_test), releases)
        if split == "artist":
            train = train[~np.isin(artists[train], artists[test])]
        else:
            test = test[np.isin(artists[test], artists[train])]
        if min(len(train), len(test)) >= _MIN_ROWS:
            yield Fold(train, test)


def without_releases_of(test: np.ndarray, train: np.ndarray, releases: np.ndarray) -> np.ndarray:
    """Return the training rows whose release has no track among the test rows."""
    return train[~np.isin(releases[train], releases[test])]
