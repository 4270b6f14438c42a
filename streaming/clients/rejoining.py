"""When a member that was left without partitions joins its group again."""

import time
from collections.abc import Callable

AFTER_S = 2.0
"""Between being left with none, or asking in vain, and the next look."""


class Rejoining:
    """Notices that all partitions of a member were taken away, once.

    A topic that was lost with its broker and made again has as many partitions as before. A librdkafka that rejoined
    in between was given none, sees the same number afterwards and stays without for good. A member may also have none
    because there are more members than partitions: for it, joining again changes nothing and is done only once.
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._n_partitions = 0
        self._due = float("inf")

    def note(self, n_partitions: int) -> None:
        """Take down what the group has just assigned."""
        is_taken_away = self._n_partitions > 0 and n_partitions == 0
        self._n_partitions = n_partitions
        self._due = self._clock() + AFTER_S if is_taken_away else float("inf")

    def is_due(self) -> bool:
        """Whether to see now if the topic is there, and to join again if it is."""
        return self._clock() >= self._due

    def wait_again(self) -> None:
        """Look again later: the topic is not there."""
        self._due = self._clock() + AFTER_S

    def end(self) -> None:
        """Take down that the member joins again: what it is given then, it keeps."""
        self._due = float("inf")
