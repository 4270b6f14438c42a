"""The past of each song of a chart, carried from week to week."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from recommender.prediction.charts.grid import TOP, Grid
from recommender.prediction.charts.weeks import monday_of

RECENT = 8
_WINTER = {(12, day) for day in range(1, 32)} | {(1, day) for day in range(1, 8)}
"""Weeks that begin on these days count as winter weeks."""


@dataclass(frozen=True, eq=False)
class Past:
    """All songs of a chart at the end of one week [songs]; songs never listed yet have infinite or zero values."""

    row: int
    n_listed: int
    weeks_listed: np.ndarray
    weeks_in_top: np.ndarray
    run: np.ndarray
    """Weeks in a row, 0 when not listed now."""
    entries: np.ndarray
    """How often it came into the chart."""
    weeks_since_first: np.ndarray
    weeks_since_listed: np.ndarray
    """0 when listed now."""
    is_first_known: np.ndarray
    """Listed in the chart's first known week: how long before is not known."""
    peak: np.ndarray
    """Highest strength relative to the cut of its week."""
    weeks_since_peak: np.ndarray
    best_rank: np.ndarray
    best_rank_8: np.ndarray
    """Over the last `RECENT` weeks."""
    mean_in_top_8: np.ndarray
    """Share of the last `RECENT` weeks, missing ones left out, spent in the top."""
    winter_share: np.ndarray
    """Share of its listed weeks that lie about Christmas."""


def pasts(grid: Grid) -> Iterator[Past]:
    """Yield the state after each week that is present; a missing week changes nothing but the distance in time."""
    n = len(grid.songs)
    listed_weeks, top_weeks, run, entries, winter = (np.zeros(n, dtype=np.float32) for _ in range(5))
    first, last, peak_row = (np.full(n, np.nan, dtype=np.float32) for _ in range(3))
    peak = np.full(n, -np.inf, dtype=np.float32)
    best = np.full(n, np.inf, dtype=np.float32)
    started = int(np.argmax(grid.present))
    for row in map(int, np.flatnonzero(grid.present)):
        rank = grid.rank[row]
        listed = np.isfinite(rank)
        listed_weeks = listed_weeks + listed
        top_weeks = top_weeks + (rank <= TOP)
        entries = entries + (listed & (run == 0))
        run = np.where(listed, run + 1, 0)
        winter = winter + (listed & _is_winter(grid, row))
        first = np.where(np.isnan(first) & listed, row, first)
        last = np.where(listed, row, last)
        higher = listed & (grid.relative[row] > peak)
        peak = np.where(higher, grid.relative[row], peak)
        peak_row = np.where(higher, row, peak_row)
        best = np.fmin(best, rank)
        recent = grid.rank[max(0, row - RECENT + 1) : row + 1]
        yield Past(
            row=row,
            n_listed=int(listed.sum()),
            weeks_listed=listed_weeks,
            weeks_in_top=top_weeks,
            run=run,
            entries=entries,
            weeks_since_first=row - first,
            weeks_since_listed=np.where(np.isnan(last), np.inf, row - last),
            is_first_known=first == started,
            peak=peak,
            weeks_since_peak=row - peak_row,
            best_rank=best,
            best_rank_8=np.fmin.reduce(recent, axis=0, initial=np.inf),
            mean_in_top_8=(recent <= TOP).sum(axis=0)
            / max(1, int(grid.present[max(0, row - RECENT + 1) : row + 1].sum())),
            winter_share=winter / np.maximum(listed_weeks, 1),
        )


def _is_winter(grid: Grid, row: int) -> bool:
    monday = monday_of(grid.week(row))
    return (monday.month, monday.day) in _WINTER
