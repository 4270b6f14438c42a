"""The analysis of another checkout, in a process of its own that takes its turn among the others."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import numpy as np

from benchmarks.etl.stopwatch import Steps
from infra.settings import Settings

_SCRIPT = Path(__file__).with_name("analysing.py")


class Checkout:
    """A process that analyses with the code of one folder."""

    def __init__(self, questions: IO[str], answers: IO[str]) -> None:
        self._questions = questions
        self._answers = answers
        self.vectors: dict[Path, np.ndarray] = {}
        """What it measured last in each file, float [N_COLUMNS]."""

    def __call__(self, clip: Path) -> Steps:
        """Analyse a file there; return its CPU seconds."""
        self._questions.write(json.dumps(str(clip)) + "\n")
        self._questions.flush()
        answer = self._answers.readline()
        if not answer:
            raise RuntimeError(f"the other checkout's process ended at {clip}")
        seconds, vector = json.loads(answer)
        self.vectors[clip] = np.array(vector)
        return {"all": seconds}


@contextmanager
def opened_checkout(folder: Path) -> Iterator[Checkout]:
    """Yield the analysis of the code in `folder`; raises `RuntimeError` when Python would take it from elsewhere."""
    folder = folder.resolve()
    command = [sys.executable, "-P", str(_SCRIPT)]
    environment = Settings().as_environment() | {"PYTHONPATH": str(folder), "OMP_NUM_THREADS": "1"}
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            code = json.loads(process.stdout.readline() or '""')
            if not Path(code).is_relative_to(folder):
                raise RuntimeError(f"{folder} is no checkout of segue: the analysis came from {code or 'nowhere'}")
            yield Checkout(process.stdin, process.stdout)
        finally:
            process.stdin.close()


def worst_difference(before: Checkout, after: Checkout, clips: Sequence[Path]) -> float:
    """Return the largest difference of a number, as a share of its column's standard deviation over the clips.

    A column that never changes over the clips is compared with its size instead.
    """
    old, new = (np.array([checkout.vectors[clip] for clip in clips]) for checkout in (before, after))
    scale = np.maximum(old.std(axis=0), 1e-6 * np.maximum(1.0, np.abs(old).max(axis=0)))
    return float((np.abs(new - old) / scale).max())
