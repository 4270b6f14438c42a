"""How close a neighbour is, said against how close the nearest usually is: a number that means the same in any library.

The mutual proximity of a neighbour tells only that hardly any other track is closer, which holds for the nearest of any
sound, noise too. Here a neighbour's distance is its share of the way from the same sound (0) to just any other (1), in
standard deviations of what is usual for both; its closeness halves with the square of that distance: 100 % is the same
sound, 50 % as far as a track's nearest usually is, and what is twice as far has 6 %.
"""

from statistics import NormalDist
from weakref import WeakKeyDictionary

import numpy as np

from recommender.similarity.neighbour_table import Neighbours
from recommender.similarity.track_index import TrackIndex

MAX_ASKED = 32
"""Tracks whose nearest neighbours say what is usual."""
SAME_SOUND = 0.985
"""Cosine from which two tracks count as the same recording; such pairs say nothing about what is usual."""
USUAL_AMONG_FEW = 0.6
"""Distance; where no track has a neighbour that is not its twin."""
_MIN_DISTANCE = 1e-300
_STANDARD_NORMAL = NormalDist()
_usual: WeakKeyDictionary[TrackIndex, float] = WeakKeyDictionary()


def closeness(index: TrackIndex, near: Neighbours) -> np.ndarray:
    """Return the calibrated closeness of neighbours, float64 [k], 0..1; in the order of `near`, never rising."""
    shares: np.ndarray = 0.5 ** np.square(_relative_distance(near) / _usual_distance(index))
    return shares


def _relative_distance(near: Neighbours) -> np.ndarray:
    """Return where between the same sound (0) and just any other (1) each neighbour lies: float64 [k], 0 or more."""
    far = np.clip(near.distance, _MIN_DISTANCE, 0.5).tolist()
    deviations = -np.fromiter(map(_STANDARD_NORMAL.inv_cdf, far), np.float64, len(far))
    of_the_same = -_STANDARD_NORMAL.inv_cdf(min(max(near.min_distance, _MIN_DISTANCE), 0.49))
    distance: np.ndarray = np.maximum(1.0 - deviations / of_the_same, 0.0)
    return distance


def _usual_distance(index: TrackIndex) -> float:
    """Return the median distance of a track to its nearest other; computed once for an index."""
    known = _usual.get(index)
    if known is None:
        n = len(index)
        rows = np.unique(np.linspace(0, n - 1, min(n, MAX_ASKED)).astype(int))
        nearest = [
            nearest_distance for row in rows.tolist() if (nearest_distance := _nearest_distance(index, row)) is not None
        ]
        known = _usual[index] = float(np.median(nearest)) if nearest else USUAL_AMONG_FEW
    return known


def _nearest_distance(index: TrackIndex, row: int) -> float | None:
    near = index.neighbours(row, 5)
    others = np.flatnonzero(index.vectors_of(near.rows) @ index.vector(row) < SAME_SOUND)
    distance = float(_relative_distance(near)[others[0]]) if len(others) else 0.0
    return distance if distance > 0 else None
