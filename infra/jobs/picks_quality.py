"""What the page of how good the picks are tells: counted in MongoDB's archive, read of the versions in use."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from pymongo.database import Database

from infra.stores.experiments.shown_events import MongoShownEvents
from recommender.artifacts.store import ArtifactStore
from recommender.clock import Clock
from recommender.experiments.quality.counting import count_shown
from recommender.experiments.quality.live import LiveQuality
from recommender.experiments.quality.published import index_quality, is_measured, sessions_quality
from recommender.experiments.quality.records import IndexQuality, PicksQuality, SessionsQuality
from recommender.prediction.training import read_report
from recommender.sequences.serving import artifact as sessions_artifact
from recommender.similarity import track_index

Result = TypeVar("Result")


@dataclass(frozen=True)
class PublishedQuality:
    """What the versions that a process has in use measured; their names come from `index` and `sessions`."""

    store: ArtifactStore
    index: Callable[[], str]
    sessions: Callable[[], str]

    def of_index(self) -> IndexQuality | None:
        """Return what the similarity index measured; None before the first."""
        version = self.index()
        return index_quality(self.store.manifest(track_index.KIND, version)) if version else None

    def of_sessions(self) -> SessionsQuality | None:
        """Return what the sessions measured; None before the first."""
        kind, version = sessions_artifact.KIND, self.sessions()
        if not version:
            return None
        manifest = self.store.manifest(kind, version)
        report = read_report(self.store.local_path(kind, version)) if is_measured(manifest) else None
        return sessions_quality(manifest, report)


class InThread(Protocol):
    """Calls what computes where it holds up nobody else, and returns what it returned."""

    def __call__(self, work: Callable[[], Result]) -> Result:
        """Return what `work` returns."""


def live_quality(
    database: Database[dict[str, Any]],
    published: PublishedQuality,
    *,
    clock: Clock,
    in_thread: InThread,
    pause: Callable[[], None],
) -> LiveQuality:
    """Return how good the picks are; `pause`, after each event of the archive, lets others go on meanwhile."""
    events = MongoShownEvents(database)

    def count() -> PicksQuality:
        now = clock()
        return PicksQuality(
            counted_at=now,
            shown=count_shown(events, now=now, pause=pause),
            index=in_thread(published.of_index),
            sessions=in_thread(published.of_sessions),
        )

    return LiveQuality(count, clock, versions=lambda: (published.index(), published.sessions()))
