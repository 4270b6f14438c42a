"""Waiting for a condition with a deadline, instead of for time."""

import time
from collections.abc import Callable
from typing import TypeVar

Answer = TypeVar("Answer")


def wait_until(condition: Callable[[], Answer], *, deadline_s: float, every_s: float) -> Answer:
    """Return the first true answer of `condition`, else its last one after `deadline_s`.

    It is asked at once, every `every_s` seconds, and a last time when the deadline has passed; what it raises ends
    the wait. A `deadline_s` of infinity waits for ever.
    """
    ends_at = time.monotonic() + deadline_s
    while True:
        is_last = time.monotonic() >= ends_at
        answer = condition()
        if answer or is_last:
            return answer
        time.sleep(every_s)
