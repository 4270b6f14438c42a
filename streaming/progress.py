"""Which partitions of a worker do not move although messages wait in them."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from recommender.errors import ServerUnavailable

MAX_TURN_S = 1.0
"""A turn counts as so long at most: while a worker handles messages or waits for a server, none can come."""
STILL_S = 10.0
"""What waits in a partition from which nothing came for so long does not make a worker behind: it may never come."""
MAX_STUCK_S = 30.0
"""A client that brings nothing of a partition for so long although messages wait there is replaced."""
MAX_PATIENCE_S = 900.0


class Progress:
    """Counts for each partition how long nothing came of it; seconds are those of the worker's turns.

    While others move, a client is replaced for the sake of one partition later and later: each time all of them pause,
    and a slow worker may only not have come to it yet.
    """

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._turned_at = monotonic()
        self._still_s: dict[int, float] = {}
        self._lags: dict[int, int] = {}
        self._came = False
        self._patience_s = self._replace_at_s = MAX_STUCK_S

    @property
    def stuck(self) -> Mapping[int, int]:
        """How many messages wait in each partition that does not move."""
        return {each: lag for each, lag in self._lags.items() if lag and self._still_s[each] > MAX_STUCK_S}

    def assigned(self, partitions: Sequence[int]) -> None:
        """Count for these; one that a new client brings back has stood still all the while."""
        self._still_s = {partition: self._still_s.get(partition, 0.0) for partition in partitions}
        self._lags = {each: lag for each, lag in self._lags.items() if each in self._still_s}

    def turned(self, came: Iterable[int]) -> None:
        """Note that the loop came round, and of which partitions messages came."""
        now = self._monotonic()
        turn_s, self._turned_at = min(now - self._turned_at, MAX_TURN_S), now
        moved = set(came)
        self._came = self._came or bool(moved)
        self._still_s = {each: 0.0 if each in moved else s + turn_s for each, s in self._still_s.items()}

    def waiting(self, lags: Mapping[int, int] | None) -> None:
        """Take how many messages wait in each partition, or that nobody can say: then none is known to be stuck."""
        self._lags = {each: lag for each, lag in (lags or {}).items() if each in self._still_s}
        for each in self._still_s:
            if not self._lags.get(each):
                self._still_s[each] = 0.0
        if not self.stuck:
            self._patience_s = self._replace_at_s = MAX_STUCK_S

    def behind(self, lags: Mapping[int, int]) -> int:
        """Return how many messages wait in the partitions that move."""
        return sum(lag for each, lag in lags.items() if self._still_s.get(each, 0.0) < STILL_S)

    def require_moving(self) -> None:
        """Raise `ServerUnavailable` when the client should be replaced."""
        stuck = self.stuck
        longest_s = max((self._still_s[each] for each in stuck), default=0.0)
        if longest_s <= self._replace_at_s:
            return
        self._patience_s = min(2 * self._patience_s, MAX_PATIENCE_S) if self._came else MAX_STUCK_S
        self._replace_at_s = longest_s + self._patience_s
        self._came = False
        where, n = ", ".join(map(str, sorted(stuck))), sum(stuck.values())
        raise ServerUnavailable(f"nothing came of partition {where} for {longest_s:.0f} s although {n} messages wait")
