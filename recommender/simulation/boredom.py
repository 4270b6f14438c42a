"""What repetition takes from the pleasure: the same track, the same kind."""

from collections import deque

import numpy as np

KINDS_REMEMBERED = 8
TRACKS_REMEMBERED = 50
SAME_KIND = 0.88
"""What each play of a kind among the last `KINDS_REMEMBERED` leaves of it."""
SAME_TRACK = 0.3
_OF_KIND = (SAME_KIND ** np.arange(KINDS_REMEMBERED + 2)).astype(np.float32)


class Boredom:
    """What one listener heard last."""

    def __init__(self, kinds: np.ndarray) -> None:
        """Take the kind of every track, int [n_tracks]."""
        self._kinds = kinds
        self._last_kinds: deque[int] = deque()
        self._last_tracks: deque[int] = deque()
        self._plays_of_kind = np.zeros(int(kinds.max(initial=-1)) + 1, dtype=np.int64)
        self._plays_of_track = np.zeros(len(kinds), dtype=np.int64)

    def hear(self, row: int) -> None:
        """Note a play."""
        _count(int(self._kinds[row]), self._last_kinds, self._plays_of_kind, n_remembered=KINDS_REMEMBERED)
        _count(row, self._last_tracks, self._plays_of_track, n_remembered=TRACKS_REMEMBERED)

    def left_of(self, rows: np.ndarray) -> np.ndarray:
        """Return the share of each row's enjoyment that is left, 0..1, float32 [k]."""
        left: np.ndarray = _OF_KIND[self._plays_of_kind[self._kinds[rows]]]
        return np.where(self._plays_of_track[rows] > 0, left * np.float32(SAME_TRACK), left)


def _count(number: int, last: deque[int], plays: np.ndarray, *, n_remembered: int) -> None:
    last.append(number)
    plays[number] += 1
    if len(last) > n_remembered:
        plays[last.popleft()] -= 1
