"""What is known of the songs of a chart, week by week: the rows that the models learn from and forecast."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recommender.prediction.charts.chart_week import ChartWeek
from recommender.prediction.charts.grid import TOP, Grid
from recommender.prediction.charts.models.winter import YEAR
from recommender.prediction.charts.song_past import Past, pasts
from recommender.prediction.charts.week_features import COLUMNS
from recommender.prediction.named_columns import stack_columns

LEFT_WEEKS = 8
"""A song that left the chart stays a candidate for this many weeks."""
FEATURES = tuple(COLUMNS)
FINGERPRINT = hashlib.sha256("\n".join(FEATURES).encode()).hexdigest()[:12]


@dataclass(frozen=True, eq=False)
class Rows:
    """Candidates of some weeks of one or several charts [n]; targets are NaN where the next week is not known."""

    x: np.ndarray
    """[n, len(FEATURES)], NaN where unknown."""
    chart: np.ndarray
    """Position in the list of grids the rows were made of."""
    row: np.ndarray
    """Row of the week in its grid."""
    week: np.ndarray
    """Week number, comparable over charts."""
    song: np.ndarray
    """Position in the grid's songs."""
    now: np.ndarray
    """Strength of this week, relative to its cut; the floor where not listed."""
    next_in_top: np.ndarray
    """1 where the song is in the top of the next week."""
    next_strength: np.ndarray
    """Strength of the next week relative to *this* week's cut; the floor where not listed then."""

    def __len__(self) -> int:
        return len(self.x)

    def column(self, feature: str) -> np.ndarray:
        """Return one feature, [n]."""
        column: np.ndarray = self.x[:, FEATURES.index(feature)]
        return column

    def columns(self, *features: str) -> np.ndarray:
        """Return some features in this order, [n, len(features)]."""
        return self.x[:, [FEATURES.index(feature) for feature in features]]

    def where(self, chosen: np.ndarray) -> "Rows":
        """Return some of the rows."""
        return Rows(**{name: column[chosen] for name, column in vars(self).items()})


def join(parts: Sequence[Rows]) -> Rows:
    """Return several parts as one."""
    return Rows(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in vars(parts[0])})


def rows_of(grid: Grid, *, chart: int = 0, first_row: int = 0) -> Rows:
    """Return the candidates of every week that is present from `first_row` on, the last week too."""
    return join([_week_rows(grid, past, chart) for past in pasts(grid) if past.row >= first_row])


def _week_rows(grid: Grid, past: Past, chart: int) -> Rows:
    row = past.row
    chosen = candidates(grid, past)
    next_known = row + 1 < grid.n_weeks and bool(grid.present[row + 1])
    n = len(chosen)
    if next_known:
        in_top = (grid.rank[row + 1, chosen] <= TOP).astype(np.float32)
        strength = grid.filled(row + 1)[chosen] + (grid.cut[row + 1] - grid.cut[row])
    else:
        in_top = strength = np.full(n, np.nan, dtype=np.float32)
    return Rows(
        x=_inputs(ChartWeek(grid, past))[chosen],
        chart=np.full(n, chart, dtype=np.int32),
        row=np.full(n, row, dtype=np.int32),
        week=np.full(n, grid.week(row), dtype=np.int32),
        song=chosen.astype(np.int32),
        now=grid.filled(row)[chosen],
        next_in_top=in_top,
        next_strength=strength.astype(np.float32),
    )


def candidates(grid: Grid, past: Past) -> np.ndarray:
    """Return the songs that next week's top may hold: listed now, just left, or in last year's top these weeks."""
    row = past.row
    chosen = np.isfinite(grid.rank[row]) | (past.weeks_since_listed <= LEFT_WEEKS) & (past.best_rank_8 <= 2 * TOP)
    for years in (1, 2):
        for nearby in (0, 1, 2):
            past_row = row - YEAR * years + nearby
            if 0 <= past_row < row:
                chosen |= grid.rank[past_row] <= TOP
    return np.flatnonzero(chosen)


def _inputs(week: ChartWeek) -> np.ndarray:
    """Return the features of all songs of a week, float32 [songs, len(FEATURES)]; what is infinite is not known."""
    columns = {name: compute(week) for name, compute in COLUMNS.items()}
    matrix = stack_columns(columns, FEATURES, n=len(week.grid.songs), dtype=np.float32)
    matrix[np.isinf(matrix)] = np.nan
    return matrix
