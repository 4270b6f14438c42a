"""Threads of the system in a process whose threads are greenlets."""

from collections.abc import Callable
from typing import TypeVar

import gevent
from gevent.monkey import get_original

Result = TypeVar("Result")


def in_real_thread(work: Callable[[], Result]) -> Result:
    """Run `work`, which computes and does not wait, in a thread of the system; the other greenlets go on meanwhile.

    What it raises is raised here; gevent would print it, too, and most errors are answers.
    """
    results: list[Result] = []

    def attempt() -> Exception | None:
        try:
            results.append(work())
        except Exception as error:
            return error
        return None

    if error := gevent.get_hub().threadpool.apply(attempt):
        raise error
    return results[0]


def start_system_thread(work: Callable[[], None]) -> None:
    """Start a thread of the system for a client that waits in C; `threading` makes greenlets here."""
    get_original("_thread", "start_new_thread")(work, ())
