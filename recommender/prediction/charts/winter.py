"""Places that Christmas songs take and give back: an ordinary song's chance depends on how many of them come or go."""

import numpy as np

from recommender.prediction.charts.grid import TOP, Grid
from recommender.prediction.charts.song_past import Past

YEAR = 52
WINTER_FEATURES = (
    "is_winter_song", "winter_in_top", "winter_in_top_year_ago_next", "winter_in_top_year_ago_after",
    "ordinary_rank", "ordinary_room", "ordinary_room_after",
)  # fmt: skip
_MOSTLY = 0.7
_OLD_ENOUGH = 40


def winter_songs(grid: Grid, past: Past) -> np.ndarray:
    """Return the songs known to come back at Christmas: by their title, or because they did before [songs]."""
    came_back = (past.winter_share > _MOSTLY) & (past.weeks_since_first > _OLD_ENOUGH)
    found: np.ndarray = grid.is_christmas | came_back
    return found


def winter_columns(grid: Grid, past: Past) -> list[np.ndarray]:
    """Return `WINTER_FEATURES` of all songs.

    The rank of an ordinary song is counted among ordinary songs; its room is how far that lies within the places
    that last year's Christmas songs left in the same week.
    """
    row, winter = past.row, winter_songs(grid, past)
    rank = grid.rank[row]
    n = len(rank)
    order = np.argsort(rank, kind="stable")
    ordinary = np.where(np.isnan(rank), np.nan, 0.0)
    ordinary[order] += np.cumsum(~winter[order])
    n_ordinary = int((np.isfinite(rank) & ~winter).sum())
    ordinary = np.where(np.isnan(rank), n_ordinary + 1, ordinary)
    ordinary = np.where(winter, np.nan, ordinary)
    following = [_in_top(grid, row - YEAR + ahead, winter) for ahead in (1, 2)]
    whole = [np.full(n, each) for each in (float((winter & (rank <= TOP)).sum()), *following)]
    rooms = [TOP - each - ordinary for each in following]
    return [winter, *whole, ordinary, *rooms]


def _in_top(grid: Grid, row: int, winter: np.ndarray) -> float:
    """Return how many winter songs were in the top of a week; NaN for an unknown week."""
    if row < 0 or not grid.present[row]:
        return np.nan
    return float((winter & (grid.rank[row] <= TOP)).sum())
