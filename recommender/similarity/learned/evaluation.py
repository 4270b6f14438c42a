"""What learning from the artists does on a table of tracks: genres and artists, asked of artists that were not seen."""

from dataclasses import dataclass

import numpy as np

from recommender.resampling import GroupBootstrap, Interval
from recommender.similarity.hubness import measure_cosines
from recommender.similarity.learned.metric import apply_metric, fit_metric
from recommender.similarity.learned.trial import N_FOLDS, artist_precision, served_distances

N_NEIGHBOURS = 10
N_SEEDS = 3
N_RESAMPLES = 2_000
_MIN_SEPARATION = 1e-3


@dataclass(frozen=True)
class Figure:
    """A mean over tracks with its 95 % interval, artists resampled."""

    value: float
    interval: Interval
    n: int


@dataclass(frozen=True)
class LearningFigures:
    """One question, answered without and with the learned metric, and the gain by track."""

    plain: Figure
    learned: Figure
    gain: Figure


@dataclass(frozen=True)
class LearningEvaluation:
    """All that was asked."""

    genre_by_cosine: LearningFigures
    """Share of tracks whose genre most of their ten nearest have, by cosine alone."""
    genre: LearningFigures
    """The same by mutual proximity, as serving orders."""
    artist: LearningFigures
    """Artist P@10 among tracks of unseen artists."""


def evaluate_learning(
    unit: np.ndarray, artists: np.ndarray, genres: np.ndarray, *, n_seeds: int = N_SEEDS
) -> LearningEvaluation:
    """Learn on four fifths of the artists, ask the tracks of the others, five times over, with `n_seeds` splits.

    `unit` are vectors of length 1 without a learned metric, float32 [m, dims]; `artists` and `genres` int [m]. For
    genres the tracks that were learned from are the candidates: none is by the asking artist.
    """
    wins = {name: np.full((2, n_seeds, len(unit)), np.nan) for name in ("genre_by_cosine", "genre", "artist")}
    for seed in range(n_seeds):
        fold_of = _folds(artists, np.random.default_rng(seed))
        for fold in range(N_FOLDS):
            seen, asked = np.flatnonzero(fold_of != fold), np.flatnonzero(fold_of == fold)
            metric = fit_metric(unit[_with_company(artists, seen)], artists[_with_company(artists, seen)])
            company = _with_company(artists, asked)
            for kind, vectors in enumerate((unit, apply_metric(unit, metric))):
                for name, is_served in (("genre_by_cosine", False), ("genre", True)):
                    near = _nearness(vectors[asked], vectors[seen], is_served=is_served)
                    wins[name][kind, seed, asked] = _guess(near, genres[seen]) == genres[asked]
                wins["artist"][kind, seed, company] = artist_precision(vectors[company], artists[company])
    return LearningEvaluation(**{name: _figures(values, artists) for name, values in wins.items()})


def _folds(artists: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    names, artist = np.unique(artists, return_inverse=True)
    folds: np.ndarray = (rng.permutation(len(names)) % N_FOLDS)[artist]
    return folds


def _with_company(artists: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Return the rows whose artist has another among them."""
    _, artist, count = np.unique(artists[rows], return_inverse=True, return_counts=True)
    kept: np.ndarray = rows[count[artist] > 1]
    return kept


def _nearness(asking: np.ndarray, others: np.ndarray, *, is_served: bool) -> np.ndarray:
    """Return how near each is to each other, [m, n]: the cosine, or the mutual proximity by which serving orders."""
    if not is_served:
        cosines: np.ndarray = asking @ others.T
        return cosines
    usual, theirs = measure_cosines(asking, others), measure_cosines(others, others, same=np.arange(len(others)))
    return -served_distances(asking, others, usual, theirs)


def _guess(near: np.ndarray, genres: np.ndarray) -> np.ndarray:
    """Return the genre that most of the ten nearest have; of two as frequent, that of the nearer ones."""
    nearest = np.argsort(-near, axis=1, kind="stable")[:, :N_NEIGHBOURS]
    places = 1.0 + _MIN_SEPARATION * np.arange(nearest.shape[1])[::-1]
    votes = np.stack([((genres[nearest] == genre) * places).sum(axis=1) for genre in np.unique(genres)], axis=1)
    guessed: np.ndarray = np.unique(genres)[votes.argmax(axis=1)]
    return guessed


def _figures(values: np.ndarray, artists: np.ndarray) -> LearningFigures:
    """Return the figures of values, [2, n_seeds, n_tracks], NaN where a track was not asked."""
    asked = np.isfinite(values).all(axis=0).any(axis=0)
    by_track = np.nanmean(values[:, :, asked], axis=1)
    resamples = GroupBootstrap.draw(artists[asked], np.random.default_rng(0), n_resamples=N_RESAMPLES)

    def figure(of_tracks: np.ndarray) -> Figure:
        return Figure(float(of_tracks.mean()), resamples.mean(of_tracks), len(of_tracks))

    plain, learned = by_track
    return LearningFigures(plain=figure(plain), learned=figure(learned), gain=figure(learned - plain))
