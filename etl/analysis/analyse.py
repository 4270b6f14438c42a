"""One pass over a sound file: one decode, one spectrum, every feature and what a listener would say of it."""

import resource
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from threadpoolctl import ThreadpoolController

from etl.analysis.contrast import N_BANDS, contrast, peaks_and_valleys
from etl.analysis.fluctuation import fluctuation_patterns
from etl.analysis.loudness import integrated_loudness, power_weights
from etl.analysis.mel import N_MELS, decibels, mel_power
from etl.analysis.moments import moments
from etl.analysis.spectrum import n_frames, spectrum_blocks
from etl.analysis.tempo import onset_strength, tempo_bpm
from etl.analysis.timbre import mfcc, spectral_centroid, zero_crossing_rate
from etl.analysis.tonality import key_and_mode, tonal_bins
from etl.decode.decode import Sound, decode
from recommender.errors import BadAudio
from recommender.records import Analysis, SoundFacts
from recommender.similarity.features import ANALYSED_MIDDLE_S, FRAME_FEATURES, N_COLUMNS


def analyse(path: Path, *, middle_s: float = ANALYSED_MIDDLE_S) -> Analysis:
    """Measure the middle `middle_s` seconds of a sound file, on one thread.

    Raises `BadAudio`; its `reason` is one of: empty, is a directory, missing, no decoder, not audio,
    permission denied, silent, too short, truncated, unreadable.
    """
    started = _cpu_seconds()
    with _threadpools().limit(limits=1):
        return analyse_sound(decode(path, middle_s=middle_s), started=started)


def analyse_sound(sound: Sound, *, started: float) -> Analysis:
    """Measure what `decode` returned; `started` is the CPU time at which the work began."""
    spectral = measure_spectrum(sound.samples)
    vector = np.concatenate([moment_numbers(sound.samples, spectral), fluctuation_patterns(spectral.mel).ravel()])
    if len(vector) != N_COLUMNS or not np.isfinite(vector).all():
        raise BadAudio("unreadable", "the analysis yields numbers that are not finite")
    key, mode = key_and_mode(spectral.tonal)
    facts = SoundFacts(
        duration_s=sound.duration_s,
        loudness_lufs=integrated_loudness(spectral.k_weighted, sound.channel_gain, lost_power=sound.lost_power),
        tempo_bpm=tempo_bpm(onset_strength(spectral.mel_db)),
        key=key,
        mode=mode,
    )
    return Analysis(vector=vector.astype(np.float32), sound=facts, seconds=_cpu_seconds() - started)


@dataclass(frozen=True, slots=True, eq=False)
class SpectralMeasures:
    """What is kept of the spectrum, float32, a row per frame."""

    mel: np.ndarray
    """Power, [frames, N_MELS]."""
    mel_db: np.ndarray
    centroid: np.ndarray
    """Hz, [frames]."""
    peaks: np.ndarray
    """[frames, N_BANDS]."""
    valleys: np.ndarray
    k_weighted: np.ndarray
    """Mean square after BS.1770's weighting, [frames]."""
    tonal: np.ndarray
    """Mean over frames of each tonal bin's share, [bins of `tonal_bins`]."""


def measure_spectrum(samples: np.ndarray) -> SpectralMeasures:
    """Take everything that the features need from the spectrum, block by block."""
    n = n_frames(len(samples))
    mel = np.empty((n, N_MELS), np.float32)
    centroid, k_weighted = np.empty(n, np.float32), np.empty((n, 1), np.float32)
    peaks, valleys = np.empty((n, N_BANDS), np.float32), np.empty((n, N_BANDS), np.float32)
    tonal = np.zeros(tonal_bins().stop - tonal_bins().start)
    for block in spectrum_blocks(samples):
        mel_power(block.power, out=mel[block.at])
        np.matmul(block.power, power_weights(), out=k_weighted[block.at])
        centroid[block.at] = spectral_centroid(block.magnitude)
        peaks_and_valleys(block.magnitude, peaks[block.at], valleys[block.at])
        notes = block.magnitude[:, tonal_bins()]
        tonal += (1 / np.maximum(notes.sum(axis=1), np.float32(1e-9))) @ notes
    return SpectralMeasures(mel, decibels(mel), centroid, peaks, valleys, k_weighted[:, 0], tonal / n)


def moment_numbers(samples: np.ndarray, spectral: SpectralMeasures) -> np.ndarray:
    """Return the moments of every frame feature, in the order of the declaration, float64."""
    series = {
        "mfcc": mfcc(spectral.mel_db).T,
        "spectral_centroid": spectral.centroid[None],
        "zcr": zero_crossing_rate(samples)[None],
        "spectral_contrast": contrast(spectral.peaks, spectral.valleys).T,
    }
    values = moments(np.concatenate([series[feature.name] for feature in FRAME_FEATURES]))
    ends = np.cumsum([feature.bands for feature in FRAME_FEATURES])
    return np.concatenate([part.ravel() for part in np.split(values, ends[:-1], axis=1)])


def _cpu_seconds() -> float:
    """Return the CPU time of this process and of what it ran, such as ffmpeg."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


@cache
def _threadpools() -> ThreadpoolController:
    return ThreadpoolController()
