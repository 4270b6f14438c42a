"""What the lab needs from the rest of segue; infra hands it in. Each topic's model is asked for anew each time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

from recommender.artifacts.store import ArtifactStore
from recommender.prediction.charts.records import ChartEntry
from recommender.prediction.charts.served import ServedCharts
from recommender.prediction.descriptors.records import SoundDescription
from recommender.prediction.library.moods import LibraryMoods
from recommender.prediction.mood.served import MoodModel
from recommender.prediction.popularity.served import ServedPopularity
from recommender.prediction.ports import TrainingLog
from recommender.prediction.releases.served import ServedReleases
from recommender.prediction.streams.listener_model import ListenerModel
from recommender.prediction.topic import NoModel, Topic
from recommender.records import ListenerId, TableTraining, TrackId

Model = TypeVar("Model")


class TrainingTables(Protocol):
    """Keeps tables until they were trained on."""

    def arrival_folder(self, n_bytes: int) -> Path:
        """Return where a table of this size is written while it arrives; raise `ServerUnavailable` without room."""

    def keep(self, topic: str, arrived: Path, name: str) -> TableTraining:
        """Keep a table that has arrived, and have it wait for its training."""

    def all(self) -> Sequence[TableTraining]:
        """Return the newest of each topic."""


def require_model(model: Model | None, topic: Topic[Any, Any]) -> Model:
    """Return the version in use; raises `NoModel` before the first."""
    if model is None:
        raise NoModel(topic)
    return model


@dataclass(frozen=True, kw_only=True)
class Lab:
    """The models as they are now: each callable returns None before the first version is published."""

    charts: Callable[[], ServedCharts | None]
    known_weeks: Callable[[], Mapping[str, int]]
    """The newest complete week of every chart that is kept: a forecast that has not seen it is stale."""
    chart_entries: Callable[[str, int], Sequence[ChartEntry]]
    """One week of one chart, best first."""
    popularity: Callable[[], ServedPopularity | None]
    releases: Callable[[], ServedReleases | None]
    mood: Callable[[], MoodModel | None]
    library_moods: Callable[[], LibraryMoods | None]
    streams: Callable[[ListenerId], ListenerModel | None]
    """The model of one listener's plays."""
    describe_track: Callable[[TrackId], SoundDescription | None]
    """The 13 features of a track of the library; None when it has not been described."""
    describe_upload: Callable[[Path], SoundDescription]
    """Those of an uploaded file, made in another process within limits; raises `BadAudio` or `NoModel`."""
    trouble: Callable[[str], str]
    """Why no published version of a topic can be used here; empty when one is, or none was published."""
    artifacts: ArtifactStore
    """Every published version, for the page of versions."""
    runs: TrainingLog
    tables: TrainingTables
    """Keeps the tables that are sent to be trained on."""
