from dataclasses import replace

import numpy as np
import pytest

from recommender.prediction.charts.grid import grid_of
from recommender.prediction.charts.known_streams import log_streams
from tests.builders.charts import chart_of, random_walk


@pytest.fixture
def chart():
    return chart_of(random_walk(6, np.random.default_rng(0)))


def without(chart, rows):
    streams = chart.streams.copy()
    streams[rows] = np.nan
    return replace(chart, streams=streams)


def test_an_entry_without_streams_lies_between_its_neighbours(chart):
    row = int(np.flatnonzero(chart.rank == 10)[0])
    holed = log_streams(without(chart, [row]))
    week = chart.week == chart.week[row]
    above, below = (np.log(chart.streams[week & (chart.rank == rank)][0]) for rank in (9, 11))
    assert below < holed[row] < above
    np.testing.assert_array_equal(np.delete(holed, row), np.delete(np.log(chart.streams), row))


def test_one_blank_does_not_turn_the_chart_into_ranks(chart):
    assert grid_of(without(chart, [3]), "made").has_streams
    strengths = grid_of(without(chart, [3]), "made").relative - grid_of(chart, "made").relative
    assert np.isfinite(strengths).sum() == len(chart)
    assert (np.abs(strengths[np.isfinite(strengths)]) > 1e-6).sum() == 1


def test_a_week_that_hardly_tells_streams_makes_it_a_chart_of_ranks(chart):
    assert log_streams(without(chart, np.flatnonzero(chart.week == chart.week[0])[:41])) is None
    assert log_streams(without(chart, slice(None))) is None
