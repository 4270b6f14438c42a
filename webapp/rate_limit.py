"""A token bucket per listener or address: bursts are fine, floods are not."""

from collections import OrderedDict
from collections.abc import Callable
from time import monotonic

_KEYS_KEPT = 20_000


class RateLimit:
    """Allows `per_s` things a second in the long run and `burst` at once, per key.

    Libraries for this (`limits`, `pyrate-limiter`) bring stores and strategies that one process does not need.
    """

    def __init__(self, *, per_s: float, burst: int, now: Callable[[], float] = monotonic) -> None:
        self._per_s = per_s
        self._burst = burst
        self._now = now
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait_s(self, key: str, n: int) -> float:
        """Take `n` of the key's tokens and return 0, or take none and return in how many seconds they will be there."""
        now = self._now()
        tokens, since = self._buckets.pop(key, (float(self._burst), now))
        tokens = min(self._burst, tokens + (now - since) * self._per_s)
        wait = max(0.0, (n - tokens) / self._per_s)
        self._buckets[key] = (tokens if wait else tokens - n, now)
        if len(self._buckets) > _KEYS_KEPT:
            self._buckets.popitem(last=False)
        return wait
