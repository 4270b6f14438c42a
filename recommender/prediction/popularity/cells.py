"""A popularity as a distribution over 21 cells, and all that follows from it: bands, expectation, chances, intervals.

Cell 0 is the popularity 0, which 1 of 10 tracks has; cell c holds 5c-4 to 5c. The four bands are made of whole cells.
"""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
N_CELLS = 21
WIDTH = 5
BANDS = ("0-25", "26-50", "51-75", "76-100")
BAND_OF_CELL = np.array([0] * 6 + [1] * 5 + [2] * 5 + [3] * 5)
VALUES = np.array([0.0, *(WIDTH * cell - 2.0 for cell in range(1, N_CELLS))])
"""The middle of each cell."""
_TO_BANDS = (BAND_OF_CELL[:, None] == np.arange(len(BANDS))).astype(np.float64)
_TOPS = WIDTH * np.arange(N_CELLS, dtype=np.float64)


def cell_of(popularity: Floats) -> npt.NDArray[np.int64]:
    """Return the cell of each popularity 0..100, int [n]."""
    return np.ceil(np.clip(popularity, 0, 100) / WIDTH).astype(np.int64)


def band_of(popularity: Floats) -> npt.NDArray[np.int64]:
    """Return the band of each popularity, int [n]: position in `BANDS`."""
    bands: npt.NDArray[np.int64] = BAND_OF_CELL[cell_of(popularity)]
    return bands


def in_bands(cells: Floats) -> Floats:
    """Return the bands' probabilities [n, 4] of the cells' [n, 21]."""
    bands: Floats = cells @ _TO_BANDS
    return bands


def with_bands(cells: Floats, bands: Floats) -> Floats:
    """Return the cells' probabilities [n, 21] rescaled so that the bands have these [n, 4]."""
    ratio = bands / np.maximum(in_bands(cells), 1e-12)
    return normalise(cells * ratio[:, BAND_OF_CELL])


def normalise(weights: Floats) -> Floats:
    """Return rows that add up to 1."""
    rows: Floats = weights / weights.sum(axis=1, keepdims=True)
    return rows


def expected_popularity(cells: Floats) -> Floats:
    """Return the mean popularity [n]."""
    means: Floats = cells @ VALUES
    return means


def chance_at_least(cells: Floats, threshold: float) -> Floats:
    """Return the probability [n] of a whole-numbered popularity at or above `threshold`."""
    lowest = np.ceil(threshold)
    share = np.clip((_TOPS - lowest + 1) / WIDTH, 0.0, 1.0)
    share[0] = float(lowest <= 0)
    chances: Floats = np.minimum(cells @ share, 1.0)
    return chances


def quantile(cells: Floats, levels: Floats) -> Floats:
    """Return the popularity [n] below which `levels` [n] or [1] of the probability lies; even within a cell."""
    below = np.cumsum(cells, axis=1)
    wanted = np.clip(levels, 0.0, 1.0)[:, None]
    cell = np.minimum((below < wanted - 1e-12).sum(axis=1), N_CELLS - 1)
    rows = np.arange(len(cells))
    before = np.where(cell > 0, below[rows, cell - 1], 0.0)
    share = (np.clip(levels, 0.0, 1.0) - before) / np.maximum(cells[rows, cell], 1e-12)
    popularity: Floats = np.where(cell == 0, 0.0, _TOPS[cell] - WIDTH + WIDTH * np.clip(share, 0.0, 1.0))
    return popularity


def beats(first: Floats, second: Floats) -> float:
    """Return the probability that a draw from cells [21] is above one from other cells; a tie counts half."""
    below = np.cumsum(second) - second
    return float(first @ (below + second / 2))
