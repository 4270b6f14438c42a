"""The quality of the picks as a serving process tells it: counted when somebody asks, and not again for minutes."""

from collections.abc import Callable
from datetime import timedelta
from threading import Lock
from typing import Final

from recommender.clock import Clock
from recommender.experiments.quality.records import PicksQuality

KEEP_FOR: Final = timedelta(minutes=5)


class LiveQuality:
    """Counts once for all who ask meanwhile; they wait for the one who counts."""

    def __init__(self, count: Callable[[], PicksQuality], clock: Clock) -> None:
        self._count = count
        self._clock = clock
        self._one_at_a_time = Lock()
        self._counted: PicksQuality | None = None

    def current(self) -> PicksQuality:
        """Return what was counted within `KEEP_FOR`; counts anew otherwise, and raises what that raises."""
        with self._one_at_a_time:
            if self._counted is None or self._clock() - self._counted.counted_at >= KEEP_FOR:
                self._counted = self._count()
            return self._counted
