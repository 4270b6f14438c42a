"""From a listed track to its analysis: the work that travels to another process, and what comes back."""

from collections.abc import Callable
from pathlib import Path

from etl.ingest.ledger import KnownFile
from etl.ingest.work import Changed, Failure, answer_while_same
from etl.locations import file_path
from recommender.records import Analysis

Analyse = Callable[[Path], Analysis]
"""Listens to a file; raises `BadAudio`."""


def listen(file: KnownFile, analyse: Analyse) -> Analysis | Changed | Failure:
    """Analyse a listed file, if it still is as it was listed; a bad file is an answer, not an error."""
    return answer_while_same(file, lambda: analyse(file_path(file.url)))
