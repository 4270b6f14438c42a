"""Stores tastes a moment later, many in one write: a database asks as much for one as for ten."""

import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

import structlog

from recommender.errors import ServerUnavailable, StaleTaste
from recommender.listening.ports import TasteStore
from recommender.listening.taste import Taste
from recommender.records import ListenerId
from streaming.handlers.handler import ReadAgain
from streaming.reasons import reason_of

STORE_WITHIN_S = 0.1
MAX_WAITING = 1_000
"""When more wait, they are stored before others come; the handler remembers far more, and loads none that waits."""

Later = Callable[[Callable[[], None]], object]
"""Calls a function in a moment, in another thread."""


def later_in_a_thread(after_s: float = STORE_WITHIN_S) -> Later:
    """Return what calls functions `after_s` seconds later, one after the other."""
    executor = ThreadPoolExecutor(1, "store-tastes")

    def call(function: Callable[[], None]) -> None:
        time.sleep(after_s)
        function()

    return lambda function: executor.submit(call, function)


class TasteWriter:
    """Keeps the newest taste of each listener until it is stored."""

    def __init__(self, store: TasteStore, later: Later) -> None:
        self._store = store
        self._later = later
        self._waiting: dict[ListenerId, Taste] = {}
        self._is_due = False
        self._failure: Exception | None = None
        """Of the last write; None when that went well."""
        self._n_writes = 0
        self._generation = 0
        self._changing = threading.Lock()
        self._writing = threading.Lock()
        self._log = structlog.get_logger(__name__)

    def put(self, tastes: Iterable[Taste]) -> None:
        """Take tastes, to store them in a moment; raises what `flush` does when earlier ones could not be stored."""
        if self._failure is not None or len(self._waiting) > MAX_WAITING:
            self.flush()
        with self._changing:
            self._waiting.update((taste.listener_id, taste) for taste in tastes)
            is_first = bool(self._waiting) and not self._is_due
            if is_first:
                self._is_due = True
        if is_first:
            self._later(self._write_later)

    def put_now(self, tastes: Iterable[Taste]) -> None:
        """Store what waits, then the tastes: all is durable when it returns."""
        self.flush()
        self._store.put_many(tastes)

    def flush(self) -> None:
        """Return when everything is durable.

        Raises:
            ServerUnavailable: the server is away; what waits goes on waiting.
            ReadAgain: what waits cannot be stored; every call raises it until `forget`.

        """
        n_writes = self._n_writes
        with self._writing:
            has_just_failed = self._n_writes > n_writes and self._failure is not None
            failure = self._failure if has_just_failed else self._write()  # a server that hangs is not asked twice
        if failure is None:
            return
        if isinstance(failure, ServerUnavailable) and not isinstance(failure, StaleTaste):
            raise failure
        raise ReadAgain(f"tastes could not be stored: {reason_of(failure)}") from failure

    def forget(self) -> None:
        """Drop what waits: its events will come again."""
        with self._changing:
            self._generation += 1
            self._waiting.clear()
            self._failure = None

    def _write_later(self) -> None:
        with self._changing:
            self._is_due = False
        with self._writing:
            failure = self._write()
        if failure is not None:
            self._log.warning("tastes_not_stored", why=reason_of(failure))

    def _write(self) -> Exception | None:
        """Store what waits; return why it was not. One write follows the other: no older taste comes after a newer."""
        with self._changing:
            generation, tastes, self._waiting = self._generation, self._waiting, {}
        failure = None
        try:
            if tastes:
                self._store.put_many(list(tastes.values()))
        except Exception as error:
            failure = error
        with self._changing:
            self._n_writes += 1
            if generation == self._generation:
                self._failure = failure
                if failure is not None:
                    self._waiting = tastes | self._waiting
        return failure
