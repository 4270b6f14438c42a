"""A pool that works in this process, for tests of what is done with results."""

from collections import deque
from collections.abc import Callable, Iterator

from etl.ingest.pool import Crashed
from etl.ingest.work import Outcome, Task

SEGFAULT = Crashed("the process died by SIGSEGV")


class InlinePool:
    """Does the work when its result is asked for; `crash_on` names URLs that end it, `crash` how."""

    def __init__(
        self, function: Callable[[Task], Outcome], *, crash_on: frozenset[str] = frozenset(), crash: Crashed = SEGFAULT
    ) -> None:
        self._function = function
        self._crash_on = crash_on
        self._crash = crash
        self._waiting: deque[Task] = deque()

    def submit(self, work: Task, *, first: bool = False) -> None:
        (self._waiting.appendleft if first else self._waiting.append)(work)

    def results(self) -> Iterator[tuple[Task, Outcome | Crashed]]:
        while self._waiting:
            work = self._waiting.popleft()
            crashes = work.listen and work.file.url in self._crash_on
            yield work, self._crash if crashes else self._function(work)
