"""Work for pools in tests; a new process finds it by name."""

import os
import signal
import time

import numpy as np
from threadpoolctl import threadpool_info


def answer(work: str) -> str:
    """Do what the text says."""
    match work.split():
        case ["die"]:
            os.kill(os.getpid(), signal.SIGSEGV)
        case ["exit", code]:
            os._exit(int(code))
        case ["hang"]:
            time.sleep(3600)
        case ["interrupt"]:
            os.kill(os.getpid(), signal.SIGINT)
        case ["pid"]:
            return str(os.getpid())
        case ["threads"]:
            np.ones((4, 4)) @ np.ones((4, 4))
            return str(max((each["num_threads"] for each in threadpool_info()), default=1))
    return f"did {work}"


def _fail() -> None:
    raise ImportError("a library is missing")


class Unloadable:
    """Work that another process cannot load."""

    def __call__(self, work: str) -> str:
        return work

    def __reduce__(self) -> tuple[object, ...]:
        return _fail, ()
