"""The sessions of a serving process: the published version, and what was listened to since."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pymongo.database import Database

from infra.stores.listening.all_plays import MongoAllPlays
from recommender.artifacts.live import LiveArtifact
from recommender.artifacts.store import ArtifactStore
from recommender.clock import system_clock
from recommender.records import TrackId
from recommender.sequences.serving.artifact import KIND
from recommender.sequences.serving.learning import LearningSessions
from recommender.sequences.serving.live import LiveSessions, load
from recommender.similarity.track_index import TrackIndex


@dataclass(frozen=True)
class ServingSessions:
    """What is published, and what the engine asks."""

    published: LiveArtifact[LearningSessions | None]
    live: LiveSessions


def serving_sessions(
    store: ArtifactStore, database: Database[dict[str, Any]], index: Callable[[], TrackIndex | None]
) -> ServingSessions:
    """Return the sessions as the artifact store has them, not yet loaded; `index` knows the artists of tracks."""
    published: LiveArtifact[LearningSessions | None] = LiveArtifact(store, KIND, load)

    def artist_of(track_id: TrackId) -> str:
        if (known := index()) is None or (row := known.table.row(track_id)) is None:
            return ""
        return known.table.artists[row]

    live = LiveSessions(published.current, MongoAllPlays(database).read, artist_of, system_clock)
    return ServingSessions(published, live)
