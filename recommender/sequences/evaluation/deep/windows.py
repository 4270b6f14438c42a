"""Sessions as the rows that a network is trained on and asked with."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

WINDOW = 20
"""Tracks that a network looks back on."""
STRIDE = WINDOW // 2
NO_TRACK = 0
"""Fills a row that is shorter; track t has the number t + 1."""


class Windows(NamedTuple):
    """Rows of `WINDOW` places; the network may not look ahead, so what stands behind a place does not matter."""

    tracks: np.ndarray
    """int32 [n, WINDOW], from the left."""
    targets: np.ndarray
    """int32 [n, WINDOW]: the track after each place."""
    weights: np.ndarray
    """float32 [n, WINDOW]: 1, but 0 where nothing follows or another row has it."""


def cut_windows(sessions: Sequence[np.ndarray]) -> Windows:
    """Return rows in which each track but the first of a session is a target once.

    `sessions` are the tracks of each. A long session has rows that overlap by half, so that its later targets have half
    a row before them at least.
    """
    rows, ahead, weights = [], [], []
    for session in sessions:
        for first in _starts(len(session)):
            part = session[first : first + WINDOW + 1] + 1
            rows.append(_filled(part[:-1]))
            ahead.append(_filled(part[1:]))
            place = np.arange(WINDOW)
            weights.append((place < len(part) - 1) & (place >= (STRIDE if first else 0)))
    if not rows:
        empty = np.zeros((0, WINDOW), dtype=np.int32)
        return Windows(empty, empty, empty.astype(np.float32))
    return Windows(np.stack(rows), np.stack(ahead), np.stack(weights).astype(np.float32))


def _starts(length: int) -> range:
    """Return where the rows of a session of this length begin: each has a target that those before it have not."""
    return range(0, max(length - 1 - STRIDE, min(length - 1, 1)), STRIDE)


def prefix_window(tracks: np.ndarray) -> tuple[np.ndarray, int]:
    """Return the last tracks of a session so far, int32 [WINDOW], and the place of the newest."""
    part = tracks[-WINDOW:] + 1
    return _filled(part), len(part) - 1


def _filled(tracks: np.ndarray) -> np.ndarray:
    row = np.full(WINDOW, NO_TRACK, dtype=np.int32)
    row[: len(tracks)] = tracks
    return row
