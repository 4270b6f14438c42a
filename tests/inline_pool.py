"""A pool that works in this process, for tests of what is done with results."""

from collections import deque
from collections.abc import Callable, Iterator

from etl.pool import Crashed
from etl.work import Outcome, Task


class InlinePool:
    """Does the work when its result is asked for; `crash_on` names URLs that kill it."""

    def __init__(self, function: Callable[[Task], Outcome], *, crash_on: frozenset[str] = frozenset()) -> None:
        self._function = function
        self._crash_on = crash_on
        self._waiting: deque[Task] = deque()

    def submit(self, work: Task, *, first: bool = False) -> None:
        (self._waiting.appendleft if first else self._waiting.append)(work)

    def results(self) -> Iterator[tuple[Task, Outcome | Crashed]]:
        while self._waiting:
            work = self._waiting.popleft()
            crashes = work.listen and work.found.url in self._crash_on
            yield work, Crashed("the process died by SIGSEGV") if crashes else self._function(work)
