"""Ways between two sounds: some tracks all over the library, each joined with those that sound most like it.

The straight line between two tracks lies where no track is. A way over landmarks follows the tracks that there are.
"""

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from recommender.similarity.track_index import TrackIndex

N_LANDMARKS = 2_000
"""In a smaller library every track is one."""
N_JOINED = 24
POWER = 4
"""A step counts by this power of its length: one long step is worse than many short ones."""
_SEED = 1


@dataclass(frozen=True, eq=False)
class Landmarks:
    """A sample of the library, and what a step between two near ones costs."""

    rows: np.ndarray
    """int32 [m], ascending."""
    vectors: np.ndarray
    """float32 [m, dims]."""
    joined: np.ndarray
    """int [m, k]: the landmarks nearest to each."""
    costs: np.ndarray
    """float32 [m, k]: of the step from each of these."""

    @classmethod
    def choose(cls, index: TrackIndex, *, n: int = N_LANDMARKS, n_joined: int = N_JOINED) -> "Landmarks":
        """Choose `n` tracks of the index by chance; the same index gives the same ones."""
        n_tracks = len(index)
        rows = np.sort(np.random.default_rng(_SEED).choice(n_tracks, min(n, n_tracks), replace=False)).astype(np.int32)
        vectors = index.vectors_of(rows)
        cosine = vectors @ vectors.T
        np.fill_diagonal(cosine, -np.inf)
        k = min(n_joined, len(rows) - 1)
        joined = np.argpartition(-cosine, k - 1, axis=1)[:, :k] if k > 0 else np.zeros((len(rows), 0), dtype=int)
        return cls(rows, vectors, joined, step_costs(np.take_along_axis(cosine, joined, axis=1)))

    def way(self, index: TrackIndex, *, start: int, end: int, max_between: int, allowed: np.ndarray) -> list[int]:
        """Return the rows of at most `max_between` landmarks on the way from one row to another, cheapest sum of costs.

        `allowed` is bool [n_tracks]; nothing is between when the step itself is the cheapest.
        """
        ends = index.vectors_of((start, end))
        cost, to_end = step_costs(ends @ self.vectors.T)
        closed = ~allowed[self.rows] | np.isin(self.rows, (start, end))
        cost[closed] = np.inf
        best, last, length = float(step_costs(ends[0] @ ends[1])), -1, 0
        came_from: list[np.ndarray] = []
        for n_between in range(1, max_between + 1):
            whole = cost + to_end
            nearest = int(whole.argmin())
            if whole[nearest] < best:
                best, last, length = float(whole[nearest]), nearest, n_between
            if not self.joined.shape[1]:
                break
            onward = cost[self.joined] + self.costs
            choice = onward.argmin(axis=1)
            cost = np.where(closed, np.inf, np.take_along_axis(onward, choice[:, None], axis=1)[:, 0])
            came_from.append(np.take_along_axis(self.joined, choice[:, None], axis=1)[:, 0])
        way: list[int] = []
        for back in range(length - 1, -1, -1):
            way.append(int(self.rows[last]))
            last = int(came_from[back - 1][last]) if back else -1
        return way[::-1]


def landmarks_of(index: TrackIndex) -> Landmarks:
    """Return the landmarks of an index; chosen once."""
    known = _chosen.get(index)
    if known is None:
        known = _chosen[index] = Landmarks.choose(index)
    return known


def step_costs(cosine: np.ndarray) -> np.ndarray:
    """Return what steps between tracks of these cosines cost, of the same shape: the step's length to the `POWER`."""
    costs: np.ndarray = np.maximum(1.0 - cosine, 0.0) ** POWER
    return costs


_chosen: WeakKeyDictionary[TrackIndex, Landmarks] = WeakKeyDictionary()
