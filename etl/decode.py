"""From a sound file to the mono samples that are analysed: one decode, in blocks that stay in the cache."""

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import soxr

from etl.foreign_formats import decode_with_ffmpeg, is_foreign
from etl.mix import WHOLE_SHARE, Mix, middle
from recommender.errors import BadAudio
from recommender.similarity.features import ANALYSED_MIDDLE_S, SAMPLE_RATE

BLOCK_SAMPLES = 1 << 17
"""Samples (all channels) read at a time."""
SHORTEST_S = 1.0
SILENT_PEAK = 1e-4
"""A file that never gets louder than this (-80 dB of full scale) is silent."""


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """The decoded part of a file."""

    samples: np.ndarray
    """float32 [n], mean of the channels at `SAMPLE_RATE`."""
    duration_s: float
    """Length of the whole file, also when only its middle was decoded."""
    loudness_gain: np.ndarray
    """float64 [m], per `mix.ENERGY_STEP_S`: summed energy of the channels over the energy of `samples`."""


def decode(path: Path, *, middle_s: float = ANALYSED_MIDDLE_S) -> Sound:
    """Decode at most `middle_s` seconds from the middle of a file.

    Any rate and channel count; formats that libsndfile lacks go through ffmpeg.
    Raises `BadAudio` with one of: empty, is a directory, missing, no decoder, not audio, permission denied, silent,
    too short, truncated, unreadable.
    """
    _check_file(path)
    mix = decode_with_ffmpeg(path, middle_s) if is_foreign(path) else _decode_with_libsndfile(path, middle_s)
    samples = at_rate(mix.mono, found=mix.rate, wanted=SAMPLE_RATE)
    if mix.duration_s < SHORTEST_S or len(samples) < SHORTEST_S * SAMPLE_RATE:
        raise BadAudio("too short", f"{mix.duration_s:.2f} s, at least {SHORTEST_S:g} s are needed")
    peak = max(float(samples.max()), -float(samples.min()))
    if not peak < 1e6:
        raise BadAudio("unreadable", "samples are not finite numbers")
    if peak < SILENT_PEAK:
        raise BadAudio("silent", f"never louder than {SILENT_PEAK:g} of full scale")
    return Sound(samples, mix.duration_s, mix.loudness_gain(float(np.dot(samples, samples)) / len(samples)))


def _check_file(path: Path) -> None:
    try:
        if path.is_dir():
            raise BadAudio("is a directory", str(path))
        with path.open("rb") as file:
            if not file.read(1):
                raise BadAudio("empty", "the file has no content")
    except PermissionError as error:
        raise BadAudio("permission denied", str(error)) from error
    except FileNotFoundError as error:
        raise BadAudio("missing", str(error)) from error
    except OSError as error:
        raise BadAudio("unreadable", str(error)) from error


class _Stream(soundfile.SoundFile):
    """A file read from front to back: soundfile would seek after every read, which makes MP3 decoders start anew."""

    def seekable(self) -> bool:
        return False


def _decode_with_libsndfile(path: Path, middle_s: float) -> Mix:
    try:
        with _Stream(os.fsencode(path)) as file:
            return _read_middle(file, middle_s)
    except soundfile.LibsndfileError as error:
        unknown = error.code in (1, 3) or "Format not recognised" in str(error)
        raise BadAudio("not audio" if unknown else "unreadable", error.error_string) from error


def _read_middle(file: soundfile.SoundFile, middle_s: float) -> Mix:
    rate, announced = file.samplerate, file.frames
    start, wanted = middle(announced, round(middle_s * rate))
    mix = Mix(rate=rate, duration_s=announced / rate, n_frames=wanted)
    if start:
        file.seek(start)
    block = np.empty((max(1, BLOCK_SAMPLES // file.channels), file.channels), np.float32)
    while mix.missing:
        got = file.read(min(len(block), mix.missing), out=block)
        if not len(got):
            break
        mix.add(got)
    mix.check_whole()
    if start:
        _check_end(file)
    return mix


def _check_end(file: soundfile.SoundFile) -> None:
    file.seek(int(file.frames * WHOLE_SHARE))
    if not len(file.read(1024, dtype="float32")):
        raise BadAudio("truncated", f"the sound ends before {WHOLE_SHARE:.0%} of the announced length")


def at_rate(mono: np.ndarray, *, found: int, wanted: int) -> np.ndarray:
    """Return float32 [n] at another sample rate, as `librosa.load` would."""
    if found == wanted:
        return mono
    resampled = soxr.resample(mono, found, wanted, quality="HQ")
    n = -(-len(mono) * wanted // found)
    return resampled[:n] if len(resampled) >= n else np.pad(resampled, (0, n - len(resampled)))
