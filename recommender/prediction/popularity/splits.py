"""Folds for the two questions: an artist nobody has heard of, and a new release of a known one."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

import numpy as np

from recommender.prediction.group_folds import group_folds
from recommender.prediction.popularity.records import LabelledTracks

Split = Literal["artist", "release"]
SPLITS: tuple[Split, ...] = ("artist", "release")
N_FOLDS = 5


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
    fold_of = group_folds(groups, n_folds, rng)
    for fold in range(n_folds):
        test = np.flatnonzero(fold_of == fold)
        train = np.flatnonzero(fold_of != fold)
        yield Fold(without_releases_of(test, train, releases), test)


def without_releases_of(test: np.ndarray, train: np.ndarray, releases: np.ndarray) -> np.ndarray:
    """Return the training rows whose release has no track among the test rows."""
    return train[~np.isin(releases[train], releases[test])]
