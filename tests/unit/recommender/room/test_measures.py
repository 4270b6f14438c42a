import numpy as np
import pytest

from recommender.room.measures import MEASURES, measure
from recommender.similarity.features import COLUMNS, FLUCTUATION_MEL_BANDS, FLUCTUATION_RATES, N_COLUMNS

NAMES = [each.name for each in MEASURES]


def vector(**numbers: float) -> np.ndarray:
    """A raw vector that is 0 but in the columns `feature__statistic`."""
    wanted = {tuple(name.split("__")): value for name, value in numbers.items()}
    return np.array([wanted.get((each.feature, each.statistic), 0.0) for each in COLUMNS], dtype=np.float32)


def test_each_measure_reads_its_own_columns_and_no_others():
    raw = vector(spectral_centroid__mean=1800.0, zcr__mean=0.07, spectral_contrast__mean=21.0)
    raw[[i for i, each in enumerate(COLUMNS) if each.feature == "fluctuation"]] = 0.005
    measured = dict(zip(NAMES, measure(raw[None, :])[0].tolist(), strict=True))
    assert measured == {
        "brightness": pytest.approx(1800.0),
        "noisiness": pytest.approx(0.07),
        "contrast": pytest.approx(21.0),
        "rhythm_strength": pytest.approx(0.005 * FLUCTUATION_MEL_BANDS * FLUCTUATION_RATES, rel=1e-5),
    }
    others = vector(spectral_centroid__max=9000.0, zcr__std=1.0, spectral_contrast__kurtosis=5.0, mfcc__mean=-300.0)
    assert not measure(others[None, :]).any()


def test_contrast_is_the_mean_of_the_seven_bands():
    raw = np.zeros((1, N_COLUMNS), dtype=np.float32)
    bands = [i for i, each in enumerate(COLUMNS) if (each.feature, each.statistic) == ("spectral_contrast", "mean")]
    raw[0, bands] = np.arange(7)
    assert measure(raw)[0, NAMES.index("contrast")] == 3.0


def test_a_missing_number_leaves_the_other_measures_alone():
    raw = vector(spectral_centroid__mean=1000.0, zcr__mean=np.nan)[None, :]
    measured = measure(raw)[0]
    assert np.isnan(measured[NAMES.index("noisiness")])
    assert measured[NAMES.index("brightness")] == 1000.0
    assert measure(np.empty((0, N_COLUMNS), np.float32)).shape == (0, 4)
