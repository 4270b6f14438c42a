"""The 203 moment numbers against librosa's own, on sounds made here."""

import librosa
import numpy as np
import pytest
from scipy import stats

from etl.analysis.analyse import measure_spectrum, moment_numbers
from recommender.similarity.features import COLUMNS, MOMENTS, SAMPLE_RATE

TIMES = np.arange(3 * SAMPLE_RATE) / SAMPLE_RATE


def noise(level=0.1, seed=0, n=3 * SAMPLE_RATE):
    return (np.random.default_rng(seed).normal(size=n) * level).astype(np.float32)


def tones(*frequencies):
    return sum(np.sin(2 * np.pi * frequency * TIMES) for frequency in frequencies).astype(np.float32) * 0.2


SOUNDS = {
    "noise": noise(),
    "chord with noise": tones(220, 277.2, 329.6) + noise(0.001),
    "pure tone": tones(440),
    "sweep": np.sin(2 * np.pi * (100 + 1500 * TIMES) * TIMES).astype(np.float32),
    "clicks": np.where(np.arange(len(TIMES)) % 11025 == 0, 0.9, 0).astype(np.float32) + noise(1e-4),
    "half silent": np.concatenate([np.zeros(30_000, np.float32), noise(n=40_000)]),
    "very quiet": noise(3e-4),
    "with an offset": noise(0.05) + np.float32(0.3),
    "one second": noise(n=SAMPLE_RATE),
    "odd length": noise(n=40_961),
}


def by_librosa(samples):
    """Librosa's four calls with their defaults, summarised by scipy."""
    series = (
        librosa.feature.mfcc(y=samples, sr=SAMPLE_RATE, n_mfcc=20),
        librosa.feature.spectral_centroid(y=samples, sr=SAMPLE_RATE),
        librosa.feature.zero_crossing_rate(samples),
        librosa.feature.spectral_contrast(y=samples, sr=SAMPLE_RATE),
    )
    moment = {
        "kurtosis": stats.kurtosis,
        "max": np.max,
        "mean": np.mean,
        "median": np.median,
        "min": np.min,
        "skew": stats.skew,
        "std": np.std,
    }
    found = np.concatenate([moment[name](each.astype(float), axis=1) for each in series for name in MOMENTS])
    return np.nan_to_num(found)  # scipy has no skewness for a series that never changes, we say 0


@pytest.mark.filterwarnings("ignore:Precision loss occurred:RuntimeWarning")  # scipy, of the series that never changes
@pytest.mark.parametrize("name", SOUNDS)
def test_moments_equal_librosas_to_a_ten_thousandth(name):
    ours, theirs = moment_numbers(SOUNDS[name], measure_spectrum(SOUNDS[name])), by_librosa(SOUNDS[name])
    distance = np.abs(ours - theirs) / np.maximum(1, np.abs(theirs))
    worst = int(distance.argmax())
    assert distance.max() < 1e-4, (COLUMNS[worst], ours[worst], theirs[worst])


def test_a_frame_without_sound_has_no_centroid_and_no_contrast():
    measures = measure_spectrum(SOUNDS["half silent"])
    assert measures.centroid[3] == 0
    assert np.isfinite(measures.mel_db).all()


def test_level_changes_only_the_level_of_the_first_coefficient():
    samples = SOUNDS["chord with noise"]
    loud = moment_numbers(samples, measure_spectrum(samples))
    quiet = moment_numbers(samples / 2, measure_spectrum(samples / 2))
    changed = {
        (c.feature, c.statistic, c.number) for c, a, b in zip(COLUMNS, loud, quiet, strict=False) if abs(a - b) > 1e-3
    }
    assert changed == {("mfcc", statistic, "01") for statistic in ("max", "mean", "median", "min")}
