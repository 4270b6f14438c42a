import numpy as np
import pytest

from recommender.prediction.charts.features import rows_of
from recommender.prediction.charts.grid import grids_of
from recommender.prediction.charts.models.arima import MIN_WEEKS, Arima
from tests.builders.charts import arches, chart_of


def test_songs_listed_for_long_are_smoothed_and_all_others_keep_their_strength():
    grid = grids_of(chart_of(arches(60, np.random.default_rng(1))))[0]
    rows = rows_of(grid, first_row=30)
    model = Arima([grid], strongest=60)
    known, asked = rows.where(rows.row < 58), rows.where(rows.row == 58)
    found = model.fit(known)(asked)
    positions, mean, half_width = model.smooth_rows(asked)
    assert 20 < len(positions) < len(asked)
    past = grid.rank[58 - MIN_WEEKS + 1 : 59, asked.song[positions]]
    assert np.isfinite(past).all()
    assert (past[-1] <= 60).all()
    assert found.strength[positions] == pytest.approx(mean)
    assert (found.high - found.low)[positions] == pytest.approx(2 * half_width)
    others = np.setdiff1d(np.arange(len(asked)), positions)
    assert np.array_equal(found.strength[others], asked.now[others].astype(np.float64))
