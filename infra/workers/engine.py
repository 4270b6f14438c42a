"""The engine with what it needs, for the web process and for the workers."""

from dataclasses import dataclass
from typing import Any

from pymongo.database import Database

from infra.settings import Settings
from infra.stores.accounts.accounts import MongoAccountStore
from infra.stores.activity import MongoActivityArchive
from infra.stores.experiments.experiments import MongoExperimentStore
from infra.stores.libraries import MongoLibraryStore
from infra.stores.tracks import MongoTrackStore
from infra.tasks import Tasks
from infra.workers.latency import leave_alone_what_is_loaded
from infra.workers.sessions import ServingSessions, serving_sessions
from recommender.accounts.roles import Role
from recommender.artifacts.live import LiveArtifact
from recommender.artifacts.store import ArtifactStore
from recommender.catalogue.libraries.visibility import LOOK_EVERY_S, LiveVisibility
from recommender.catalogue.live_places import LivePlaces
from recommender.experiments.live import LOOK_EVERY_S as EXPERIMENT_EVERY_S
from recommender.experiments.live import LiveExperiment
from recommender.experiments.serving import ExperimentEngine
from recommender.listening.engine import Engine, EngineConfig
from recommender.listening.hidden_rows import HiddenRows
from recommender.listening.live_counts import LiveTrending
from recommender.prediction.library import moods as library_moods
from recommender.prediction.library.moods import LibraryMoods
from recommender.records import ListenerId
from recommender.similarity.features import fingerprint
from recommender.similarity.track_index import KIND, TrackIndex

TRENDING_EVERY_S = 15.0


@dataclass(frozen=True)
class LiveEngine:
    """An engine and the things it looks at that change while it serves."""

    engine: Engine
    index: LiveArtifact[TrackIndex]
    trending: LiveTrending
    moods: LiveArtifact[LibraryMoods]
    visibility: LiveVisibility
    places: LivePlaces
    sessions: ServingSessions

    def look(self) -> None:
        """Look who sees which library, and where the tracks are while something is hidden."""
        self.visibility.refresh()
        self.places.refresh()


def live_index(settings: Settings) -> LiveArtifact[TrackIndex]:
    """Return the similarity index as the artifact store has it, not yet loaded."""
    expected = fingerprint(settings.analysed_middle_s)
    return LiveArtifact(_store(settings), KIND, lambda path: TrackIndex.load(path, expected_fingerprint=expected))


def live_moods(settings: Settings) -> LiveArtifact[LibraryMoods]:
    """Return the moods of the library as the artifact store has them, not yet loaded."""
    return LiveArtifact(_store(settings), library_moods.KIND, library_moods.load)


def _store(settings: Settings) -> ArtifactStore:
    return ArtifactStore(settings.artifacts_location, cache=settings.home / "cache" / "artifacts")


def engine_config(settings: Settings) -> EngineConfig:
    """Return the engine's part of the settings."""
    return EngineConfig(
        n_picks=settings.slate_picks,
        artist_cap=settings.artist_cap,
        half_life_days=settings.taste_half_life_days,
    )


def live_engine(settings: Settings, database: Database[dict[str, Any]]) -> LiveEngine:
    """Return an engine whose index and play counts are loaded and can be refreshed."""
    index = live_index(settings)
    moods = live_moods(settings)
    trending = LiveTrending(MongoActivityArchive(database).trending)
    visibility = live_visibility(database)
    places = LivePlaces(MongoTrackStore(database), visibility.current)
    hidden = HiddenRows(lambda listener_id: visibility.current().hidden_from(listener_id), places.visible)
    sessions = serving_sessions(_store(settings), database, index.current)
    engine = Engine(
        index.current, trending.current, engine_config(settings), moods.current, hidden.of, sessions=sessions.live
    )
    live = LiveEngine(engine, index, trending, moods, visibility, places, sessions)
    index.refresh()
    moods.refresh()
    sessions.published.refresh()
    trending.refresh()
    live.look()
    leave_alone_what_is_loaded()
    return live


def in_experiments(engine: Engine, database: Database[dict[str, Any]], tasks: Tasks) -> ExperimentEngine:
    """Return the engine with the variants of the experiment that runs; `tasks` look whether one does."""
    experiment = LiveExperiment(MongoExperimentStore(database))
    experiment.refresh()
    tasks.every(EXPERIMENT_EVERY_S, experiment.refresh, name="look-at-experiments")
    return ExperimentEngine(engine, experiment.current)


def live_visibility(database: Database[dict[str, Any]], *, keeps_vanished: bool = False) -> LiveVisibility:
    """Return who sees which library as the database has it, not yet read."""
    accounts = MongoAccountStore(database)

    def roles() -> dict[ListenerId, Role]:
        return {account.account_id: account.role for account in accounts.all()}

    return LiveVisibility(MongoLibraryStore(database), roles, keeps_vanished=keeps_vanished)


def keep_fresh(settings: Settings, live: LiveEngine, tasks: Tasks) -> None:
    """Have index and play counts refreshed as long as the process runs."""

    def refresh_index() -> None:
        if any([live.index.refresh(), live.moods.refresh(), live.sessions.published.refresh()]):
            leave_alone_what_is_loaded()

    tasks.every(settings.artifacts_poll_s, refresh_index, name="refresh-index")
    tasks.every(LOOK_EVERY_S, live.look, name="look-at-libraries")
    tasks.every(TRENDING_EVERY_S, live.trending.refresh, name="refresh-trending")
    tasks.every(TRENDING_EVERY_S, live.sessions.live.refresh, name="learn-sessions")
