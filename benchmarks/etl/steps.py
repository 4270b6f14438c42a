"""The analysis taken apart, step by step."""

from pathlib import Path

import librosa
import numpy as np
import soundfile

from benchmarks.etl.stopwatch import Steps, Stopwatch
from etl.analysis.contrast import N_BANDS, contrast, peaks_and_valleys
from etl.analysis.fluctuation import fluctuation_patterns
from etl.analysis.loudness import integrated_loudness, power_weights
from etl.analysis.mel import N_MELS, decibels, mel_power
from etl.analysis.moments import moments
from etl.analysis.spectrum import n_frames, spectrum_blocks
from etl.analysis.tempo import onset_strength, tempo_bpm
from etl.analysis.timbre import mfcc, spectral_centroid, zero_crossing_rate
from etl.analysis.tonality import key_and_mode, tonal_bins
from etl.decode.decode import at_rate, decode
from recommender.similarity.features import SAMPLE_RATE


def ours_by_step(clip: Path) -> Steps:
    """Make the declared set again, taken apart."""
    watch = Stopwatch()
    with watch.step("decode, channel mean, resample"):
        sound = decode(clip)
    samples = sound.samples
    n = n_frames(len(samples))
    mel, weighted = np.empty((n, N_MELS), np.float32), np.empty((n, 1), np.float32)
    peaks, valleys = np.empty((n, N_BANDS), np.float32), np.empty((n, N_BANDS), np.float32)
    centroid = np.empty(n, np.float32)
    tonal = np.zeros(tonal_bins().stop - tonal_bins().start)
    blocks = spectrum_blocks(samples)
    while True:
        with watch.step("STFT with magnitude and power"):
            block = next(blocks, None)
        if block is None:
            break
        with watch.step("mel, sparse"):
            mel_power(block.power, out=mel[block.at])
        with watch.step("centroid as a product"):
            centroid[block.at] = spectral_centroid(block.magnitude)
        with watch.step("contrast"):
            peaks_and_valleys(block.magnitude, peaks[block.at], valleys[block.at])
        with watch.step("facts: loudness, tempo, key"):
            np.matmul(block.power, power_weights(), out=weighted[block.at])
            notes = block.magnitude[:, tonal_bins()]
            tonal += (1 / np.maximum(notes.sum(axis=1), np.float32(1e-9))) @ notes
    with watch.step("dB and MFCC"):
        mel_db = decibels(mel)
        coefficients = mfcc(mel_db)
    with watch.step("zero crossings"):
        crossings = zero_crossing_rate(samples)
    with watch.step("contrast"):
        contrasts = contrast(peaks, valleys)
    with watch.step("7 moments"):
        moments(np.concatenate([coefficients.T, centroid[None], crossings[None], contrasts.T]))
    with watch.step("fluctuation"):
        fluctuation_patterns(mel)
    with watch.step("facts: loudness, tempo, key"):
        integrated_loudness(weighted[:, 0], sound.channel_gain, lost_power=sound.lost_power)
        tempo_bpm(onset_strength(mel_db))
        key_and_mode(tonal)
    return watch.with_sum()


def reading_steps(clip: Path) -> Steps:
    """Do what lies between the bare decode and the samples."""
    watch = Stopwatch()
    frames, rate = soundfile.read(clip, dtype="float32", always_2d=True)
    with watch.step("channel mean, as librosa"):
        librosa.to_mono(frames.T)
    with watch.step("channel mean, as ours"):
        mono = frames[:, 0] + frames[:, -1]
    with watch.step("resample to 22,050 (soxr HQ)"):
        at_rate(mono, rate=rate, wanted=SAMPLE_RATE)
    return watch.seconds
