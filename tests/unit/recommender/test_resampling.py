import numpy as np
import pytest

from recommender.resampling import GroupBootstrap, interval, mean_interval


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(7)


def autoregressive(rho: float, innovations: np.ndarray) -> np.ndarray:
    """Series [series, weeks] whose neighbours correlate by `rho`; the first weeks are dropped."""
    series = np.zeros_like(innovations)
    for week in range(1, innovations.shape[1]):
        series[:, week] = rho * series[:, week - 1] + innovations[:, week]
    return series[:, _BURN_IN:]


_BURN_IN = 30
GAINS = {
    "independent": lambda rng, size: autoregressive(0.0, rng.normal(size=size)),
    "alike neighbours": lambda rng, size: autoregressive(0.3, rng.normal(size=size)),
    "very alike neighbours": lambda rng, size: autoregressive(0.5, rng.normal(size=size)),
    "whole songs, long tails": lambda rng, size: 2 * np.round(0.8 * autoregressive(0.3, rng.standard_t(4, size))),
    "whole songs, skewed": lambda rng, size: 2 * np.round(autoregressive(0.2, rng.gamma(0.8, size=size))),
    "mostly none": lambda rng, size: np.sign(z := autoregressive(0.3, rng.normal(size=size))) * (abs(z) > 1.2),
}
"""Weekly gains as paired models have them: whole songs, many weeks without any, neighbours somewhat alike."""


@pytest.mark.parametrize("n_weeks", [52, 78, 104, 156])
@pytest.mark.parametrize("kind", GAINS)
def test_95_percent_of_intervals_hold_the_true_mean(kind, n_weeks):
    rng = np.random.default_rng(20)
    truth = GAINS[kind](rng, (500, 2_000)).mean()
    ends = np.array([mean_interval(series) for series in GAINS[kind](rng, (1_500, n_weeks + _BURN_IN))])
    assert 0.93 <= np.mean((ends[:, 0] <= truth) & (truth <= ends[:, 1])) <= 0.97


@pytest.mark.parametrize("n_windows", [6, 12, 18])
def test_of_a_few_overlapping_windows_more_than_90_percent_hold_the_true_mean(n_windows):
    days = np.random.default_rng(3).normal(size=(1_500, 7 * n_windows + 30)).cumsum(axis=1)
    first = 7 * np.arange(n_windows)
    ends = np.array([mean_interval(series) for series in days[:, first + 30] - days[:, first]])
    assert 0.9 <= np.mean((ends[:, 0] <= 0) & (ends[:, 1] >= 0)) <= 0.97


def test_a_surer_level_is_wider(rng):
    values = rng.normal(size=80)
    (low, high), (lower, higher) = mean_interval(values), mean_interval(values, level=0.99)
    assert lower < low < values.mean() < high < higher


def test_a_series_of_one_week_and_an_empty_one_have_no_interval():
    assert np.isnan(mean_interval(np.array([3.0]))).all()
    assert np.isnan(mean_interval(np.array([]))).all()


def test_weeks_that_are_all_the_same_leave_no_doubt():
    assert mean_interval(np.full(60, 2.0)) == pytest.approx((2.0, 2.0))


def test_whole_groups_are_drawn(rng):
    values = np.repeat(rng.normal(size=40), 25)
    groups = np.repeat(np.arange(40), 25)

    def mean(rows: np.ndarray) -> float:
        return float(values[rows].mean())

    by_group, by_row = (
        GroupBootstrap.draw(each, rng, n_resamples=200).interval(mean) for each in (groups, np.arange(1000))
    )
    assert by_group[1] - by_group[0] > 3 * (by_row[1] - by_row[0])


def test_the_interval_of_a_mean_draws_artists_not_rows(rng):
    loss = np.repeat(rng.normal(size=40), 50)
    by_artist = GroupBootstrap.draw(np.repeat(np.arange(40), 50), rng, n_resamples=500).mean(loss)
    by_row = GroupBootstrap.draw(np.arange(2_000), rng, n_resamples=500).mean(loss)
    assert by_artist[0] < loss.mean() < by_artist[1]
    assert by_artist[1] - by_artist[0] > 3 * (by_row[1] - by_row[0])


def test_sums_over_groups_say_what_the_rows_say(rng):
    values, groups = rng.normal(size=60), rng.integers(9, size=60)
    values[7] = np.nan
    resamples = GroupBootstrap.draw(groups, rng, n_resamples=50)
    by_rows = resamples.interval(lambda rows: float(np.nanmean(values[rows])))
    assert resamples.mean(values) == pytest.approx(by_rows)


def test_several_statistics_share_their_rows_and_what_is_not_defined_is_left_out(rng):
    resamples = GroupBootstrap.draw(np.arange(20), rng, n_resamples=30)
    first, again, never = resamples.intervals(lambda rows: [rows.mean(), rows.mean(), np.nan])
    assert first == again
    assert np.isnan(never).all()
    assert interval(np.array([1.0, np.nan, 1.0])) == (1.0, 1.0)
