"""Loudness, tempo and key of sounds whose answer is known."""

import numpy as np
import pyloudnorm
import pytest
import soundfile

from etl.analysis.analyse import analyse

RATE = 44_100
TIMES = np.arange(6 * RATE) / RATE
NAMES = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")


def facts(path, samples, rate=RATE):
    soundfile.write(path, samples, rate, subtype="FLOAT")
    return analyse(path).sound


def pink(seed, channels=2):
    spectrum = np.fft.rfft(np.random.default_rng(seed).normal(size=(len(TIMES), channels)), axis=0)
    frequencies = np.fft.rfftfreq(len(TIMES), 1 / RATE)[:, None]
    spectrum *= np.where(frequencies > 30, 1 / np.sqrt(np.maximum(frequencies, 1)), 0)
    noise = np.fft.irfft(spectrum, axis=0)
    return noise / np.abs(noise).max()


def note(pitch, times):
    frequency = 440 * 2 ** ((pitch - 69) / 12)
    return sum(np.sin(2 * np.pi * frequency * (k + 1) * times) * 0.6**k for k in range(4))


def chords(*triads):
    times = np.arange(RATE // 2) / RATE
    return 0.05 * np.concatenate([sum(note(pitch, times) for pitch in triad) * np.exp(-times) for triad in triads])


@pytest.mark.parametrize("name", ["unlike channels", "like channels", "one channel", "one side only", "loud and quiet"])
def test_loudness_is_within_half_a_unit_of_the_standard(tmp_path, name):
    noise = pink(1) * 0.5
    samples = {
        "unlike channels": noise,
        "like channels": noise[:, :1] * [1, 1],
        "one channel": noise[:, 0],
        "one side only": noise * [1, 0],
        "loud and quiet": noise * np.where(TIMES < 3, 1, 0.01)[:, None],
    }[name]
    expected = pyloudnorm.Meter(RATE).integrated_loudness(samples)
    assert facts(tmp_path / "noise.wav", samples).loudness_lufs == pytest.approx(expected, abs=0.5)


def test_half_the_amplitude_is_six_units_quieter(tmp_path):
    loud, quiet = (facts(tmp_path / "noise.wav", pink(2) * gain).loudness_lufs for gain in (0.8, 0.4))
    assert loud - quiet == pytest.approx(6.02, abs=0.05)


@pytest.mark.parametrize("bpm", [72, 96, 120, 150])
def test_tempo_of_clicks_is_found(tmp_path, bpm):
    beat = TIMES % (60 / bpm)
    clicks = np.random.default_rng(0).normal(size=len(TIMES)) * np.exp(-beat * 60) * 0.3
    assert facts(tmp_path / "clicks.wav", clicks).tempo_bpm == pytest.approx(bpm, rel=0.02)


def test_a_sound_without_onsets_has_no_tempo(tmp_path):
    assert facts(tmp_path / "tone.wav", np.full(3 * RATE, 0.2)).tempo_bpm == 0


@pytest.mark.parametrize("tonic", range(12))
def test_key_of_a_cadence_is_found(tmp_path, tonic):
    low = 60 + tonic
    major = [
        [low, low + 4, low + 7],
        [low + 5, low + 9, low + 12],
        [low + 7, low + 11, low + 14],
        [low, low + 4, low + 7],
    ]
    found = facts(tmp_path / "major.wav", chords(*major))
    assert (NAMES[found.key], found.mode) == (NAMES[tonic], "major")
    minor = [
        [low, low + 3, low + 7],
        [low + 5, low + 8, low + 12],
        [low + 7, low + 10, low + 14],
        [low, low + 3, low + 7],
    ]
    found = facts(tmp_path / "minor.wav", chords(*minor))
    assert (NAMES[found.key], found.mode) == (NAMES[tonic], "minor")
