import numpy as np
import pytest

from recommender.prediction.charts.models.smoothing import MIN_LENGTH, smooth


def sum_of_squares(values: np.ndarray, alpha: float, beta: float, phi: float, level: float, trend: float) -> float:
    """The recursion written out once more, one series and one form at a time."""
    total = 0.0
    for value in values:
        forecast = level + phi * trend
        error = value - forecast
        level, trend = forecast + alpha * error, phi * trend + beta * error
        total += error**2
    return total


def test_a_random_walk_goes_on_from_its_last_value():
    steps = np.random.default_rng(1).normal(0, 0.1, (40, 52))
    mean, std = smooth(list(steps.cumsum(axis=1)))
    last = steps.cumsum(axis=1)[:, -1]
    assert np.median(np.abs(mean - last)) < 0.03
    assert np.median(std) == pytest.approx(0.1, rel=0.1)


def test_a_straight_line_goes_on():
    mean, std = smooth([3.0 - 0.25 * np.arange(20)])
    assert mean == pytest.approx([3.0 - 0.25 * 20], abs=1e-4)
    assert std == pytest.approx([0], abs=1e-4)


def test_noise_about_a_level_returns_to_the_level():
    noise = 5 + np.random.default_rng(2).normal(0, 0.2, (40, 52))
    mean, std = smooth(list(noise))
    assert np.median(np.abs(mean - 5)) < 0.06
    assert np.median(std) == pytest.approx(0.2, rel=0.1)


def test_a_series_that_never_moved_stays_without_doubt():
    mean, std = smooth([np.full(12, 0.7)])
    assert mean == pytest.approx([0.7])
    assert std == pytest.approx([0], abs=1e-9)


def test_no_start_of_simple_smoothing_fits_better_than_the_one_in_closed_form():
    values = np.array([1.0, 1.4, 0.9, 1.2, 1.1, 1.5, 1.3, 1.2, 1.25])
    _, std = smooth([values])
    searched = min(
        sum_of_squares(values, alpha, 0.0, 0.0, level, 0.0)
        for alpha in np.linspace(1e-4, 1 - 1e-4, 11)
        for level in np.linspace(0.8, 1.6, 161)
    )
    assert std[0] ** 2 * (len(values) - 4) <= searched
    assert std[0] ** 2 * (len(values) - 4) == pytest.approx(searched, rel=1e-3)


def test_a_series_is_smoothed_alike_alone_and_among_others_of_any_length():
    rng = np.random.default_rng(3)
    series = [rng.normal(0, 0.1, length).cumsum() for length in rng.integers(MIN_LENGTH, 53, 300)]
    mean, std = smooth(series)
    for number in (0, 7, 250, 299):
        alone = smooth([series[number]])
        assert (mean[number], std[number]) == pytest.approx((alone[0][0], alone[1][0]))


def test_the_intervals_of_random_walks_hold_four_of_five():
    walks = np.random.default_rng(4).normal(0, 0.1, (400, 31)).cumsum(axis=1)
    mean, std = smooth(list(walks[:, :-1]))
    assert np.mean(np.abs(walks[:, -1] - mean) <= 1.2816 * std) == pytest.approx(0.8, abs=0.05)


def test_nothing_to_smooth_is_nothing():
    assert [len(each) for each in smooth([])] == [0, 0]
