"""The lab before anything was trained: tests give it the models that they ask."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from recommender.artifacts.store import ArtifactStore
from recommender.errors import NotReady
from recommender.prediction.topic import NoModel
from recommender.prediction.topics import DESCRIPTORS
from recommender.records import TableTraining
from tests.contracts.fakes.training import MemoryTrainingLog
from webapp.lab.services import Lab


def empty_lab(folder: Path, **given: Any) -> Lab:
    """Return a lab whose artifacts would be in `folder`, without any; `given` are the fields that are otherwise."""
    fields: dict[str, Any] = {
        "charts": _nothing,
        "known_weeks": dict,
        "chart_entries": lambda _chart, _week: (),
        "popularity": _nothing,
        "releases": _nothing,
        "mood": _nothing,
        "library_moods": _nothing,
        "streams": _nothing,
        "describe_track": _nothing,
        "describe_upload": _refuse_upload,
        "trouble": lambda _topic: "",
        "artifacts": ArtifactStore(folder),
        "runs": MemoryTrainingLog(),
        "tables": NoTables(),
    }
    return Lab(**(fields | given))


class NoTables:
    """Stands for the tables of a player that keeps none."""

    def arrival_folder(self, _n_bytes: int) -> Path:
        """Refuse a table."""
        _refuse_table()

    def keep(self, _topic: str, _arrived: Path, _name: str) -> TableTraining:
        """Refuse a table."""
        _refuse_table()

    def all(self) -> Sequence[TableTraining]:
        """Refuse to list any."""
        _refuse_table()


def _nothing(*_: object) -> None:
    """Stand for a model before its first version."""


def _refuse_upload(_path: Path) -> NoReturn:
    raise NoModel(DESCRIPTORS)


def _refuse_table() -> NoReturn:
    raise NotReady("this player keeps no tables; run `segue web`")
