"""The ways from a file to its numbers that are held against each other."""

from pathlib import Path

import librosa
import numpy as np
import soundfile
from scipy import stats

from benchmarks.etl.stopwatch import Steps, Stopwatch
from etl.analysis.analyse import analyse
from etl.analysis.mel import N_MELS, decibels, mel_power
from etl.analysis.moments import moments
from etl.analysis.spectrum import n_frames, spectrum_blocks
from etl.analysis.timbre import mfcc, spectral_centroid, zero_crossing_rate
from etl.decode.decode import decode
from recommender.similarity.features import SAMPLE_RATE


def bare_decode(clip: Path) -> Steps:
    """Read the file as float32 and throw it away."""
    watch = Stopwatch()
    with watch.step("all"):
        soundfile.read(clip, dtype="float32")
    return watch.seconds


def plain_librosa(clip: Path) -> Steps:
    """Do what one writes with librosa's own calls: 154 numbers."""
    watch = Stopwatch()
    with watch.step("load at 22,050"):
        samples, rate = librosa.load(clip, sr=SAMPLE_RATE)
    with watch.step("mfcc"):
        first = librosa.feature.mfcc(y=samples, sr=rate, n_mfcc=20)
    with watch.step("centroid"):
        second = librosa.feature.spectral_centroid(y=samples, sr=rate)
    with watch.step("zero crossings"):
        third = librosa.feature.zero_crossing_rate(samples)
    with watch.step("7 moments"):
        _plain_moments(first, second, third)
    return watch.with_sum()


def librosa_one_spectrum(clip: Path) -> Steps:
    """Make the same 154 numbers by librosa from one spectrogram, as one writes who minds the time."""
    return _librosa_one_spectrum(clip, contrast=False)


def librosa_one_spectrum_with_contrast(clip: Path) -> Steps:
    """Make 203 numbers by librosa from one spectrogram: all of ours that librosa has."""
    return _librosa_one_spectrum(clip, contrast=True)


def _librosa_one_spectrum(clip: Path, *, contrast: bool) -> Steps:
    watch = Stopwatch()
    with watch.step("load at 22,050"):
        samples, rate = librosa.load(clip, sr=SAMPLE_RATE)
    with watch.step("STFT with magnitude"):
        magnitude = np.abs(librosa.stft(samples))
    with watch.step("mfcc"):
        mel = librosa.feature.melspectrogram(S=magnitude**2, sr=rate)
        series = [librosa.feature.mfcc(S=librosa.power_to_db(mel), n_mfcc=20)]
    with watch.step("centroid"):
        series.append(librosa.feature.spectral_centroid(S=magnitude, sr=rate))
    with watch.step("zero crossings"):
        series.append(librosa.feature.zero_crossing_rate(samples))
    if contrast:
        with watch.step("contrast"):
            series.append(librosa.feature.spectral_contrast(S=magnitude, sr=rate))
    with watch.step("7 moments"):
        _plain_moments(*series)
    return watch.with_sum()


def _plain_moments(*all_series: np.ndarray) -> None:
    summaries = (stats.kurtosis, np.max, np.mean, np.median, np.min, stats.skew, np.std)
    for series in all_series:
        for summary in summaries:
            summary(series, axis=1)


def ours(clip: Path) -> Steps:
    """Return the time of the declared set as the product makes it: 363 numbers and the facts."""
    watch = Stopwatch()
    with watch.step("all"):
        analyse(clip)
    return watch.seconds


def ours_without_extras(clip: Path) -> Steps:
    """Make the same 154 numbers as plain librosa by our means: no contrast, no fluctuation, no facts."""
    watch = Stopwatch()
    with watch.step("all"):
        samples = decode(clip).samples
        mel = np.empty((n_frames(len(samples)), N_MELS), np.float32)
        centroid = np.empty(len(mel), np.float32)
        for block in spectrum_blocks(samples):
            mel_power(block.power, out=mel[block.at])
            centroid[block.at] = spectral_centroid(block.magnitude)
        moments(np.concatenate([mfcc(decibels(mel)).T, centroid[None], zero_crossing_rate(samples)[None]]))
    return watch.seconds
