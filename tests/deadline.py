"""Waiting for a condition instead of for time."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def eventually(condition: Callable[[], T], *, within_s: float = 30.0, what: str = "") -> T:
    """Return the first true answer of `condition`; fail with the last one when none comes in time."""
    ends = time.monotonic() + within_s
    while not (answer := condition()):
        if time.monotonic() > ends:
            raise AssertionError(f"not within {within_s} s: {what or condition}; last answer {answer!r}")
        time.sleep(0.02)
    return answer
