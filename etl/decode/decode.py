"""From a sound file to the mono samples that are analysed: one decode, in blocks that stay in the cache."""

import contextlib
import io
import math
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import soundfile
import soxr

from etl.containers.flac_frames import bare_flac
from etl.containers.mp3_length import has_mpeg_frames, mp3_with_length
from etl.containers.ogg_pages import n_links
from etl.containers.spliced_file import SplicedFile
from etl.containers.wav_header import finished_wav
from etl.decode.foreign_formats import decode_with_ffmpeg
from etl.decode.mix import READ_SAMPLES, SILENT_PEAK, WHOLE_SHARE, Mix, Part
from etl.decode.signatures import is_foreign, looks_like_sound, may_be_mpeg_audio, opening_bytes
from recommender.errors import BadAudio
from recommender.similarity.features import ANALYSED_MIDDLE_S, SAMPLE_RATE

MIN_DURATION_S = 1.0
_ELSEWHERE = (0.0, 1.0, 0.25, 0.75)
"""Where else a sound is listened to whose middle is silent: before a hidden track there may be minutes of nothing."""

_SECOND_OPINION = frozenset({"not audio", "unreadable", "too short"})
_BUFFER_BYTES = 1 << 17
_MAX_FRAMES = 1 << 48
"""From here on libsndfile means that it does not know."""


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
    """Decode at most `middle_s` seconds from the middle of a file, or from elsewhere when that is silent.

    Any rate and channel count; formats that libsndfile lacks go through ffmpeg.
    Raises `BadAudio` with one of: empty, is a directory, missing, no decoder, not audio, permission denied, silent,
    too short, truncated, unreadable.
    """
    mix = _mix(path, middle_s)
    samples = at_rate(mix.mono, rate=mix.rate, wanted=SAMPLE_RATE)
    if mix.duration_s < MIN_DURATION_S or len(samples) < MIN_DURATION_S * SAMPLE_RATE:
        raise BadAudio("too short", f"{mix.duration_s:.2f} s, at least {MIN_DURATION_S:g} s are needed")
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
    mix = _mix(path, middle_s)
    return mix.mono, mix.rate


def _mix(path: Path, middle_s: float) -> Mix:
    """Decode the middle, or another part where that is silent."""
    mix = _mix_without_cancelling(path, Part(middle_s))
    for at in _ELSEWHERE:
        if mix.duration_s <= middle_s or not mix.is_silent():
            break
        mix = _mix_without_cancelling(path, Part(middle_s, at=at))
    return mix


def _mix_without_cancelling(path: Path, part: Part) -> Mix:
    """Decode the mean of the channels, or one of them where they are each other's opposite."""
    mix = _decode_mixed(path, part)
    if not mix.cancels_out():
        return mix
    channels = (_decode_mixed(path, replace(part, channel=channel)) for channel in range(mix.channels))
    return next((mono for mono in channels if not mono.cancels_out()), mix)


def _decode_mixed(path: Path, part: Part) -> Mix:
    """Ask libsndfile, and ffmpeg for what it does not know or refuses: a file is bad when both say so."""
    head = opening_bytes(path)
    if is_foreign(head):
        return decode_with_ffmpeg(path, part)
    if head.startswith(b"OggS") and (links := n_links(path)) > 1 and shutil.which("ffmpeg"):
        return decode_with_ffmpeg(path, part, links=links)  # libsndfile would end after the first
    try:
        return _decode_with_libsndfile(path, head, part)
    except BadAudio as refused:
        if refused.reason not in _SECOND_OPINION:
            raise
        return _second_opinion(path, part, refused)


def _second_opinion(path: Path, part: Part, refused: BadAudio) -> Mix:
    try:
        mix = decode_with_ffmpeg(path, part)
    except BadAudio as error:
        if error.reason == "no decoder" and refused.reason == "not audio":
            raise BadAudio("no decoder", "libsndfile does not know it, and ffmpeg is not installed") from error
        raise refused from error
    if mix.duration_s < MIN_DURATION_S:  # ffmpeg finds a frame of something in anything
        raise refused
    return mix


class _Stream(soundfile.SoundFile):  # type: ignore[misc]
    """A file read from front to back: soundfile would seek after every read, which makes MP3 decoders start anew."""

    def seekable(self) -> bool:
        return False


