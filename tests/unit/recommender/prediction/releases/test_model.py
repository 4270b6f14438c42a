"""The count model: no look ahead, never negative, never explosive, fair intervals, better than simple answers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import nbinom

from recommender.errors import BadInput
from recommender.prediction.releases.count_model import CountModel, ceiling_of
from recommender.prediction.releases.evaluate import evaluate
from recommender.prediction.releases.features import NAMES, career_features, peer_rates
from recommender.prediction.releases.intervals import LEVEL, chance_of_any, log_probability, median, ranges
from recommender.prediction.releases.negative_binomial import fit, fit_size, share_inside
from recommender.prediction.releases.rolling import Rolling
from tests.builders.careers import made_careers


@pytest.fixture(scope="module")
def rolling():
    return Rolling(made_careers())


def test_nothing_later_than_the_origin_is_looked_at(rolling):
    changed = made_careers()
    changed.counts[:, 16:] += 7
    other = Rolling(changed)
    assert np.allclose(rolling.model(15, 1).coefficients, other.model(15, 1).coefficients)
    assert (rolling.moment(15).features == other.moment(15).features).all()


def test_features_are_named_one_for_one(rolling):
    assert rolling.moment(10).features.shape[1] == len(NAMES)


def test_regression_finds_the_coefficients_it_was_made_with():
    rng = np.random.default_rng(3)
    x = np.column_stack([np.ones(6_000), rng.normal(size=6_000)])
    mean = np.exp(x @ [0.3, 0.6])
    count = rng.negative_binomial(2.0, 2.0 / (2.0 + mean)).astype(float)
    found = fit(x, count, np.ones(6_000))
    assert found == pytest.approx([0.3, 0.6], abs=0.06)
    size = CountModel(found, fit_size(mean, count, np.ones(6_000))).sizes(np.array([1.0]))
    assert size[0] == pytest.approx(2.0, rel=0.25)


def test_rows_put_together_fit_like_rows_apart():
    rng = np.random.default_rng(4)
    x = np.column_stack([np.ones(90), np.repeat([0.0, 1.0, 2.0], 30)])
    count = rng.poisson(1.5, 90).astype(float)
    together = fit(x[::30], count.reshape(3, 30).sum(axis=1), np.full(3, 30.0))
    assert together == pytest.approx(fit(x, count, np.ones(90)), abs=1e-3)


def negative_binomial(mean, size):
    return nbinom(size, size / (size + mean))


def test_medians_and_probabilities_are_those_of_the_negative_binomial():
    mean, size = np.array([0.01, 0.5, 3.0, 60.0]), np.array([0.05, 1.0, 2.0, 0.8])
    truth = negative_binomial(mean, size)
    assert (median(mean, size) == truth.ppf(0.5)).all()
    count = np.array([0.0, 2.0, 1.0, 30.0])
    assert log_probability(mean, size, count) == pytest.approx(truth.logpmf(count))
    assert chance_of_any(mean, size) == pytest.approx(1 - truth.pmf(0))


def test_an_artist_of_very_many_releases_has_a_range_too():
    mean, size = np.array([800.0, 1_500.0]), np.array([1e4, 300.0])
    low, high, probability = ranges(mean, size)
    truth = negative_binomial(mean, size)
    assert probability == pytest.approx(truth.cdf(high) - truth.cdf(low - 1), abs=1e-6)
    assert probability == pytest.approx(LEVEL, abs=0.01)
    assert (median(mean, size) == truth.ppf(0.5)).all()


def test_no_neighbouring_range_is_as_short_and_nearer_to_the_level():
    rng = np.random.default_rng(0)
    mean, size = np.exp(rng.uniform(-5, 4, 200)), np.exp(rng.uniform(-3, 5, 200))
    low, high, probability = ranges(mean, size)
    truth = negative_binomial(mean, size)
    assert probability == pytest.approx(truth.cdf(high) - truth.cdf(low - 1), abs=1e-9)
    assert ((low <= np.floor(mean)) & (np.floor(mean) <= high)).all()
    can_grow = probability < LEVEL
    wider = probability + np.maximum(truth.pmf(high + 1), np.where(low > 0, truth.pmf(low - 1), 0))
    assert (wider - LEVEL >= LEVEL - probability)[can_grow].all()
    without_an_end = probability - np.minimum(truth.pmf(low), truth.pmf(high))
    is_forced = (low == high) | (high == np.floor(mean))
    assert (LEVEL - without_an_end >= probability - LEVEL)[~is_forced].all()


def test_where_zero_alone_holds_the_level_the_range_is_zero_and_says_how_probable_that_is():
    low, high, probability = ranges(np.array([0.1, 1e-9]), np.array([0.5, 1.0]))
    assert (low.tolist(), high.tolist()) == ([0, 0], [0, 0])
    assert probability == pytest.approx([negative_binomial(0.1, 0.5).pmf(0), 1.0])


def test_right_forecasts_cover_their_level_when_counts_are_spread_and_about_so_as_whole_numbers():
    rng = np.random.default_rng(1)
    mean, size = np.exp(rng.uniform(-1, 2, 20_000)), np.full(20_000, 1.5)
    count = rng.negative_binomial(size, size / (size + mean)).astype(float)
    assert share_inside(mean, size, count, LEVEL).mean() == pytest.approx(LEVEL, abs=0.01)
    low, high, probability = ranges(mean, size)
    covered = ((low <= count) & (count <= high)).mean()
    assert covered == pytest.approx(probability.mean(), abs=0.01)
    assert covered == pytest.approx(LEVEL, abs=0.03)


def test_forecasts_that_are_too_sure_or_too_unsure_are_found_out():
    rng = np.random.default_rng(2)
    mean = np.full(20_000, 3.0)
    count = rng.negative_binomial(1.0, 1 / 4, 20_000).astype(float)
    sure, right, unsure = (share_inside(mean, np.full(20_000, s), count, LEVEL).mean() for s in (20.0, 1.0, 0.2))
    assert sure < 0.7 < right < 0.85 < unsure


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 60_000), min_size=1, max_size=24), st.integers(1, 10))
def test_whatever_the_career_the_answer_is_neither_negative_nor_explosive(rolling, later, horizon):
    counts = np.array([[1, *later]], float)
    debut = np.zeros(1, np.int32)
    features = career_features(counts, debut, peer_rates(counts, debut))
    mean = rolling.model(23 if horizon == 1 else 22, horizon).mean(features, ceiling_of(counts))
    assert 0 < mean[0] <= counts.max() + 1


def test_a_vanished_artist_fades_and_a_busy_one_is_drawn_to_the_long_run(rolling):
    busy, gone = np.zeros((1, 24)), np.zeros((1, 24))
    busy[0, 10:], gone[0, 5:8] = 4, 4
    peers = rolling.moment(23).peers

    def expected(counts, debut, horizon):
        features = career_features(counts, np.array([debut]), peers)
        return rolling.model(23, horizon).mean(features, ceiling_of(counts))[0]

    assert expected(gone, 5, 1) < 0.2
    assert expected(busy, 10, 1) > 2
    assert expected(busy, 10, 8) < expected(busy, 10, 1)


def test_backtest_beats_the_simple_answers_and_the_interval_holds(rolling):
    report = evaluate(rolling.careers).report
    model = report.row("negative binomial", "Poisson deviance")
    for name in ("always zero", "last year", "mean of own years", "mean of own last 5 years"):
        assert model.value < report.value(name, "Poisson deviance")
    covered = "coverage of the 80 % interval"
    assert 0.8 <= report.value("negative binomial", f"{covered}, active artists") <= 1
    for metric in (
        f"{covered}, randomised",
        f"{covered}, randomised, active artists",
        f"{covered} where 0 alone has less",
    ):
        assert 0.77 <= report.value("negative binomial", metric) <= 0.83
    assert model.low < model.value < model.high
    assert model.n == sum(int((rolling.careers.debut < year).sum()) for year in range(16, 24))
    assert "2006-2013" in report.protocol


def test_the_vanished_are_in_the_test_population():
    careers = made_careers()
    careers.counts[:, 20:] = 0
    report = evaluate(careers).report
    assert report.value("always zero", "RMSE, 5 years ahead, active artists") > 0
    zeros = report.row("negative binomial", "MAE")
    assert zeros.n == sum(int((careers.debut < year).sum()) for year in range(16, 24))


@pytest.mark.parametrize(("n_artists", "n_years"), [(10, 20), (200, 4)])
def test_too_little_data_is_refused(n_artists, n_years):
    with pytest.raises(BadInput, match="too little"):
        evaluate(made_careers(n_artists=n_artists, n_years=n_years))
