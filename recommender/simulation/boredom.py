"""What repetition takes from the pleasure: the same track, the same kind."""

from collections import Counter, deque

import numpy as np

KINDS_REMEMBERED = 8
TRACKS_REMEMBERED = 50
SAME_KIND = 0.88
"""What each play of a kind among the last `KINDS_REMEMBERED` leaves of it."""
SAME_TRACK = 0.3


class Boredom:
    """What one listener heard last."""

    def __init__(self, kinds: np.ndarray) -> None:
        """Take the kind of every track, int [n_tracks]."""
        self._kinds = kinds
        self._last_kinds: deque[int] = deque(maxlen=KINDS_REMEMBERED)
        self._last_tracks: deque[int] = deque(maxlen=TRACKS_REMEMBERED)

    def hear(self, row: int) -> None:
        """Note a play."""
        self._last_kinds.append(int(self._kinds[row]))
        self._last_tracks.append(row)

    def left_of(self, rows: np.ndarray) -> np.ndarray:
        """Return the share of each row's enjoyment that is left, 0..1, float32 [k]."""
        left = np.ones(len(rows), dtype=np.float32)
        kinds = self._kinds[rows]
        for kind, n in Counter(self._last_kinds).items():
            left[kinds == kind] *= SAME_KIND**n
        left[np.isin(rows, list(self._last_tracks))] *= SAME_TRACK
        return left
