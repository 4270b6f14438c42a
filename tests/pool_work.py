"""Work for pools in tests; a new process finds it by name."""

import os
import signal
import time
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_info

from recommender.records import Analysis, SoundFacts
from recommender.similarity.features import N_COLUMNS


def answer(work: str) -> str:
    """Do what the text says."""
    match work.split():
        case ["die"]:
            os.kill(os.getpid(), signal.SIGSEGV)
        case ["exit", code]:
            os._exit(int(code))
        case ["hang"]:
            time.sleep(3600)
        case ["killed"]:
            os.kill(os.getpid(), signal.SIGKILL)
        case ["interrupt"]:
            os.kill(os.getpid(), signal.SIGINT)
        case ["pid"]:
            return str(os.getpid())
        case ["threads"]:
            np.ones((4, 4)) @ np.ones((4, 4))
            return str(max((each["num_threads"] for each in threadpool_info()), default=1))
    return f"did {work}"


def analyse_unless_killed(path: Path) -> Analysis:
    """Stand for the analysis; the process is killed while a file `.killed` lies beside the sound."""
    if path.with_suffix(".killed").exists():
        os.kill(os.getpid(), signal.SIGKILL)
    facts = SoundFacts(duration_s=2.0, loudness_lufs=-14.0, tempo_bpm=120.0, key=0, mode="major")
    return Analysis(np.ones(N_COLUMNS, np.float32), facts, 0.1)


def _fail() -> None:
    raise ImportError("a library is missing")


class Unloadable:
    """Work that another process cannot load."""

    def __call__(self, work: str) -> str:
        return work

    def __reduce__(self) -> tuple[object, ...]:
        return _fail, ()
