"""From a sound file to the mono samples that are analysed: one decode, in blocks that stay in the cache."""

import math
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import soxr

from etl.file_checks import is_foreign, looks_like_sound, opening_bytes
from etl.foreign_formats import decode_with_ffmpeg
from etl.mix import WHOLE_SHARE, Mix, middle
from etl.mpeg_frames import with_length
from recommender.errors import BadAudio
from recommender.similarity.features import ANALYSED_MIDDLE_S, SAMPLE_RATE

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
    channel_gain: np.ndarray
    """float64 [m], per `mix.ENERGY_STEP_S`: summed energy of the channels over the energy of their mean."""
    lost_power: float = 0.0
    """Mean square of what lies above half of `SAMPLE_RATE` in the mean of the channels, and so is not in `samples`."""


def decode(path: Path, *, middle_s: float = ANALYSED_MIDDLE_S) -> Sound:
    """Decode at most `middle_s` seconds from the middle of a file.

    Any rate and channel count; formats that libsndfile lacks go through ffmpeg.
    Raises `BadAudio` with one of: empty, is a directory, missing, no decoder, not audio, permission denied, silent,
    too short, truncated, unreadable.
    """
    mix = _mixed(path, middle_s)
    samples = at_rate(mix.mono, found=mix.rate, wanted=SAMPLE_RATE)
    if mix.duration_s < SHORTEST_S or len(samples) < SHORTEST_S * SAMPLE_RATE:
        raise BadAudio("too short", f"{mix.duration_s:.2f} s, at least {SHORTEST_S:g} s are needed")
    peak = max(float(samples.max()), -float(samples.min()))
    if not peak < 1e6:
        raise BadAudio("unreadable", "samples are not finite numbers")
    if peak < SILENT_PEAK:
        raise BadAudio("silent", f"never louder than {SILENT_PEAK:g} of full scale")
    lost = 0.0 if mix.rate <= SAMPLE_RATE else max(0.0, _power(mix.mono) - _power(samples))
    return Sound(samples, mix.duration_s, mix.channel_gain(), lost)


def _power(samples: np.ndarray) -> float:
    return float(np.dot(samples, samples)) / len(samples)


def decode_at_own_rate(path: Path, *, middle_s: float = math.inf) -> tuple[np.ndarray, int]:
    """Return the channel mean of a file's middle, float32 [n], and its sample rate; raises as `decode` does."""
    mix = _mixed(path, middle_s)
    return mix.mono, mix.rate


def _mixed(path: Path, middle_s: float) -> Mix:
    head = opening_bytes(path)
    return decode_with_ffmpeg(path, middle_s) if is_foreign(head) else _decode_with_libsndfile(path, head, middle_s)


class _Stream(soundfile.SoundFile):  # type: ignore[misc]
    """A file read from front to back: soundfile would seek after every read, which makes MP3 decoders start anew."""

    def seekable(self) -> bool:
        return False


def _opened(path: Path) -> soundfile.SoundFile:
    return _Stream(with_length(path) or os.fsencode(path))


def _decode_with_libsndfile(path: Path, head: bytes, middle_s: float) -> Mix:
    try:
        file = _opened(path)
    except soundfile.LibsndfileError as error:
        if looks_like_sound(head):
            raise BadAudio("unreadable", error.error_string.rstrip(".")) from error
        raise BadAudio("not audio", "the content is of no known sound format") from error
    with file:
        try:
            return _read_middle(file, path, middle_s)
        except soundfile.LibsndfileError as error:
            # a cut-off FLAC file is an error to its decoder; a cut-off MP3 file merely ends, so there it is damage
            reason = "truncated" if file.format == "FLAC" and not _end_is_there(path) else "unreadable"
            raise BadAudio(reason, f"decoding breaks off: {error.error_string.rstrip('.')}") from error


def _end_is_there(path: Path) -> bool:
    try:
        with _opened(path) as file:
            file.seek(int(file.frames * WHOLE_SHARE))
            return len(file.read(1024, dtype="float32")) > 0
    except soundfile.LibsndfileError:
        return False


def _read_middle(file: soundfile.SoundFile, path: Path, middle_s: float) -> Mix:
    rate, announced = file.samplerate, file.frames
    start, wanted = middle(announced, middle_s * rate)
    mix = Mix(rate=rate, channels=file.channels, duration_s=announced / rate, n_frames=wanted)
    if start:
        file.seek(start)
    block = np.empty((mix.read_frames, file.channels), np.float32)
    while mix.missing:
        got = file.read(mix.read_frames, out=block)
        if not len(got):
            break
        mix.add(got)
    mix.check_whole()
    if start and not _end_is_there(path):
        raise BadAudio("truncated", f"the sound ends before {WHOLE_SHARE:.0%} of the announced length")
    return mix


def at_rate(mono: np.ndarray, *, found: int, wanted: int) -> np.ndarray:
    """Return float32 [n] at another sample rate, as `librosa.load` would."""
    if found == wanted:
        return mono
    resampled = soxr.resample(mono, found, wanted, quality="HQ")
    n = -(-len(mono) * wanted // found)
    return resampled[:n] if len(resampled) >= n else np.pad(resampled, (0, n - len(resampled)))
