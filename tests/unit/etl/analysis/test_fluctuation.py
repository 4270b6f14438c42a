import numpy as np
import pytest

from etl.analysis.analyse import measure_spectrum
from etl.analysis.fluctuation import RATE_EDGES_HZ, fluctuation_patterns
from recommender.similarity.features import FLUCTUATION_MEL_BANDS, FLUCTUATION_RATES, SAMPLE_RATE

TIMES = np.arange(12 * SAMPLE_RATE) / SAMPLE_RATE
NOISE = np.random.default_rng(0).normal(size=len(TIMES)) * 0.1


def patterns(samples):
    return fluctuation_patterns(measure_spectrum(samples.astype(np.float32)).mel)


@pytest.mark.parametrize("rate_hz", [0.5, 1.5, 3.0, 8.0])
def test_the_strongest_rate_is_the_one_that_was_put_in(rate_hz):
    found = patterns(NOISE * (1 + np.sin(2 * np.pi * rate_hz * TIMES)))
    expected = int(np.searchsorted(RATE_EDGES_HZ, rate_hz)) - 1
    assert found.shape == (FLUCTUATION_RATES, FLUCTUATION_MEL_BANDS)
    assert (found.argmax(axis=0) == expected).mean() > 0.9


def test_gain_does_not_change_the_patterns():
    samples = NOISE * (1 + np.sin(2 * np.pi * 2 * TIMES))
    np.testing.assert_allclose(patterns(samples * 0.01), patterns(samples), rtol=1e-3)


def test_steady_sound_fluctuates_less_than_a_pulsing_one():
    pulsing = NOISE * (np.sin(2 * np.pi * 4 * TIMES) > 0)
    assert patterns(NOISE).sum() < 0.5 * patterns(pulsing).sum()


def test_a_sound_shorter_than_a_segment_has_patterns():
    found = patterns(NOISE[: SAMPLE_RATE + 1])
    assert np.isfinite(found).all()
    assert (found > 0).any()
