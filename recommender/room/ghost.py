"""Where a song would stand if its knobs were turned: kernel regression over the library's places.

Nadaraya, Watson (1964): the ghost stands in the weighted mean of the places of all songs. A song weighs more, the
nearer its turned features are to those asked for (a Gaussian kernel in standard deviations, half as wide as by Scott's
rule) and the more alike it sounds in all else (a Gaussian kernel of the distance in the full space, its width that of
the song's own neighbourhood). With no knob turned that is where the song stands, among those like it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from recommender.room.knobs import Knob

EMPTY_WIDTHS = 3.0
"""Widths of the kernel, on average over the turned knobs, from which no song counts as having such features."""
WIDTH_SHARE = 0.5
"""Of the width by Scott's rule: what is asked for goes before what sounds alike, in a small library too."""
N_NEAREST = 12
_MIN_DISTANCE = 1e-6


@dataclass(frozen=True, eq=False, kw_only=True)
class Ghost:
    """A song that there may not be."""

    position: np.ndarray
    """float32 [3]."""
    std: np.ndarray
    """float32 [3]: how far around it, on each axis, the songs stand that it is made of."""
    n_like: float
    """Songs that it is made of, in effect (Kish); 0 where there is none with such features."""
    is_empty: bool
    """Whether no song here has such features: then the place is that of the least unlike ones."""
    nearest: np.ndarray
    """int64 [k]: the rows of the real songs that come nearest, the song itself left out."""
    closeness: np.ndarray
    """float32 [k], 0..1: 1 for such features and the same sound in all else."""


def likeness_distances(cosines: np.ndarray) -> np.ndarray:
    """Return how unlike each song sounds, in widths of the song's neighbourhood, float32 [n].

    `cosines`, float32 [n], are to the song itself; NaN for songs without a known sound, which are as unlike as the
    median. The neighbourhood is the square root of the number of songs.
    """
    if not len(cosines):
        return cosines
    known = np.isfinite(cosines)
    if not known.any():
        return np.zeros(len(cosines), dtype=np.float32)
    unlike = np.where(known, 1.0 - cosines, np.nan).astype(np.float32)
    unlike[~known] = np.median(unlike[known])
    n_near = min(max(3, round(np.sqrt(len(unlike)))), len(unlike) - 1)
    width = max(float(np.partition(unlike, n_near)[n_near]), _MIN_DISTANCE)
    distances: np.ndarray = np.maximum(unlike, 0.0) / np.float32(width)
    return distances


def find_ghost(
    knobs: Mapping[str, Knob],
    turned: Mapping[str, float],
    *,
    row: int,
    positions: np.ndarray,
    distances: np.ndarray,
    n_nearest: int = N_NEAREST,
) -> Ghost:
    """Return the ghost of the song in `row` with the knobs `turned` to these values.

    `positions` are float32 [n, 3], `distances` those of `likeness_distances`. A song of which a turned feature is not
    known does not count.
    """
    squares = _knob_squares(knobs, turned, len(positions))
    is_empty = not squares.min() <= EMPTY_WIDTHS**2 * max(len(turned), 1)
    if not np.isfinite(squares).any():
        squares = np.zeros_like(squares)  # of no song all turned features are known: likeness is all there is
    log_weights = -0.5 * (squares + np.square(distances))
    weights = np.exp(log_weights - log_weights.max())
    total = float(weights.sum(dtype=np.float64))
    position = (weights @ positions) / total
    variance = weights @ np.square(positions - position) / total
    others = log_weights.copy()
    others[row] = -np.inf
    n = min(n_nearest, int(np.isfinite(others).sum()))
    nearest = np.argpartition(-others, n - 1)[:n] if n else np.empty(0, dtype=np.int64)
    nearest = nearest[np.argsort(-others[nearest], kind="stable")]
    return Ghost(
        position=position.astype(np.float32),
        std=np.sqrt(np.maximum(variance, 0.0)).astype(np.float32),
        n_like=0.0 if is_empty else total**2 / float(np.square(weights).sum(dtype=np.float64)),
        is_empty=is_empty,
        nearest=nearest,
        closeness=np.exp(others[nearest]).astype(np.float32),
    )


def kernel_width(n_songs: int, n_knobs: int) -> float:
    """Return the width of the kernel, standard deviations: narrower where there are more songs."""
    return float(WIDTH_SHARE * max(n_songs, 1) ** (-1.0 / (n_knobs + 4)))


def _knob_squares(knobs: Mapping[str, Knob], turned: Mapping[str, float], n: int) -> np.ndarray:
    """Return the squared distance of each song to the turned values, in widths, float32 [n]; inf where not known."""
    squares = np.zeros(n, dtype=np.float32)
    for name, value in turned.items():
        squares += np.square(knobs[name].standard - np.float32(knobs[name].standardise(value)))
    unknown = np.isnan(squares)
    n_known = n - int(unknown.sum())
    if turned:
        squares /= np.float32(kernel_width(n_known, len(turned)) ** 2)
    squares[unknown] = np.inf
    return squares
