import numpy as np
import pytest
from scipy.stats import norm

from recommender.prediction.evaluation.calibration import calibration_error, reliability
from recommender.prediction.popularity.cells import (
    BAND_OF_CELL,
    N_CELLS,
    band_of,
    beats,
    cell_of,
    chance_at_least,
    expected_popularity,
    in_bands,
    normalise,
    quantile,
    with_bands,
)
from recommender.prediction.popularity.models.blend import Scale, cover, mix
from recommender.prediction.popularity.models.blend_fit import fit_blend, fit_scale
from recommender.prediction.popularity.scores import N_BINS, Forecast, figures

WHOLE = np.arange(101.0)


def certain(*popularity: float) -> np.ndarray:
    return np.eye(N_CELLS)[cell_of(np.array(popularity))]


def test_bands_are_0_to_25_26_to_50_51_to_75_76_to_100():
    assert [int((band_of(WHOLE) == band).sum()) for band in range(4)] == [26, 25, 25, 25]
    assert band_of(np.array([25.0, 26, 50, 51, 75, 76])).tolist() == [0, 1, 1, 2, 2, 3]
    assert np.array_equal(BAND_OF_CELL[cell_of(WHOLE)], band_of(WHOLE))


def test_the_mean_of_each_cell_is_what_is_expected_of_it():
    means = [WHOLE[cell_of(WHOLE) == cell].mean() for cell in range(N_CELLS)]
    assert np.allclose(expected_popularity(np.eye(N_CELLS)), means)


def test_a_chance_counts_whole_numbers():
    cells = certain(53)  # 51 to 55
    assert [float(chance_at_least(cells, each)[0]) for each in (51, 52, 55, 55.5, 0)] == [1, 0.8, 0.2, 0, 1]
    assert chance_at_least(certain(0), 0.5)[0] == 0


def test_quantiles_go_up_with_the_level_and_meet_the_ends():
    cells = normalise(np.ones((1, N_CELLS)))
    found = [float(quantile(cells, np.array([level]))[0]) for level in (0.01, 0.1, 0.5, 0.9, 1.0)]
    assert found == sorted(found)
    assert found[0] == 0
    assert found[-1] == pytest.approx(100)
    assert found[2] == pytest.approx(47.5)


def test_rescaled_cells_have_the_wanted_bands():
    wanted = np.array([[0.1, 0.2, 0.3, 0.4]])
    cells = with_bands(normalise(np.arange(1.0, N_CELLS + 1)[None]), wanted)
    assert np.allclose(in_bands(cells), wanted)


def test_who_beats_whom():
    assert beats(certain(80)[0], certain(10)[0]) == 1
    assert beats(certain(10)[0], certain(80)[0]) == 0
    assert beats(certain(52)[0], certain(54)[0]) == 0.5
    mixture = (certain(10)[0] + certain(80)[0]) / 2
    assert beats(mixture, certain(50)[0]) == 0.5


def blurred(truth: np.ndarray, rng: np.random.Generator, *, spread: float, claimed: float, shift: float = 0.0):
    """Return forecasts of `truth` that are off by `spread`, and claim to be off by `claimed`."""
    centre = truth + rng.normal(0, spread, len(truth)) + shift
    tops = np.arange(0, 101, 5) + 0.5
    below = norm.cdf((tops - centre[:, None]) / claimed)
    return normalise(np.diff(below, axis=1, prepend=0) + 1e-6)


def test_a_scale_takes_back_a_forecast_that_is_too_sure():
    rng = np.random.default_rng(0)
    truth = np.round(rng.uniform(0, 100, 2_000))
    cells = blurred(truth, rng, spread=12, claimed=4)
    scale = fit_scale(cells, truth)
    corrected = scale.apply(cells)
    assert scale.sharpness < 0.5
    assert cover(*Scale().interval(cells), truth) < 0.5
    assert cover(*scale.interval(corrected), truth) == pytest.approx(0.8, abs=0.03)

    def ece(found):
        return calibration_error(reliability(in_bands(found), band_of(truth), n_bins=N_BINS))

    assert 3 * ece(corrected) < ece(cells)


def test_a_scale_moves_forecasts_that_lie_too_high():
    rng = np.random.default_rng(0)
    truth = np.round(rng.uniform(10, 60, 600))
    cells = blurred(truth, rng, spread=10, claimed=10, shift=25)
    corrected = fit_scale(cells, truth).apply(cells)
    assert abs((expected_popularity(corrected) - truth).mean()) < 3 < abs((expected_popularity(cells) - truth).mean())


def test_few_rows_leave_a_scale_as_it_is():
    rng = np.random.default_rng(0)
    truth = np.array([40.0, 60.0])
    scale = fit_scale(blurred(truth, rng, spread=5, claimed=10), truth)
    assert abs(scale.lean) < 0.6
    assert 0.5 < scale.sharpness < 1.6


def test_the_better_of_two_counts_more():
    rng = np.random.default_rng(0)
    truth = np.round(rng.uniform(0, 100, 1_500))
    good, bad = (blurred(truth, rng, spread=spread, claimed=spread) for spread in (5, 40))
    assert fit_blend(good, in_bands(bad), truth).network_share > 0.6
    assert fit_blend(bad, in_bands(good), truth).network_share < 0.4
    assert np.allclose(in_bands(mix(good, in_bands(bad), 0.0)), in_bands(bad))


def test_figures_of_a_perfect_and_of_a_constant_forecast():
    rng = np.random.default_rng(0)
    truth = np.round(rng.uniform(0, 100, 500))
    groups = np.arange(500) % 50
    perfect = figures(Forecast(truth, np.eye(4)[band_of(truth)], truth, truth), truth, groups, rng)
    assert perfect["R2"].value == 1
    assert perfect["accuracy"].value == 1
    assert perfect["ECE"].value == 0
    assert perfect["recall of 76-100"].value == 1
    assert perfect["coverage of 80 %"].value == 1
    constant = figures(Forecast(np.full(500, truth.mean())), truth, groups, rng)
    assert constant["R2"].value == pytest.approx(0)
    assert "accuracy" not in constant
    off = figures(Forecast(truth + rng.normal(0, 10, 500)), truth, groups, rng)["R2"]
    assert off.low < off.value < off.high < 1
