"""A new layout laid over the last one: turned, mirrored, stretched and shifted as a whole, so that the room stays."""

from dataclasses import dataclass

import numpy as np

MIN_REACH = 0.5
"""A room that would fill less than this of -1..1 is widened, though everything moves then."""
MAX_REACH = 1.2
"""Where a tenth of the tracks would lie beyond it, the whole room is made smaller: they are no outliers."""
_CROWD = 0.9
"""Share of the tracks that a room is made for; at most the others can be outliers."""
_FAR = 3.0
"""Times as far from the middle as the crowd reaches, a point is an outlier: it does not say how all are moved."""
_EDGE = 0.9
"""Beyond it points are drawn in where some would lie outside the room."""
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
    in, every time it is built again. Points far from all others do not count. Of no common track nothing is moved.
    """
    if len(points) == 0:
        return Alignment(np.eye(3), 1.0, np.zeros(3), np.zeros(3))
    ours, theirs = np.asarray(points, dtype=np.float64), np.asarray(targets, dtype=np.float64)
    counts = ~(_are_far(ours) | _are_far(theirs))
    if counts.any():
        ours, theirs = ours[counts], theirs[counts]
    centre, target = ours.mean(axis=0), theirs.mean(axis=0)
    ours, theirs = ours - centre, theirs - target
    own_width, wanted_width = np.linalg.norm(ours), np.linalg.norm(theirs)
    has_width = own_width > _TINY and wanted_width > _TINY
    return Alignment(_fit_turn(ours, theirs), float(wanted_width / own_width) if has_width else 1.0, centre, target)


def fit_turn(points: np.ndarray, targets: np.ndarray) -> Alignment:
    """Return what turns `points` [n, 3] about the middle of the room to where `targets` lie, and moves nothing else.

    For few common tracks: they tell a direction, but neither how wide the room is nor where its middle lies.
    """
    turn = _fit_turn(np.asarray(points, dtype=np.float64), np.asarray(targets, dtype=np.float64))
    return Alignment(turn, 1.0, np.zeros(3), np.zeros(3))


def fit_into_room(points: np.ndarray) -> np.ndarray:
    """Return points [n, 3] moved and scaled alike on all axes so that they just fill -1..1, float32.

    Points far from all others are drawn to the edge, for they would leave the others no room.
    """
    if len(points) == 0:
        return np.empty((0, 3), dtype=np.float32)
    wide = np.asarray(points, dtype=np.float64)
    near = wide[~_are_far(wide)]
    low, high = near.min(axis=0), near.max(axis=0)
    half = float((high - low).max()) / 2
    centred = wide - (low + high) / 2
    return draw_in(centred / half if half > _TINY else centred * 0)


def draw_in(points: np.ndarray) -> np.ndarray:
    """Return points [n, 3] with those outside -1..1 drawn in, float32; where none is, all stay as they are.

    What lies inside the edge stays. Beyond it points move towards the middle of the room, the further the more: the
    order of their distances stays, and the farthest stands at 1.
    """
    reach = np.abs(points).max(axis=1, initial=0.0)
    if (farthest := float(reach.max(initial=0.0))) <= 1.0:
        return np.asarray(points, dtype=np.float32)
    margin = 1.0 - _EDGE
    beyond = np.maximum(reach - _EDGE, 0.0) / margin
    drawn = _EDGE + margin * beyond / (1.0 + beyond * (1.0 - margin / (farthest - _EDGE)))
    factor = np.where(beyond > 0, drawn / np.maximum(reach, _TINY), 1.0)
    return np.asarray(np.clip(points * factor[:, None], -1.0, 1.0), dtype=np.float32)


def settle(points: np.ndarray) -> np.ndarray:
    """Return float32 points [n, 3] within -1..1: as they are, but for those that lie outside.

    The whole is scaled only where it would fill hardly any of the room, or where many lie far outside.
    """
    reach = np.abs(points).max(axis=1, initial=0.0)
    farthest = float(reach.max(initial=0.0))
    if farthest < _TINY:
        return np.asarray(points, dtype=np.float32)
    crowd = float(np.quantile(reach, _CROWD, method="higher"))
    if crowd > MAX_REACH:
        return draw_in(points / crowd)
    return draw_in(points / farthest if farthest < MIN_REACH else points)


def _fit_turn(ours: np.ndarray, theirs: np.ndarray) -> np.ndarray:
    left, _, right = np.linalg.svd(ours.T @ theirs)
    turn: np.ndarray = left @ right
    return turn


def _are_far(points: np.ndarray) -> np.ndarray:
    distances = np.linalg.norm(points - np.median(points, axis=0), axis=1)
    crowd = float(np.quantile(distances, _CROWD, method="higher"))
    return np.asarray(distances > _FAR * crowd if crowd > _TINY else np.zeros(len(points), dtype=bool))
