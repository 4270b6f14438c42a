"""How long a chart must be for figures on it to mean anything."""

from collections.abc import Collection, Sequence
from math import ceil

import numpy as np

from recommender.errors import BadInput
from recommender.prediction.charts.backtest import MIN_TRAINED_ON, TEST_SHARE, first_forecast, kinds, last_pairs
from recommender.prediction.charts.grid import Grid, grids_of
from recommender.prediction.charts.records import ChartTable
from recommender.prediction.charts.weeks import week_name

MIN_WEEKS = ceil(MIN_TRAINED_ON / (1 - TEST_SHARE)) + 1
"""In a row, for a chart to be tested: it learns from `MIN_TRAINED_ON` pairs of weeks before the first tested one."""


def require_testable(table: ChartTable) -> None:
    """Raise `BadInput` when no chart of the table is long enough to be tested."""
    grids = grids_of(table)
    if not grids:
        raise BadInput(f"{', '.join(table.charts)}: no entry in the newest weeks that are used; give more --weeks")
    longest = max(grids, key=_n_pairs)
    if not _can_be_tested(longest):
        raise BadInput(f"no chart is long enough to be tested: {_too_short(longest)}; give more weeks")


def require_askable(table: ChartTable, learned: Collection[str]) -> None:
    """Raise `BadInput` when no chart of the table but those `learned` from can be forecast by models of these."""
    pools = [([grid for grid in pool if grid.chart in learned], pool) for pool in kinds(grids_of(table))]
    others = [(grid, home) for home, pool in pools for grid in pool if grid.chart not in learned]
    why = {grid.chart: _why_not(grid, home) for grid, home in sorted(others, key=lambda pair: -_n_pairs(pair[0]))}
    if all(why.values()):
        reason = next(iter(why.values()), "no entry in the newest weeks that are used; give more --weeks")
        names = ", ".join(name for name in table.charts if name not in learned)
        raise BadInput(f"{names}: none of it can be forecast by models of {', '.join(learned)}: {reason}")


def _why_not(asked: Grid, home: Sequence[Grid]) -> str:
    """Say why models of the home charts, all of the same kind, cannot be tested on a chart; empty when they can."""
    if not _can_be_tested(asked):
        return _too_short(asked)
    if not home:
        tells, others = ("streams", "ranks alone") if asked.has_streams else ("ranks alone", "streams")
        return f"{asked.chart!r} tells {tells}, and what is learned from tells {others}"
    first, last = first_forecast([_weeks(grid) for grid in home]), int(_weeks(asked)[-1])
    if last >= first:
        return ""
    begins = min(grid.first_week for grid in home)
    return (
        f"{asked.chart!r} ends in {week_name(last + 1)}, and what is learned from begins in {week_name(begins)}; "
        f"{MIN_TRAINED_ON} pairs of weeks must be learned from before the first week that is tested"
    )


def _can_be_tested(grid: Grid) -> bool:
    return len(last_pairs(grid)) > 0


def _n_pairs(grid: Grid) -> int:
    return len(grid.pairs)


def _weeks(grid: Grid) -> np.ndarray:
    return grid.first_week + grid.pairs


def _too_short(grid: Grid) -> str:
    return (
        f"{grid.chart!r} has {_n_pairs(grid)} pairs of weeks in a row, and {MIN_WEEKS} weeks in a row are needed, most "
        "of them to learn from before the first tested one"
    )
