import numpy as np
import pytest

from recommender.prediction.intervals import block_bootstrap, grouped_bootstrap


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(7)


def test_the_interval_of_independent_values_is_about_two_standard_errors(rng):
    values = rng.normal(1.0, 2.0, 400)
    low, high = block_bootstrap(values, rng, block=1)
    assert low < values.mean() < high
    assert high - low == pytest.approx(2 * 1.96 * values.std() / 20, rel=0.15)


def test_neighbours_that_are_alike_widen_it(rng):
    values = np.repeat(rng.normal(size=50), 8)
    narrow, wide = block_bootstrap(values, rng, block=1), block_bootstrap(values, rng, block=8)
    assert wide[1] - wide[0] > 1.8 * (narrow[1] - narrow[0])


def test_a_series_shorter_than_a_block_and_an_empty_one(rng):
    assert block_bootstrap(np.array([3.0]), rng) == (3.0, 3.0)
    assert np.isnan(block_bootstrap(np.array([]), rng)).all()


def test_whole_groups_are_drawn(rng):
    values = np.repeat(rng.normal(size=40), 25)
    groups = np.repeat(np.arange(40), 25)

    def mean(rows: np.ndarray) -> float:
        return float(values[rows].mean())

    by_group = grouped_bootstrap(mean, groups, rng)
    by_row = grouped_bootstrap(mean, np.arange(1000), rng)
    assert by_group[1] - by_group[0] > 3 * (by_row[1] - by_row[0])
