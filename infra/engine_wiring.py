"""The engine with what it needs, for the web process and for the workers."""

import gc
import sys
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event, Thread
from typing import Any

from pymongo.database import Database
from threadpoolctl import threadpool_limits

from infra.settings import Settings
from infra.stores.activity import MongoActivityArchive
from recommender.artifacts.live import LiveArtifact
from recommender.artifacts.store import ArtifactStore
from recommender.listening.engine import Engine, EngineConfig
from recommender.listening.live_counts import LiveTrending
from recommender.similarity.features import fingerprint
from recommender.similarity.track_index import KIND, TrackIndex

TRENDING_EVERY_S = 15.0
SWITCH_S = 0.001
"""A thread that computes gives way to those that wait for the network this often; Python's 5 ms show in latencies."""


@dataclass(frozen=True)
class LiveEngine:
    """An engine and the two things it looks at that change while it serves."""

    engine: Engine
    index: LiveArtifact[TrackIndex]
    trending: LiveTrending


def tune_for_latency() -> None:
    """Compute on one thread and give way often: small products are slower on several, and sockets wait meanwhile."""
    threadpool_limits(limits=1)
    sys.setswitchinterval(SWITCH_S)


def leave_alone_what_is_loaded() -> None:
    """Keep the garbage collector from walking through catalogue and index, for a tenth of a second each time."""
    gc.collect()
    gc.freeze()


def live_index(settings: Settings) -> LiveArtifact[TrackIndex]:
    """Return the similarity index as the artifact store has it, not yet loaded."""
    expected = fingerprint(settings.analysed_middle_s)
    store = ArtifactStore(settings.artifacts_location, cache=settings.home / "cache" / "artifacts")
    return LiveArtifact(store, KIND, lambda path: TrackIndex.load(path, expected_fingerprint=expected))


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
    trending = LiveTrending(MongoActivityArchive(database).trending)
    index.refresh()
    trending.refresh()
    leave_alone_what_is_loaded()
    return LiveEngine(Engine(index.current, trending.current, engine_config(settings)), index, trending)


def keep_fresh(settings: Settings, live: LiveEngine, stop: Event) -> list[Thread]:
    """Start the threads that refresh index and play counts until `stop` is set."""

    def refresh_index() -> None:
        if live.index.refresh():
            leave_alone_what_is_loaded()

    return [
        _every(settings.artifacts_poll_s, refresh_index, stop, name="refresh-index"),
        _every(TRENDING_EVERY_S, live.trending.refresh, stop, name="refresh-trending"),
    ]


def _every(seconds: float, action: Callable[[], object], stop: Event, *, name: str) -> Thread:
    def loop() -> None:
        while not stop.wait(seconds):
            action()

    thread = Thread(target=loop, name=name, daemon=True)
    thread.start()
    return thread
