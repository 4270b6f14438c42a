import numpy as np
import pytest

from recommender.prediction.charts.models.calibration import Chance


def drawn(n: int, *, slope: float, start: float) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    strength = rng.normal(0, 1, n).astype(np.float32)
    return strength, (rng.random(n) < 1 / (1 + np.exp(-slope * strength - start))).astype(np.float32)


def test_the_curve_that_made_the_outcomes_is_found():
    found = Chance.fit(*drawn(20_000, slope=3.0, start=-1.0))
    assert (found.slope, found.start) == pytest.approx((3.0, -1.0), abs=0.1)
    assert found.of(np.array([1.0 / 3])) == pytest.approx([0.5], abs=0.02)


def test_at_the_fit_the_weak_prior_balances_what_the_rows_want():
    strength, came = drawn(300, slope=3.0, start=-1.0)
    found = Chance.fit(strength, came)
    missing = came - found.of(strength)
    assert (missing * strength).sum() == pytest.approx(0.05 * found.slope, abs=1e-4)
    assert missing.sum() == pytest.approx(0.05 * found.start, abs=1e-4)


def test_outcomes_that_strength_separates_keep_the_curve_finite():
    strength = np.linspace(-1, 1, 100)
    found = Chance.fit(strength, (strength > 0).astype(float))
    assert 5 < found.slope < 100


@pytest.mark.parametrize("outcome", [0.0, 1.0])
def test_a_chart_in_which_all_songs_fare_alike_has_a_curve_too(outcome):
    strength = np.linspace(-1, 1, 50)
    found = Chance.fit(strength, np.full(50, outcome))
    assert found.of(strength) == pytest.approx(np.full(50, outcome), abs=0.02)


def test_the_curve_never_falls():
    strength = np.linspace(-1, 1, 100)
    assert Chance.fit(strength, (strength < 0).astype(float)).slope > 0
