"""Every new slate of the cell, for a web process to pass on to the sockets it holds."""

from collections.abc import Callable
from datetime import datetime
from threading import Event

import structlog

from recommender.clock import Clock
from recommender.errors import ServerUnavailable, describe
from recommender.records import ListenerId
from streaming.clients.ports import Message, TopicReader
from streaming.reasons import reason_of

READ_S = 5.0
"""What comes is passed on at once; so often the feed says that it is there."""
RETRY_FIRST_S = 0.2
MAX_RETRY_S = 5.0
MARK = b"\x00mark"
"""Key of a message that is no slate: a process has sent it to see that the way is free."""


class SlateFeed:
    """Reads all partitions from their end, without a group: each web process sees every slate."""

    def __init__(
        self, open_reader: Callable[[], TopicReader], on_slate: Callable[[ListenerId, bytes], None], *, clock: Clock
    ) -> None:
        self._open_reader = open_reader
        self._on_slate = on_slate
        self._clock = clock
        self._log = structlog.get_logger(__name__)
        self._on_mark: dict[bytes, Callable[[], None]] = {}
        self._reader: TopicReader | None = None
        self.connected = False
        self.trouble = "not connected yet"
        """Why nothing is passed on; empty while it reads."""
        self.read_at: datetime | None = None
        """When it last came round."""
        self.passed_on_at: datetime | None = None
        """When it last passed a slate on."""
        self.n_not_passed_on = 0

    def run(self, stop: Event) -> None:
        """Pass slates on until `stop` is set; whatever happens is logged, and reading begins anew."""
        wait_s = RETRY_FIRST_S
        while not stop.is_set():
            try:
                reader = self._reader = self._open_reader()
                try:
                    self._pass_on(reader, stop)
                finally:
                    self._reader = None
                    reader.close()
            except Exception as error:
                wait_s = RETRY_FIRST_S if self.connected else min(wait_s * 2, MAX_RETRY_S)
                self.connected = False
                expected = isinstance(error, ServerUnavailable)
                self.trouble = describe(error) if expected else reason_of(error)
                self._log.warning("feed_interrupted", why=reason_of(error), exc_info=not expected)
                stop.wait(wait_s)

    def close(self) -> None:
        """Have `run` see at once that its `stop` was set."""
        if reader := self._reader:
            reader.close()

    def watch_for(self, mark: bytes, seen: Callable[[], None]) -> None:
        """Call `seen` when the message with key `MARK` and this value comes by."""
        self._on_mark[mark] = seen

    def stop_watching_for(self, mark: bytes) -> None:
        """Forget the mark."""
        self._on_mark.pop(mark, None)

    def _pass_on(self, reader: TopicReader, stop: Event) -> None:
        while not stop.is_set():
            messages = reader.read(within_s=READ_S)
            self.read_at = self._clock()
            if reader.connected:
                self.connected, self.trouble = True, ""
            for message in messages:
                self._deliver(message)

    def _deliver(self, message: Message) -> None:
        if message.key == MARK:
            if seen := self._on_mark.get(message.value or b""):
                seen()
            return
        if not message.key or not message.value:
            return
        try:
            self._on_slate(ListenerId(message.key.decode()), message.value)
        except Exception as error:
            self.n_not_passed_on += 1
            self._log.warning(
                "slate_not_passed_on", partition=message.partition, offset=message.offset, why=reason_of(error)
            )
            return
        self.passed_on_at = self._clock()
