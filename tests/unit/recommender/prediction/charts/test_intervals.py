"""80 % intervals: what they hold on weeks that are wilder or calmer than those they were learned from."""

from dataclasses import replace

import numpy as np
import pytest

from recommender.prediction.charts.backtest import ChartBacktest, backtest
from recommender.prediction.charts.baselines import PERSISTENCE
from recommender.prediction.charts.features import Rows, rows_of
from recommender.prediction.charts.forecasts import forecast
from recommender.prediction.charts.grid import grids_of
from recommender.prediction.charts.models.by_name import builder
from recommender.prediction.charts.models.calibration import Widening
from tests.builders.charts import chart_of

SONGS, LEARNED, TESTED = 120, 60, 104


def walk(scale: np.ndarray, seed: int = 0) -> np.ndarray:
    """Songs that all stay listed, whose steps [weeks] are as large as `scale` says."""
    rng = np.random.default_rng(seed)
    return np.cumsum(scale[:, None] * rng.laplace(size=(len(scale), SONGS)), axis=0)


def outcome_on(scale: np.ndarray) -> ChartBacktest:
    return backtest(grids_of(chart_of(walk(scale), listed=SONGS)), builder(["drift"]))[0]


@pytest.mark.parametrize("later", [0.02, 0.1, 0.4])
@pytest.mark.parametrize("model", ["persistence", "drift"])
def test_intervals_hold_80_percent_though_errors_are_of_another_size_than_before(model, later):
    tested = outcome_on(np.repeat([0.1, later], [LEARNED, TESTED]))
    assert 0.77 <= tested.scores[model]["coverage 80 %"].mean() <= 0.83


def test_two_charts_that_learn_together_hold_80_percent_each():
    tables = [chart_of(walk(np.full(160, scale), seed), listed=SONGS) for seed, scale in enumerate((0.05, 0.3))]
    grids = [replace(grids_of(table)[0], chart=name) for table, name in zip(tables, "ab", strict=True)]
    for tested in backtest(grids, builder(["persistence"])):
        assert 0.77 <= tested.scores["persistence"]["coverage 80 %"].mean() <= 0.83


def last_week(scale: float) -> Rows:
    grid = grids_of(chart_of(walk(np.full(10, scale)), listed=SONGS))[0]
    return rows_of(grid, first_row=9)


def test_a_week_widens_the_next_one_where_it_held_too_little_only():
    rows = last_week(0.1)
    widening = Widening().after(rows, rows.column("in_top") > 0)
    assert widening.top < 1 < widening.below
    assert list(np.unique(widening.of(rows))) == sorted([widening.top, widening.below])


def test_a_list_without_songs_below_the_top_leaves_their_width():
    rows = last_week(0.1)
    top = rows.where(rows.column("in_top") > 0)
    assert Widening().after(top, np.zeros(len(top), dtype=bool)).below == 1


def test_what_is_served_is_as_wide_as_the_last_weeks_showed():
    grid = grids_of(chart_of(walk(np.full(160, 0.1)), listed=SONGS))[0]
    rows = rows_of(grid)
    known, last = rows.where(np.isfinite(rows.next_in_top)), rows.where(rows.row == 159)
    prediction = PERSISTENCE.fit(known)(last)
    tested = backtest([grid], builder(["persistence"]))[0]
    twice, once = (
        forecast(
            grid, last, prediction, model="persistence", tested=replace(tested, widening={"persistence": widening})
        ).items[0]
        for widening in (Widening(below=2, top=2), Widening())
    )
    assert np.log(twice.high / twice.score) == pytest.approx(2 * np.log(once.high / once.score), rel=1e-3)
    assert np.log(twice.low / twice.score) == pytest.approx(2 * np.log(once.low / once.score), rel=1e-3)
