"""A metric learned from who plays what: what one artist's tracks share counts more, what sets them apart counts less.

Where the tracks of one artist differ is evened out (within-class covariance normalisation, Hatch, Kajarekar and
Stolcke, Interspeech 2006); each direction that remains counts by the share of its variance that lies between artists,
as in linear discriminant analysis, but none is cut off. The fewer artists there are, the more of the metric stays what
it was (docs/sound.md). It is symmetric, so a vector keeps its coordinates, and which kinds of features bring two sounds
together can still be told.
"""

from dataclasses import dataclass

import numpy as np

SHRINKAGE = 0.2
"""Share of an even spread in the covariance within artists: 0 trusts the sample wholly."""
HALF_LEARNED_ARTISTS = 120
"""So many artists make half of the metric a learned one, by the squared length that it gives the tracks on average."""
MAX_LEARNED_SHARE = 0.9
"""What is learned can be undone: copies are told in the space of before."""
EMPHASIS = 0.5
"""Exponent of the share that lies between artists: 0 only evens out."""
_MIN_VARIANCE = 1e-12


@dataclass(frozen=True, eq=False)
class Spread:
    """How vectors vary, float64 [dims, dims] each."""

    within: np.ndarray
    """Covariance of tracks about their artists' means."""
    between: np.ndarray
    """Covariance of the artists' means, each weighted by its tracks."""
    tracks_per_artist: float

    @classmethod
    def of(cls, unit: np.ndarray, artists: np.ndarray) -> "Spread":
        """Measure float32 [m, dims] of artists, int [m]; raises `ValueError` when no artist has two tracks."""
        names, artist, count = np.unique(artists, return_inverse=True, return_counts=True)
        if not (count > 1).any():
            raise ValueError("no artist has two tracks; nothing can be learned from them")
        wide = unit.astype(np.float64)
        starts = np.concatenate([[0], np.cumsum(count)[:-1]])
        means = np.add.reduceat(wide[np.argsort(artist, kind="stable")], starts, axis=0) / count[:, None]
        away = wide - means[artist]
        centred = means - means.mean(axis=0)
        return cls(
            within=away.T @ away / (len(unit) - len(names)),
            between=(centred * count[:, None]).T @ centred / len(unit),
            tracks_per_artist=len(unit) / len(names),
        )


def fit_metric(unit: np.ndarray, artists: np.ndarray) -> np.ndarray:
    """Return the metric that these tracks ask for, float32 [dims, dims], symmetric.

    Args:
        unit: vectors of length 1, float32 [m, dims].
        artists: int [m], the artist of each, who have two tracks or more.

    A column that is 0 in all vectors stays 0 in all that the metric is applied to. Raises `ValueError` when no artist
    has two tracks.

    """
    spread = Spread.of(unit, artists)
    evening = _power(_shrink(spread.within), -0.5)
    values, axes = np.linalg.eigh(evening @ spread.between @ evening)
    between = np.maximum(values - 1.0 / spread.tracks_per_artist, 0.0)  # a mean of few tracks varies by itself
    directions = (evening @ axes) * (between / (between + 1.0)) ** EMPHASIS
    learned = directions @ directions.T
    squared_length = float(np.einsum("ij,jk,ik->i", unit, learned, unit, optimize=True).mean())
    share = learned_share(len(np.unique(artists)))
    blend = (1.0 - share) * np.eye(len(learned)) + share / max(squared_length, _MIN_VARIANCE) * learned
    return _power(blend, 0.5).astype(np.float32)


def learned_share(n_artists: int) -> float:
    """Return how much of a metric is learned, 0..1."""
    return min(n_artists / (n_artists + HALF_LEARNED_ARTISTS), MAX_LEARNED_SHARE)


def apply_metric(unit: np.ndarray, metric: np.ndarray) -> np.ndarray:
    """Return vectors of length 1, float32 [m, dims], of others of length 1."""
    moved: np.ndarray = unit @ metric
    moved /= np.linalg.norm(moved, axis=1, keepdims=True)  # never 0: a part of the metric changes nothing
    return moved


def _shrink(covariance: np.ndarray) -> np.ndarray:
    """Return the covariance with `SHRINKAGE` of an even spread over the columns that vary."""
    varies = np.diag(covariance) > _MIN_VARIANCE
    even = np.where(varies, np.trace(covariance) / max(np.count_nonzero(varies), 1), 1.0)
    shrunk: np.ndarray = (1.0 - SHRINKAGE) * covariance + SHRINKAGE * np.diag(even)
    return shrunk


def _power(symmetric: np.ndarray, exponent: float) -> np.ndarray:
    values, axes = np.linalg.eigh(symmetric)
    power: np.ndarray = (axes * np.maximum(values, _MIN_VARIANCE) ** exponent) @ axes.T
    return power
