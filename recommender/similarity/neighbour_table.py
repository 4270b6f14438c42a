"""Each track's nearest neighbours, worked out when the index is built, so that serving only looks them up."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

ROWS_FILE = "neighbour_rows.npy"
DISTANCES_FILE = "neighbour_distances.npy"
N_NEIGHBOURS = 64


@dataclass(frozen=True, eq=False)
class Neighbours:
    """Tracks that sound alike, closest first."""

    rows: np.ndarray
    """int32 [k]."""
    closeness: np.ndarray
    """float32 [k], 0..1: mutual proximity, the chance that a random track is less alike to both."""
    distance: np.ndarray
    """float64 [k]: its complement, with the digits that it has no room for."""
    min_distance: float
    """What the same sound once more would have."""


@dataclass(frozen=True, eq=False)
class NeighbourTable:
    """The nearest others of each track, closest first; -1, infinitely far, where cells hid some."""

    rows: np.ndarray
    """int32 [n_tracks, k]."""
    distances: np.ndarray
    """float32 [n_tracks, k]: 1 - mutual proximity."""

    @property
    def size(self) -> int:
        """Neighbours of each track."""
        return int(self.rows.shape[1])

    @classmethod
    def load(cls, path: Path) -> "NeighbourTable | None":
        """Open the table in a version's folder, memory-mapped; None in a version of before there were tables."""
        if not (path / ROWS_FILE).exists():
            return None
        rows, distances = (np.load(path / name, mmap_mode="r") for name in (ROWS_FILE, DISTANCES_FILE))
        return cls(rows.view(np.ndarray), distances.view(np.ndarray))
