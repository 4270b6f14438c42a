"""Whether a learned metric finds more of the same artist, asked of artists that it was not learned from."""

from dataclasses import dataclass

import numpy as np

from recommender.resampling import GroupBootstrap
from recommender.similarity.hubness import CosineStatistics, distance, measure_cosines
from recommender.similarity.learned.metric import apply_metric, fit_metric

AT = 10
N_FOLDS = 5
MAX_ASKED = 1_000
"""Tracks of a fold that ask and are answered with: their distances are worked out exactly."""
N_RESAMPLES = 1_000
_BLOCK = 512


@dataclass(frozen=True)
class MetricTrial:
    """Artist P@10 among artists that were not learned from, with and without the metric."""

    n_artists: int
    n_tracks: int
    """That asked."""
    learned: float
    plain: float
    low: float
    """Lower end of the gain, 95 %, artists resampled."""
    high: float

    @property
    def gain(self) -> float:
        """Of the metric, in shares of the ten nearest."""
        return self.learned - self.plain

    @property
    def wins(self) -> bool:
        """Whether the gain is more than chance."""
        return self.low > 0.0


def try_metric(unit: np.ndarray, artists: np.ndarray, *, rng: np.random.Generator) -> MetricTrial:
    """Learn on four fifths of the artists and ask the others, five times over.

    `unit` are vectors of length 1, float32 [m, dims], of artists with two tracks or more, `artists` int [m]. Tracks
    are ordered as serving orders them, by mutual proximity, among the tracks of the unseen artists alone.
    """
    names, artist = np.unique(artists, return_inverse=True)
    fold_of = (rng.permutation(len(names)) % N_FOLDS)[artist]
    asked, learned, plain = [], [], []
    for fold in range(N_FOLDS):
        rows = _some_artists(np.flatnonzero(fold_of == fold), artist, rng)
        seen = fold_of != fold
        metric = fit_metric(unit[seen], artist[seen])
        asked.append(artist[rows])
        learned.append(artist_precision(apply_metric(unit[rows], metric), artist[rows]))
        plain.append(artist_precision(unit[rows], artist[rows]))
    everyone, with_it, without = (np.concatenate(parts) for parts in (asked, learned, plain))
    resamples = GroupBootstrap.draw(everyone, rng, n_resamples=N_RESAMPLES)
    low, high = resamples.mean(with_it - without)
    return MetricTrial(len(names), len(everyone), float(with_it.mean()), float(without.mean()), low, high)


def artist_precision(unit: np.ndarray, artists: np.ndarray) -> np.ndarray:
    """Return which share of each track's ten nearest is by its artist, float64 [m]."""
    usual = measure_cosines(unit, unit, same=np.arange(len(unit)))
    shares = np.empty(len(unit))
    for at in range(0, len(unit), _BLOCK):
        own = np.arange(at, min(at + _BLOCK, len(unit)))
        far = served_distances(unit[own], unit, CosineStatistics(usual.mean[own], usual.std[own]), usual)
        far[np.arange(len(own)), own] = np.inf
        n = min(AT, len(unit) - 1)
        nearest = np.argpartition(far, n - 1, axis=1)[:, :n]
        shares[own] = (artists[nearest] == artists[own][:, None]).sum(axis=1) / AT
    return shares


def served_distances(
    asking: np.ndarray, others: np.ndarray, usual: CosineStatistics, theirs: CosineStatistics
) -> np.ndarray:
    """Return 1 - mutual proximity of unit vectors [m, dims] to others [n, dims], float64 [m, n], as serving orders."""
    own_mean, own_std = usual.mean[:, None], usual.std[:, None]
    return distance(asking @ others.T, mean=theirs.mean, std=theirs.std, own_mean=own_mean, own_std=own_std)


def _some_artists(rows: np.ndarray, artist: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return the rows of whole artists, `MAX_ASKED` at most."""
    order = rng.permutation(np.unique(artist[rows]))
    sizes = np.bincount(artist[rows], minlength=artist.max() + 1)[order]
    kept = order[np.cumsum(sizes) <= MAX_ASKED]
    return rows[np.isin(artist[rows], kept)]
