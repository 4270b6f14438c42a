"""The two pieces of work on a file, as they travel to another process and back."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from etl.ingest.describing import Described, describe
from etl.locations import file_path
from etl.readers.listing import FoundFile
from recommender.errors import BadAudio
from recommender.records import Analysis

Answer = TypeVar("Answer")
Analyse = Callable[[Path], Analysis]
"""Listens to a file; raises `BadAudio`."""


@dataclass(frozen=True, slots=True)
class Task:
    """One piece of work on one file."""

    file: FoundFile
    listen: bool
    """False: only identity and tags; True: the analysis."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a piece of work yielded nothing."""

    reason: str
    detail: str = ""


Outcome = Described | Analysis | Failure


def do(task: Task, analyse: Analyse) -> Outcome:
    """Do one piece of work; a bad file is an answer, not an error."""
    return answer_of(lambda: analyse(file_path(task.file.url)) if task.listen else describe(task.file))


def answer_of(work: Callable[[], Answer]) -> Answer | Failure:
    """Return what `work` on one file yields; what it raises is an answer, too."""
    try:
        return work()
    except BadAudio as error:
        return Failure(error.reason, error.detail)
    except MemoryError:
        return Failure("too large", "there is not enough memory to analyse it")
    except Exception as error:  # one odd file must not end a run of a hundred thousand
        return Failure("unreadable", f"{type(error).__name__}: {error}")
