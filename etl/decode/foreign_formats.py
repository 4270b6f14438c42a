"""Formats that libsndfile lacks (AAC, WMA, DSD, Monkey's Audio, WavPack, Matroska...), read through ffmpeg."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

import numpy as np

from etl.decode.ffmpeg import TIMEOUT_S, find_tool, input_options
from etl.decode.mix import READ_SAMPLES, Mix, Part
from recommender.errors import BadAudio

_TELL_LENGTH = frozenset({
    "aiff", "ape", "asf", "au", "dsf", "flac", "matroska,webm", "mov,mp4,m4a,3gp,3g2,mj2", "mpc", "mpc8",
    "ogg", "tak", "tta", "w64", "wav", "wv",
})  # fmt: skip
"""Containers that say how long their sound is; of the others ffmpeg guesses it from size and bit rate."""
_GUESSED = "Estimating duration from bitrate"
_DSD_RATE = 44_100
"""What DSD is converted to: above lies the noise that its one bit makes, louder than the music."""


@dataclass(frozen=True, slots=True)
class _Probed:
    rate: int
    channels: int
    n_frames: int
    """0 when the file does not tell it reliably."""


def decode_with_ffmpeg(path: Path, part: Part, *, links: int = 1) -> Mix:
    """Decode a part of a file; raises `BadAudio` (no decoder, not audio, truncated, unreadable).

    A file that does not tell its length, or of several `links` (streams one behind the other), is decoded twice: to
    count its frames, then up to the end of the part.
    """
    probed = _probe(path)
    is_told = probed.n_frames > 0 and links == 1
    if not is_told:
        probed = replace(probed, n_frames=_count(path, probed))
    start, wanted = part.frames(probed.n_frames, probed.rate)
    mix = Mix(
        rate=probed.rate,
        channels=probed.channels,
        duration_s=probed.n_frames / probed.rate,
        n_frames=wanted,
        channel=part.channel,
    )
    from_s = start / probed.rate if is_told else 0.0
    with _decode(path, probed, from_s=from_s, n_frames=wanted if is_told else 0) as stream:
        if not is_told:
            _skip(stream, start * 4 * probed.channels)
        _read_into(mix, stream)
    mix.check_whole()
    return mix


@contextmanager
def _decode(path: Path, probed: _Probed, *, from_s: float = 0.0, n_frames: int = 0) -> Iterator[IO[bytes]]:
    """Yield the sound as interleaved 32-bit floats; to its end when `n_frames` is 0."""
    command = [find_tool("ffmpeg"), "-v", "error", "-nostdin", "-threads", "1"]
    command += ["-ss", f"{from_s:.6f}"] if from_s else []
    command += [*input_options(path), "-map", "0:a:0"]
    command += ["-t", f"{n_frames / probed.rate:.6f}"] if n_frames else []
    command += ["-ac", str(probed.channels), "-ar", str(probed.rate), "-f", "f32le", "pipe:1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        try:
            yield process.stdout
        finally:
            process.stdout.close()
            process.wait(TIMEOUT_S)


def _count(path: Path, probed: _Probed) -> int:
    n_bytes = 0
    with _decode(path, probed) as stream:
        while block := stream.read(4 * READ_SAMPLES):
            n_bytes += len(block)
    return n_bytes // (4 * probed.channels)


def _skip(stream: IO[bytes], n_bytes: int) -> None:
    while n_bytes and (block := stream.read(min(n_bytes, 4 * READ_SAMPLES))):
        n_bytes -= len(block)


def _read_into(mix: Mix, stream: IO[bytes]) -> None:
    frame_bytes = 4 * mix.channels
    while mix.missing:
        raw = stream.read(mix.read_frames * frame_bytes)
        frames = len(raw) // frame_bytes
        if not frames:
            return
        mix.add(np.frombuffer(raw, "<f4", frames * mix.channels).reshape(frames, mix.channels))


def _probe(path: Path) -> _Probed:
    command = [find_tool("ffprobe"), "-v", "warning", "-select_streams", "a:0", "-of", "json"]
    command += ["-show_entries", "stream=codec_name,sample_rate,channels,duration:format=duration,format_name"]
    try:
        completed = subprocess.run(
            [*command, *input_options(path)], capture_output=True, timeout=TIMEOUT_S, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise BadAudio("unreadable", f"ffprobe takes longer than {TIMEOUT_S:g} s") from error
    errors = completed.stderr.decode(errors="replace").strip()
    if completed.returncode:
        reason = "truncated" if "moov atom not found" in errors else "unreadable"
        raise BadAudio(reason, errors.splitlines()[-1].rpartition(": ")[2] if errors else "ffprobe gives up")
    report = json.loads(completed.stdout)
    streams = [
        stream for stream in report.get("streams", ()) if int(stream.get("sample_rate") or 0) and stream.get("channels")
    ]
    if not streams:
        raise BadAudio("not audio", "the file has no sound in it that ffmpeg can decode")
    stream, container = streams[0], report.get("format", {})
    rate = _DSD_RATE if stream.get("codec_name", "").startswith("dsd_") else int(stream["sample_rate"])
    duration_s = float(stream.get("duration") or container.get("duration") or 0)
    is_told = container.get("format_name") in _TELL_LENGTH and _GUESSED not in errors
    return _Probed(rate, int(stream["channels"]), round(duration_s * rate) if is_told else 0)
