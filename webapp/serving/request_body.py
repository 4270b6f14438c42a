"""Reads a request's body within limits of time, so that nobody holds a connection by sending it byte by byte."""

from contextlib import suppress
from sys import maxsize
from time import monotonic
from typing import Any

import gevent
from gevent.pywsgi import Input
from werkzeug.exceptions import RequestTimeout

GRACE_S = 10.0
"""A body may stand still for so long, wherever it stands; what came quickly before buys no more."""
MIN_BYTES_PER_S = 8_000
"""Beside that it comes at least this quickly: 64 kbit/s, a poor mobile connection."""
_PIECE_BYTES = 16 * 1024
"""Read at once: at the least rate well within the grace."""
ARRIVE_WITHIN_S = 120.0
_DISCARD_WITHIN_S = 5.0
_MAX_DISCARDED_BYTES = 16_000_000
"""What an answered request still sends is read, or the client would not see the answer; but not without end."""


class TimedInput(Input):  # type: ignore[misc]
    """`wsgi.input` that raises `RequestTimeout` for a body that comes too slowly."""

    __slots__ = ("_began", "_patience_s", "arrive_within_s", "is_spent")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._began: float | None = None
        self._patience_s = GRACE_S
        """How long the server still waits: it grows by what comes, up to the grace, and lasts while it waits only."""
        self.arrive_within_s = ARRIVE_WITHIN_S
        self.is_spent = True
        """Whether the next request can be read from the same connection."""

    def read(self, length: int | None = None) -> bytes:
        """Return so many bytes of the body, fewer only at its end."""
        pieces = []
        left = maxsize if length is None or length < 0 else length
        while left:
            asked = min(left, _PIECE_BYTES)
            piece = self._in_time(super().read, asked)
            pieces.append(piece)
            left -= len(piece)
            if len(piece) < asked:
                break
        return b"".join(pieces)

    def readline(self, size: int | None = None) -> bytes:
        """Return a line of the body."""
        return self._in_time(super().readline, size)

    def _in_time(self, read: Any, length: int | None) -> bytes:
        now = monotonic()
        if self._began is None:
            self._began = now
        allowed_s = min(self._patience_s, self._began + self.arrive_within_s - now)
        error = RequestTimeout("the body of the request came too slowly")
        with gevent.Timeout(max(allowed_s, 0.001), error) as limit:
            try:
                data: bytes = read(length)
            except RequestTimeout:
                if limit.exception is error:
                    self.is_spent = False
                raise
        waited_s = monotonic() - now
        self._patience_s = min(self._patience_s - waited_s + len(data) / MIN_BYTES_PER_S, GRACE_S)
        return data

    def _discard(self) -> None:
        """Read what the application left of the body, within limits."""
        left = (self.content_length or 0) - self.position
        if not self.is_spent or left > _MAX_DISCARDED_BYTES:
            self.is_spent = False
            return
        self.is_spent = False
        with suppress(RequestTimeout), gevent.Timeout(_DISCARD_WITHIN_S, False):
            super()._discard()
            self.is_spent = True
