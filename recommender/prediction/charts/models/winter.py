"""Places that Christmas songs take and give back: an ordinary song's chance depends on how many of them come or go."""

from typing import NamedTuple

import numpy as np

from recommender.prediction.charts.grid import TOP, Grid
from recommender.prediction.charts.song_past import Past

YEAR = 52
_MOSTLY = 0.7
_OLD_ENOUGH = 40


class WinterColumns(NamedTuple):
    """What Christmas songs give and take; a song's [songs], or one number for all of them."""

    is_winter_song: np.ndarray
    winter_in_top: float
    """Winter songs in this week's top."""
    winter_in_top_year_ago_next: float
    """In the top a year before the next week; NaN where that is not known, here as below."""
    winter_in_top_year_ago_after: float
    """A year before the week after."""
    ordinary_rank: np.ndarray
    """Counted among ordinary songs; NaN of a winter song."""
    ordinary_room: np.ndarray
    """How far that lies within the places that last year's winter songs left in the next week."""
    ordinary_room_after: np.ndarray
    """And in the week after."""


def winter_songs(grid: Grid, past: Past) -> np.ndarray:
    """Return the songs known to come back at Christmas: by their title, or because they did before [songs]."""
    came_back = (past.winter_share > _MOSTLY) & (past.weeks_since_first > _OLD_ENOUGH)
    winter: np.ndarray = grid.is_christmas | came_back
    return winter


def winter_columns(grid: Grid, past: Past) -> WinterColumns:
    """Return the columns of all songs in one week."""
    row, winter = past.row, winter_songs(grid, past)
    rank = grid.rank[row]
    order = np.argsort(rank, kind="stable")
    ordinary = np.where(np.isnan(rank), np.nan, 0.0)
    ordinary[order] += np.cumsum(~winter[order])
    n_ordinary = int((np.isfinite(rank) & ~winter).sum())
    ordinary = np.where(np.isnan(rank), n_ordinary + 1, ordinary)
    ordinary = np.where(winter, np.nan, ordinary)
    following, after = (_in_top(grid, row - YEAR + ahead, winter) for ahead in (1, 2))
    return WinterColumns(
        is_winter_song=winter,
        winter_in_top=float((winter & (rank <= TOP)).sum()),
        winter_in_top_year_ago_next=following,
        winter_in_top_year_ago_after=after,
        ordinary_rank=ordinary,
        ordinary_room=TOP - following - ordinary,
        ordinary_room_after=TOP - after - ordinary,
    )


def _in_top(grid: Grid, row: int, winter: np.ndarray) -> float:
    """Return how many winter songs were in the top of a week; NaN for an unknown week."""
    if row < 0 or not grid.present[row]:
        return np.nan
    return float((winter & (grid.rank[row] <= TOP)).sum())
