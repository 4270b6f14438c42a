"""CPU seconds by named step."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

Steps = dict[str, float]
"""CPU seconds by the name of a step; `all` is their sum."""


class Stopwatch:
    """CPU seconds per named step; a step may be entered many times."""

    def __init__(self) -> None:
        self.seconds: Steps = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Add the CPU time of the block to a step."""
        started = time.process_time()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.process_time() - started

    def with_sum(self) -> Steps:
        """Return the steps, and `all`."""
        return {**self.seconds, "all": sum(self.seconds.values())}
