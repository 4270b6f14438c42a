"""The quality of the picks as a serving process tells it: counted when somebody asks, and not again for minutes.

Another version of what makes the picks is told of at once.
"""

from collections.abc import Callable
from datetime import timedelta
from threading import Lock
from typing import Final

from recommender.clock import Clock
from recommender.experiments.quality.records import PicksQuality

KEEP_FOR: Final = timedelta(minutes=5)


class LiveQuality:
    """Counts once for all who ask meanwhile; they wait for the one who counts."""

    def __init__(
        self, count: Callable[[], PicksQuality], clock: Clock, *, versions: Callable[[], tuple[str, ...]] = tuple
    ) -> None:
        """`versions` returns those in use of all that `count` looks at."""
        self._count = count
        self._clock = clock
        self._versions = versions
        self._counted_of: tuple[str, ...] = ()
        self._one_at_a_time = Lock()
        self._counted: PicksQuality | None = None

    def current(self) -> PicksQuality:
        """Return what was counted of these versions within `KEEP_FOR`; else counts, and raises what that raises."""
        with self._one_at_a_time:
            versions = self._versions()
            counted = self._counted
            if counted is None or versions != self._counted_of or self._clock() - counted.counted_at >= KEEP_FOR:
                self._counted = counted = self._count()
                self._counted_of = versions
            return counted
