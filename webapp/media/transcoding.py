"""Makes Opus of what browsers cannot play, while it is listened to."""

import errno
import os
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from time import monotonic
from typing import Any

import gevent
import structlog
from flask import Response
from gevent import subprocess as cooperative
from gevent.lock import BoundedSemaphore

from recommender.errors import BadAudio
from webapp.metrics import Metrics
from webapp.problems import CannotPlay, TooBusy
from webapp.services import TranscodingSource

_CHUNK_BYTES = 32 * 1024
STALLED_S = 5.0
"""A transcoding whose listener reads nothing for so long goes on, but gives its place to the next who asks."""
SOUND_WITHIN_S = 60.0
"""How long ffmpeg may take for its first sound, and for each next piece."""
_ALL_TAKEN = "all places for transcoding are taken; try again in a moment"
_log = structlog.get_logger(__name__)


class Transcoder:
    """Runs at most so many ffmpegs at once, each for as long as somebody listens."""

    def __init__(
        self, ffmpeg: str | None, *, slots: int, metrics: Metrics, now: Callable[[], float] = monotonic
    ) -> None:
        """`ffmpeg` is the program's path, or None where it is missing."""
        self._ffmpeg = ffmpeg
        self._slots = BoundedSemaphore(slots)
        self._metrics = metrics
        self._now = now
        self._running: list[_Running] = []

    def answer(self, source: TranscodingSource, *, address: str) -> Response:
        """Answer somebody at `address` with the file as WebM with Opus.

        Raise `CannotPlay`, `TooBusy`, or `BadAudio` when nothing comes.
        """
        if self._ffmpeg is None:
            raise CannotPlay("browsers do not play this kind of file, and ffmpeg is not installed; install ffmpeg")
        if not self._slots.acquire(blocking=False):
            self._make_room(address)
            if not self._slots.acquire(blocking=False):
                raise TooBusy(_ALL_TAKEN)
        try:
            running = _Running(self._ffmpeg, source, address=address, release=self._release, now=self._now)
        except OSError:
            self._slots.release()
            raise
        self._running.append(running)
        self._metrics.transcodes.inc()
        try:
            with gevent.Timeout(SOUND_WITHIN_S, TooBusy("ffmpeg found no sound yet; try again in a moment")):
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

    def _make_room(self, newcomer: str) -> None:
        """End the transcoding whose listener has read nothing for longest, else one of an address with too many."""
        stalled = [running for running in self._running if self._now() - running.waits_since > STALLED_S]
        number = choose_to_end([running.address for running in self._running], newcomer)
        if stalled:
            _log.info("transcoding_ended", why="its listener does not read, and another asks")
            min(stalled, key=lambda running: running.waits_since).end_answer()
        elif number is not None:
            giving = self._running[number]
            _log.info("transcoding_ended", why="its address has most of them, and another asks", address=giving.address)
            giving.end_answer()

    def _release(self, running: "_Running") -> None:
        self._running.remove(running)
        self._slots.release()
        self._metrics.transcodes.dec()


def choose_to_end(addresses: Sequence[str], newcomer: str) -> int | None:
    """Return which of the running, oldest first, ends for somebody at another address; None when nobody has to.

    The address that has most gives its oldest, as long as it still has no fewer than the newcomer's afterwards.
    """
    held = Counter(addresses)
    own = held.pop(newcomer, 0)
    most, n_most = next(iter(held.most_common(1)), ("", 0))
    return addresses.index(most) if n_most > own + 1 else None


class _Running:
    """One ffmpeg; its place is given back exactly once."""

    waits_since: float = float("inf")
    """Since when the listener has not taken what was sent; infinity while it waits for ffmpeg."""

    def __init__(
        self,
        ffmpeg: str,
        source: TranscodingSource,
        *,
        address: str,
        release: "Callable[[_Running], None]",
        now: Callable[[], float],
    ) -> None:
        self.address = address
        self._release = release
        self._now = now
        self._open = True
        self._answering = gevent.getcurrent()
        self._has_sound = False
        command = [ffmpeg, "-nostdin", "-v", "error", *source.input_options]
        command += ["-map", "0:a:0", "-vn", "-sn", "-dn", "-map_metadata", "-1"]
        command += ["-c:a", "libopus", "-b:a", "128k", "-ac", "2", "-f", "webm", "-flush_packets", "1", "pipe:1"]
        self._feeder = None
        if source.feeder:
            self._feeder, self._process = _feed(source.feeder, command)
        else:
            self._process = _start(command)

    def read(self) -> bytes:
        data: bytes = self._process.stdout.read1(_CHUNK_BYTES)
        return data

    def chunks(self, first: bytes) -> Iterator[bytes]:
        self._has_sound = True
        data = first
        while data:
            self.waits_since = self._now()
            yield data
            self.waits_since = float("inf")
            gevent.sleep(0)  # an ffmpeg that is far ahead must not keep other listeners waiting
            data = self._next()

    def _next(self) -> bytes:
        """Return the next piece; of an ffmpeg that hangs, end the connection, for the answer is not whole."""
        broken = BrokenPipeError(errno.EPIPE, "ffmpeg hangs")
        try:
            with gevent.Timeout(SOUND_WITHIN_S, broken):
                return self.read()
        except BrokenPipeError as error:
            if error is broken:
                _log.warning("transcoding_ended", why=f"ffmpeg brought nothing for {SOUND_WITHIN_S:g} s")
            raise

    def end_answer(self) -> None:
        """Give the place back, and end the answer: the connection that is written to, or the wait for first sound."""
        broken = BrokenPipeError(errno.EPIPE, "the listener's place is given away")
        gevent.kill(self._answering, broken if self._has_sound else TooBusy(_ALL_TAKEN))  # before ffmpeg's end is seen
        self._give_back()

    def close(self) -> None:
        self._give_back()
        self._process.stdout.close()

    def _give_back(self) -> None:
        if not self._open:
            return
        self._open = False
        for process in (self._process, self._feeder):
            if process is not None:
                process.kill()
                process.wait()
        self._release(self)


def _start(command: Sequence[str], *, stdin: int = subprocess.DEVNULL, stdout: int = subprocess.PIPE) -> Any:
    return cooperative.Popen(command, stdin=stdin, stdout=stdout, stderr=subprocess.DEVNULL)


def _feed(feeder: Sequence[str], command: Sequence[str]) -> tuple[Any, Any]:
    """Start two processes, the first one's output being the second one's input."""
    read_end, write_end = os.pipe()  # not by gevent, which would make ffmpeg's input one that does not wait
    try:
        feeding = _start(feeder, stdout=write_end)
        try:
            return feeding, _start(command, stdin=read_end)
        except OSError:
            feeding.kill()
            feeding.wait()
            raise
    finally:
        os.close(read_end)
        os.close(write_end)
