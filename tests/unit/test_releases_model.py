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
from recommender.prediction.releases.intervals import chance_of_any, quantiles
from recommender.prediction.releases.negative_binomial import fitted, fitted_size, log_probability
from recommender.prediction.releases.rolling import Rolling
from recommender.prediction.releases.scores import ArtistDraws
from tests.made_careers import made_careers


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
    found = fitted(x, count, np.ones(6_000))
    assert found == pytest.approx([0.3, 0.6], abs=0.06)
    size = CountModel(found, fitted_size(mean, count, np.ones(6_000))).sizes(np.array([1.0]))
    assert size[0] == pytest.approx(2.0, rel=0.25)


def test_rows_put_together_fit_like_rows_apart():
    rng = np.random.default_rng(4)
    x = np.column_stack([np.ones(90), np.repeat([0.0, 1.0, 2.0], 30)])
    count = rng.poisson(1.5, 90).astype(float)
    together = fitted(x[::30], count.reshape(3, 30).sum(axis=1), np.full(3, 30.0))
    assert together == pytest.approx(fitted(x, count, np.ones(90)), abs=1e-3)


def test_quantiles_and_probabilities_are_those_of_the_negative_binomial():
    mean, size = np.array([0.01, 0.5, 3.0, 60.0]), np.array([0.05, 1.0, 2.0, 0.8])
    low, high = quantiles(mean, size)
    truth = nbinom(size, size / (size + mean))
    assert (low == truth.ppf(0.1)).all()
    assert (high == truth.ppf(0.9)).all()
    count = np.array([0.0, 2.0, 1.0, 30.0])
    assert log_probability(mean, size, count) == pytest.approx(truth.logpmf(count))
    assert chance_of_any(3.0, 2.0) == pytest.approx(1 - nbinom(2.0, 0.4).pmf(0))


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
    report = evaluate(rolling)
    model = report.row("negative binomial", "Poisson deviance")
    for name in ("always zero", "last year", "mean of own years", "mean of own last 5 years"):
        assert model.value < report.value(name, "Poisson deviance")
    assert 0.8 <= report.value("negative binomial", "coverage of the 80 % interval, active artists") <= 1
    assert model.low < model.value < model.high
    assert model.n == sum(int((rolling.careers.debut < year).sum()) for year in range(16, 24))
    assert "2006-2013" in report.protocol


def test_the_vanished_are_in_the_test_population():
    careers = made_careers()
    careers.counts[:, 20:] = 0
    report = evaluate(Rolling(careers))
    assert report.value("always zero", "RMSE, 5 years ahead, active artists") > 0
    zeros = report.row("negative binomial", "MAE")
    assert zeros.n == sum(int((careers.debut < year).sum()) for year in range(16, 24))


@pytest.mark.parametrize(("n_artists", "n_years"), [(10, 20), (200, 4)])
def test_too_little_data_is_refused(n_artists, n_years):
    with pytest.raises(BadInput, match="too little"):
        evaluate(Rolling(made_careers(n_artists=n_artists, n_years=n_years)))


def test_intervals_draw_artists_not_rows():
    rng = np.random.default_rng(0)
    loss = np.repeat(rng.normal(size=40), 50)
    by_artist = ArtistDraws.made(np.repeat(np.arange(40), 50), rng).figure(loss)
    by_row = ArtistDraws.made(np.arange(2_000), rng).figure(loss)
    assert by_artist.value == pytest.approx(loss.mean())
    assert by_artist.high - by_artist.low > 3 * (by_row.high - by_row.low)