@contextmanager
def open_for_reading(path: Path) -> Iterator[soundfile.SoundFile]:
    """Yield a file that libsndfile reads; raises `BadAudio` or `LibsndfileError`."""
    with _open(path, opening_bytes(path)) as file:
        yield file


@contextmanager
def _open(path: Path, head: bytes) -> Iterator[soundfile.SoundFile]:
    """Yield the file as libsndfile is to see it; raises `LibsndfileError`."""
    raw = _mend(path, head)
    mended = io.BufferedReader(raw, _BUFFER_BYTES) if raw else None  # mpg123 reads frame by frame, over Python
    with contextlib.closing(mended) if mended else nullcontext(os.fsencode(path)) as source, _Stream(source) as file:
        yield file


def _mend(path: Path, head: bytes) -> SplicedFile | None:
    """Return the file as libsndfile can take it, None when that is as it is."""
    if head.startswith(b"fLaC"):
        return bare_flac(path)
    return mp3_with_length(path) if may_be_mpeg_audio(head) else finished_wav(path)


def _decode_with_libsndfile(path: Path, head: bytes, part: Part) -> Mix:
    kind = ""
    try:
        with _open(path, head) as file:
            kind = file.format
            if kind == "MP3" and not has_mpeg_frames(path):  # mpg123 hears music in programs and pictures
                raise BadAudio("not audio", "the content is of no known sound format")
            return _read_part(file, path, head, part)
    except soundfile.LibsndfileError as error:
        reason_given = error.error_string.rstrip(".")
        if not kind and not looks_like_sound(head):
            raise BadAudio("not audio", "the content is of no known sound format") from error
        if not kind:
            raise BadAudio("unreadable", reason_given) from error
        # a cut-off FLAC file is an error to its decoder; a cut-off MP3 file merely ends, so there it is damage
        reason = "truncated" if kind == "FLAC" and not _end_is_there(path, head) else "unreadable"
        raise BadAudio(reason, f"decoding breaks off: {reason_given}") from error


def _end_is_there(path: Path, head: bytes) -> bool:
    try:
        with _open(path, head) as file:
            file.seek(int(file.frames * WHOLE_SHARE))
            return len(file.read(1024, dtype="float32")) > 0
    except soundfile.LibsndfileError:
        return False


def _read_part(file: soundfile.SoundFile, path: Path, head: bytes, part: Part) -> Mix:
    rate, announced = file.samplerate, file.frames
    if announced == 0:
        raise BadAudio("too short", f"no sound in it, at least {MIN_DURATION_S:g} s are needed")
    is_told = announced < _MAX_FRAMES
    if not is_told:
        announced = _count(path, head)
    start, wanted = part.frames(announced, rate)
    mix = Mix(rate=rate, channels=file.channels, duration_s=announced / rate, n_frames=wanted, channel=part.channel)
    if is_told and start:
        file.seek(start)
    elif start:
        _skip(file, start)
    block = np.empty((mix.read_frames, file.channels), np.float32)
    while mix.missing:
        got = file.read(mix.read_frames, out=block)
        if not len(got):
            break
        mix.add(got)
    mix.check_whole()
    if is_told and wanted < announced and not _end_is_there(path, head):
        raise BadAudio("truncated", f"the sound ends before {WHOLE_SHARE:.0%} of the announced length")
    return mix


def _count(path: Path, head: bytes) -> int:
    """Return the frames of a file that does not tell them, such as FLAC that was encoded into a pipe."""
    with _open(path, head) as file:
        return _skip(file, _MAX_FRAMES)


def _skip(file: soundfile.SoundFile, n_frames: int) -> int:
    """Read up to so many frames; return how many came."""
    block = np.empty((max(1, READ_SAMPLES // file.channels), file.channels), np.float32)
    n_read = 0
    while n_read < n_frames and len(got := file.read(min(len(block), n_frames - n_read), out=block)):
        n_read += len(got)
    return n_read


def at_rate(mono: np.ndarray, *, rate: int, wanted: int) -> np.ndarray:
    """Return float32 [n] at another sample rate, as `librosa.load` would."""
    if rate == wanted:
        return mono
    resampled = soxr.resample(mono, rate, wanted, quality="HQ")
    n = -(-len(mono) * wanted // rate)
    return resampled[:n] if len(resampled) >= n else np.pad(resampled, (0, n - len(resampled)))
