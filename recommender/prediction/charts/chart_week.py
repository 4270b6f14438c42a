"""One week of a chart as the features see it: what is on the list, and the past of its songs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

import numpy as np

from recommender.prediction.charts.grid import TOP, Grid
from recommender.prediction.charts.models.winter import YEAR, WinterColumns, winter_columns
from recommender.prediction.charts.song_past import Past
from recommender.prediction.charts.weeks import monday_of

LAGS = (1, 2, 3, 4, 8)
"""Weeks that are looked back."""


class ArtistColumns(NamedTuple):
    """What else a song's artist has in the chart this week: an album's songs come and fall together [songs]."""

    songs: np.ndarray
    in_top: np.ndarray
    debuts: np.ndarray
    best: np.ndarray
    """Highest strength relative to the cut; NaN without a listed song."""
    position: np.ndarray
    """Of the song among the artist's, 0 for the highest; NaN where not listed."""


@dataclass(frozen=True, eq=False)
class ChartWeek:
    """What the features are computed from: one week of a chart, and the past of its songs [songs]."""

    grid: Grid
    past: Past

    @cached_property
    def strength(self) -> np.ndarray:
        """Relative to the cut; the floor where not listed."""
        return self.grid.filled(self.past.row)

    @cached_property
    def rank(self) -> np.ndarray:
        """NaN where not listed."""
        rank: np.ndarray = self.grid.rank[self.past.row]
        return rank

    @cached_property
    def rank_or_next(self) -> np.ndarray:
        """One more than the last rank where not listed."""
        return np.where(np.isnan(self.rank), self.past.n_listed + 1, self.rank)

    @cached_property
    def is_listed(self) -> np.ndarray:
        """Whether it is in the chart this week."""
        listed: np.ndarray = np.isfinite(self.rank)
        return listed

    @cached_property
    def strength_back(self) -> Mapping[int, np.ndarray]:
        """Strengths so many weeks ago, each relative to its week's cut; NaN before the chart's first week."""
        row, unknown = self.past.row, _all_unknown(self.grid)
        return {lag: self.grid.filled(row - lag) if row >= lag else unknown for lag in LAGS}

    @cached_property
    def log_rank_back(self) -> Mapping[int, np.ndarray]:
        """Logarithms of the ranks one and two weeks ago; NaN for unknown weeks."""
        return {lag: _log_rank(self.grid, self.past.row - lag) for lag in (1, 2)}

    @cached_property
    def year_ago(self) -> Mapping[int, np.ndarray]:
        """Strengths a year before this week (0), the next one (1) and the one after (2): Christmas comes back.

        The best of two years counts, and of the two weeks that the next week's date falls between.
        """
        row, unknown = self.past.row, _all_unknown(self.grid)
        return {
            ahead: np.fmax.reduce(
                [self.grid.filled(week) if 0 <= week < row else unknown for week in self._years_before(ahead)]
            )
            for ahead in (0, 1, 2)
        }

    @cached_property
    def was_top_year_ago_next(self) -> np.ndarray:
        """Whether it was in the top a year or two before the next week."""
        top = np.zeros(len(self.grid.songs), dtype=bool)
        for week in self._years_before(1):
            if 0 <= week < self.past.row:
                top |= self.grid.rank[week] <= TOP
        return top

    def _years_before(self, ahead: int) -> tuple[int, int]:
        return self.past.row - YEAR + ahead, self.past.row - 2 * YEAR + ahead

    @cached_property
    def next_monday(self) -> date:
        """The day on which the week to forecast begins."""
        return monday_of(self.grid.week(self.past.row) + 1)

    @property
    def next_angle(self) -> float:
        """Where the next week lies in the year, radians."""
        return 2 * np.pi * self.next_monday.timetuple().tm_yday / 365.25

    @cached_property
    def artist(self) -> ArtistColumns:
        """What else the artist has in the chart."""
        artist, rank, listed = self.grid.artist, self.rank, self.is_listed
        n_artists = int(artist.max()) + 1 if len(artist) else 0
        best = np.full(n_artists, np.nan, dtype=np.float32)
        np.fmax.at(best, artist[listed], self.grid.relative[self.past.row][listed])
        position = np.full(len(rank), np.nan, dtype=np.float32)
        order = np.flatnonzero(listed)[np.lexsort((rank[listed], artist[listed]))]
        starts = np.flatnonzero(np.r_[True, np.diff(artist[order]) != 0])
        position[order] = np.arange(len(order)) - np.repeat(starts, np.diff(np.r_[starts, len(order)]))
        debuts = listed & (self.past.weeks_listed == 1)
        return ArtistColumns(
            songs=np.bincount(artist[listed], minlength=n_artists)[artist],
            in_top=np.bincount(artist[rank <= TOP], minlength=n_artists)[artist],
            debuts=np.bincount(artist[debuts], minlength=n_artists)[artist],
            best=best[artist],
            position=position,
        )

    @cached_property
    def winter(self) -> WinterColumns:
        """What Christmas songs give and take."""
        return winter_columns(self.grid, self.past)


def _all_unknown(grid: Grid) -> np.ndarray:
    return np.full(len(grid.songs), np.nan, dtype=np.float32)


def _log_rank(grid: Grid, row: int) -> np.ndarray:
    if row < 0 or not grid.present[row]:
        return _all_unknown(grid)
    rank = grid.rank[row]
    listed = np.isfinite(rank)
    logs: np.ndarray = np.log(np.where(listed, rank, listed.sum() + 1))
    return logs
