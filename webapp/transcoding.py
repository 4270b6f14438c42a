"""Makes Opus of what browsers cannot play, while it is listened to."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

from flask import Response
from gevent import sleep
from gevent import subprocess as cooperative
from gevent.lock import BoundedSemaphore

from recommender.errors import BadAudio
from webapp.metrics import Metrics
from webapp.problems import CannotPlay, TooBusy

_CHUNK_BYTES = 32 * 1024
_DEMUXERS = "aac,aiff,amr,ape,asf,au,avi,caf,dsf,flac,iff,matroska,mov,mp3,mpc,mpc8,ogg,rm,shn,tak,tta,w64,wav,wv,xm"
"""Kinds of files that hold their own sound; playlists and the like could make ffmpeg read other files."""


class Transcoder:
    """Runs at most so many ffmpegs at once, each for as long as somebody listens."""

    def __init__(self, ffmpeg: str | None, *, slots: int, metrics: Metrics) -> None:
        """`ffmpeg` is the program's path, or None where it is missing."""
        self._ffmpeg = ffmpeg
        self._slots = BoundedSemaphore(slots)
        self._metrics = metrics

    def answer(self, path: Path, *, start_s: float = 0.0) -> Response:
        """Answer with the file as WebM with Opus; raise `CannotPlay`, `TooBusy`, or `BadAudio` when nothing comes."""
        if self._ffmpeg is None:
            raise CannotPlay("browsers do not play this kind of file, and ffmpeg is not installed; install ffmpeg")
        if not self._slots.acquire(blocking=False):
            raise TooBusy("all places for transcoding are taken; try again in a moment")
        running = _Running(self._ffmpeg, path, start_s=start_s, release=self._release)
        self._metrics.transcodes.inc()
        try:
            first = running.read()
            if not first:
                raise BadAudio("not audio", "ffmpeg found no sound in the file")
        except BaseException:
            running.close()
            raise
        answer = Response(running.chunks(first), content_type='audio/webm; codecs="opus"')
        answer.call_on_close(running.close)
        answer.headers["Cache-Control"] = "no-store"
        answer.headers["Accept-Ranges"] = "none"
        return answer

    def _release(self) -> None:
        self._slots.release()
        self._metrics.transcodes.dec()


class _Running:
    """One ffmpeg; its place is given back exactly once."""

    def __init__(self, ffmpeg: str, path: Path, *, start_s: float, release: Callable[[], None]) -> None:
        self._release = release
        self._open = True
        command = [
            ffmpeg,
            "-nostdin",
            "-v",
            "error",
            "-protocol_whitelist",
            "file,pipe",
            "-format_whitelist",
            _DEMUXERS,
        ]
        command += ["-ss", f"{start_s:.3f}"] if start_s else []
        command += ["-i", f"file:{path}", "-map", "0:a:0", "-vn", "-sn", "-dn", "-map_metadata", "-1"]
        command += ["-c:a", "libopus", "-b:a", "128k", "-ac", "2", "-f", "webm", "-flush_packets", "1", "pipe:1"]
        try:
            self._process = cooperative.Popen(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        except OSError:
            self._open = False
            release()
            raise

    def read(self) -> bytes:
        data: bytes = self._process.stdout.read1(_CHUNK_BYTES)
        return data

    def chunks(self, first: bytes) -> Iterator[bytes]:
        data = first
        while data:
            yield data
            sleep(0)  # an ffmpeg that is far ahead must not keep other listeners waiting
            data = self.read()

    def close(self) -> None:
        if not self._open:
            return
        self._open = False
        self._process.kill()
        self._process.stdout.close()
        self._process.wait()
        self._release()
