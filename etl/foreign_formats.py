"""Formats that libsndfile lacks (AAC, WMA, Monkey's Audio, WavPack, Matroska...), read through ffmpeg."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import IO

import numpy as np

from etl.mix import Mix, middle
from recommender.errors import BadAudio

TIMEOUT_S = 300.0
_ONLY_FILES = ("-protocol_whitelist", "file,pipe")
"""A playlist dressed up as a sound must not make ffmpeg fetch anything."""


def decode_with_ffmpeg(path: Path, middle_s: float) -> Mix:
    """Decode the middle of a file; raises `BadAudio` (no decoder, not audio, truncated, unreadable)."""
    rate, channels, announced = _probed(path)
    start, wanted = middle(announced, middle_s * rate)
    mix = Mix(rate=rate, channels=channels, duration_s=announced / rate, n_frames=wanted)
    command = [_tool("ffmpeg"), "-v", "error", "-nostdin", "-threads", "1", *_ONLY_FILES, "-ss", f"{start / rate:.6f}"]
    command += ["-i", f"file:{path.absolute()}", "-map", "0:a:0", "-t", f"{wanted / rate:.6f}"]
    command += ["-ac", str(channels), "-ar", str(rate), "-f", "f32le", "pipe:1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        _read_into(mix, process.stdout, channels)
        process.stdout.close()
        process.wait(TIMEOUT_S)
    mix.check_whole()
    return mix


def _read_into(mix: Mix, stream: IO[bytes], channels: int) -> None:
    frame_bytes = 4 * channels
    while mix.missing:
        raw = stream.read(mix.read_frames * frame_bytes)
        frames = len(raw) // frame_bytes
        if not frames:
            return
        mix.add(np.frombuffer(raw, "<f4", frames * channels).reshape(frames, channels))


def _probed(path: Path) -> tuple[int, int, int]:
    """Return rate, channels and announced frames."""
    command = [_tool("ffprobe"), "-v", "error", *_ONLY_FILES, "-select_streams", "a:0", "-of", "json"]
    command += ["-show_entries", "stream=sample_rate,channels,duration:format=duration", f"file:{path.absolute()}"]
    done = subprocess.run(command, capture_output=True, timeout=TIMEOUT_S, check=False)
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()
        reason = "truncated" if "moov atom not found" in said else "unreadable"
        raise BadAudio(reason, said.splitlines()[-1].rpartition(": ")[2] if said else "ffprobe gives up")
    found = json.loads(done.stdout)
    if not found.get("streams"):
        raise BadAudio("not audio", "the file has no sound in it")
    stream = found["streams"][0]
    duration_s = float(stream.get("duration") or found.get("format", {}).get("duration") or 0)
    rate = int(stream["sample_rate"])
    return rate, int(stream["channels"]), round(duration_s * rate)


def _tool(name: str) -> str:
    found = shutil.which(name)
    if not found:
        raise BadAudio("no decoder", f"this format needs {name}; install ffmpeg and try again")
    return found
