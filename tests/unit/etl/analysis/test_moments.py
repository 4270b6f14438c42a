import numpy as np
from scipy import stats

from etl.analysis.moments import moments
from recommender.similarity.features import MOMENTS

SERIES = np.random.default_rng(0).gamma(2, size=(3, 501))


def of(found, name):
    return found[MOMENTS.index(name)]


def test_moments_are_scipys():
    found = moments(SERIES)
    np.testing.assert_allclose(of(found, "skew"), stats.skew(SERIES, axis=1))
    np.testing.assert_allclose(of(found, "kurtosis"), stats.kurtosis(SERIES, axis=1))
    np.testing.assert_allclose(of(found, "std"), SERIES.std(axis=1))
    np.testing.assert_allclose(of(found, "median"), np.median(SERIES, axis=1))


def test_median_of_an_even_number_of_frames_lies_between_the_middle_two():
    assert of(moments(np.array([[4.0, 1.0, 2.0, 3.0]])), "median") == 2.5


def test_a_constant_band_has_neither_skewness_nor_kurtosis():
    found = moments(np.full((2, 40), 0.1, np.float32))
    assert not of(found, "skew").any()
    assert not of(found, "kurtosis").any()
    assert np.isfinite(found).all()


def test_one_frame_is_enough():
    assert np.isfinite(moments(np.array([[3.0], [0.0]]))).all()
