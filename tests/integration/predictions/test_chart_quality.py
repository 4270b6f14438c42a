"""The goals of next week's chart on real charts; the whole evaluation is `segue evaluate charts`."""

from pathlib import Path

import numpy as np
import pytest

from etl.tables.chart_table import read_charts
from recommender.prediction.charts.backtest import backtest
from recommender.prediction.charts.baselines import PERSISTENCE
from recommender.prediction.charts.choice import gain
from recommender.prediction.charts.grid import TOP, grids_of
from recommender.prediction.charts.models.boosting import Boosting
from recommender.prediction.charts.records import ChartTable, written_key
from recommender.prediction.charts.report import report_of
from recommender.prediction.charts.week_score import NDCG

SPOTIFY, HOT_100 = "spotify_weekly_top200.parquet", "billboard_hot100_1958_2019.csv.gz"
TEN_YEARS = 522
MEASURED = {"global": 0.851, "in": 0.905, "za": 0.835, "kr": 0.871, "billboard_hot100_1958_2019": 0.880}
"""Persistence over the last 30 % of weeks, songs matched by exact title and artists, as the baselines have it."""


@pytest.fixture(scope="module")
def folder(shared_data: Path) -> Path:
    return shared_data / "data" / "charts"


def recent(table: ChartTable, weeks: int) -> ChartTable:
    return table.since(int(table.week.max()) - weeks + 1)


@pytest.mark.parametrize("name", [SPOTIFY, HOT_100])
def test_persistence_is_what_the_baselines_measured(folder, name):
    for grid in grids_of(recent(read_charts([folder / name], key_of=written_key).table, TEN_YEARS)):
        tops = grid.rank <= TOP
        overlaps = [(tops[row] & tops[row + 1]).sum() / TOP for row in grid.pairs[int(0.7 * len(grid.pairs)) :]]
        assert np.mean(overlaps) == pytest.approx(MEASURED[grid.chart], abs=0.0005)


def test_boosted_trees_beat_persistence_on_weeks_they_have_not_seen(folder):
    """A part of the evaluation: two charts, one model of few trees; of its intervals nothing is asked."""
    table = read_charts([folder / SPOTIFY]).table
    grids = [grid for grid in grids_of(recent(table, TEN_YEARS)) if grid.chart in {"global", "za"}]
    tested = backtest(grids, lambda _: [PERSISTENCE, Boosting(trees=40, quantile_trees=2)])
    assert [len(each.weeks) for each in tested] == [169, 138]
    assert np.mean([gain(each, "boosting").points for each in tested]) >= 1.0
    for each in tested:
        assert gain(each, "boosting").is_sure
        assert gain(each, "boosting", metric=NDCG).points > 0
    assert all("beats persistence significantly" in finding for finding in report_of(tested, data="").findings)
