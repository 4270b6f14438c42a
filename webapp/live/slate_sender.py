"""Sends slates to sockets that may read slowly, or not at all: a page needs only the newest."""

from collections.abc import Callable
from typing import Any

import gevent
from gevent.queue import JoinableQueue

MAX_UNSENT = 16
"""Packets that may wait for a socket; after so many, the newest slate waits beside them in the place of all others."""


class SlateSender:
    """Knows for which sockets a slate waits."""

    def __init__(
        self, emit: Callable[[str, bytes], None], *, queue_of: Callable[[str], JoinableQueue[Any] | None]
    ) -> None:
        """Send by `emit`, to a socket's id; `queue_of` returns what waits for an open socket, None for others."""
        self._emit = emit
        self._queue_of = queue_of
        self._newest: dict[str, bytes] = {}
        self._waiting: dict[str, gevent.Greenlet[..., None]] = {}

    def send(self, sid: str, slate: bytes) -> None:
        """Send the slate now, or when the socket has taken what waits for it, unless a newer one comes meanwhile."""
        queue = self._queue_of(sid)
        if queue is None or (sid not in self._waiting and queue.qsize() < MAX_UNSENT):
            self._emit(sid, slate)
            return
        self._newest[sid] = slate
        if sid not in self._waiting:
            self._waiting[sid] = gevent.spawn(self._send_when_taken, sid, queue)

    def forget(self, sid: str) -> None:
        """Forget a socket that is gone."""
        self._newest.pop(sid, None)
        if waiting := self._waiting.pop(sid, None):
            waiting.kill(block=False)

    def _send_when_taken(self, sid: str, queue: JoinableQueue[Any]) -> None:
        queue.join()
        del self._waiting[sid]
        self._emit(sid, self._newest.pop(sid))
