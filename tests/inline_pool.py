"""A pool that works in this process, for tests of what is done with results."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from etl.ingest.pool import Crashed

SEGFAULT = Crashed("the process died by SIGSEGV")


class InlinePool:
    """Does the work when its result is asked for; `crash_on` names URLs that end it, `crash` how."""

    def __init__(
        self, function: Callable[[Any], Any], *, crash_on: frozenset[str] = frozenset(), crash: Crashed = SEGFAULT
    ) -> None:
        self._function = function
        self._crash_on = crash_on
        self._crash = crash
        self._submitted: deque[Any] = deque()

    def submit(self, work: Any) -> None:
        self._submitted.append(work)

    def results(
        self, source: Iterable[Any] = (), *, idle: Callable[[], None] = lambda: None
    ) -> Iterator[tuple[Any, Any]]:
        for work in self._all(source):
            idle()
            yield work, self._crash if work.url in self._crash_on else self._function(work)

    def _all(self, source: Iterable[Any]) -> Iterator[Any]:
        yield from source
        while self._submitted:
            yield self._submitted.popleft()
