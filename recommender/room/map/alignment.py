"""A new layout laid over the last one: turned, mirrored, stretched and shifted as a whole, so that the room stays."""

from dataclasses import dataclass

import numpy as np

MIN_REACH = 0.5
"""A room that would fill less than this of -1..1 is widened, though everything moves then."""
_TINY = 1e-12


@dataclass(frozen=True, eq=False)
class Alignment:
    """What moves every point alike and leaves all shapes as they are."""

    turn: np.ndarray
    """float64 [3, 3], orthogonal; a mirror image is allowed, for a layout knows no left and right."""
    scale: float
    centre: np.ndarray
    """float64 [3]: what is moved to `target`."""
    target: np.ndarray

    def apply(self, points: np.ndarray) -> np.ndarray:
        """Return float32 [n, 3] of points [n, 3]."""
        moved = (np.asarray(points, dtype=np.float64) - self.centre) @ self.turn * self.scale + self.target
        return np.asarray(moved, dtype=np.float32)


def fit_alignment(points: np.ndarray, targets: np.ndarray) -> Alignment:
    """Return what brings `points` [n, 3] nearest to `targets`, the same tracks row by row (orthogonal Procrustes).

    The scale makes both equally wide. The one of least squares would shrink a room by all that two layouts disagree
    in, every time it is built again. Of no common track nothing is moved.
    """
    if len(points) == 0:
        return Alignment(np.eye(3), 1.0, np.zeros(3), np.zeros(3))
    ours, theirs = np.asarray(points, dtype=np.float64), np.asarray(targets, dtype=np.float64)
    centre, target = ours.mean(axis=0), theirs.mean(axis=0)
    ours, theirs = ours - centre, theirs - target
    left, _, right = np.linalg.svd(ours.T @ theirs)
    own_width, wanted_width = np.linalg.norm(ours), np.linalg.norm(theirs)
    has_width = own_width > _TINY and wanted_width > _TINY
    return Alignment(left @ right, float(wanted_width / own_width) if has_width else 1.0, centre, target)


def fit_into_room(points: np.ndarray) -> np.ndarray:
    """Return points [n, 3] moved and scaled alike on all axes so that they just fill -1..1, float32."""
    if len(points) == 0:
        return np.empty((0, 3), dtype=np.float32)
    wide = np.asarray(points, dtype=np.float64)
    low, high = wide.min(axis=0), wide.max(axis=0)
    half = float((high - low).max()) / 2
    centred = wide - (low + high) / 2
    return np.asarray(centred / half if half > _TINY else centred * 0, dtype=np.float32)


def settle(points: np.ndarray) -> np.ndarray:
    """Return float32 points [n, 3] as they are if they lie within -1..1 and reach far enough, else scaled to do so."""
    reach = float(np.abs(points).max(initial=0.0))
    if MIN_REACH <= reach <= 1.0 or reach < _TINY:
        return np.asarray(points, dtype=np.float32)
    return np.asarray(np.clip(points / reach, -1.0, 1.0), dtype=np.float32)
