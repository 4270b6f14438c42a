"""What the model of plays learns from: imported histories and what was heard in segue, one log a listener."""

from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

import structlog
from pymongo.database import Database

from etl.histories.files import MAX_AHEAD
from etl.histories.rows import OLDEST
from infra.settings import Settings
from infra.stores.activity import MongoActivityArchive
from infra.stores.artifacts import artifact_store
from infra.stores.history import MongoHistoryStore
from infra.stores.tastes import MongoTasteStore
from infra.stores.tracks import MongoTrackStore
from recommender.clock import system_clock
from recommender.errors import BadInput, SegueError
from recommender.events import is_simulated
from recommender.prediction.streams.known_songs import KnownSongs, known_songs_of
from recommender.prediction.streams.listener_model import ListenerModel
from recommender.prediction.streams.log import ListeningLog, log_of
from recommender.prediction.streams.own_plays import plays_of
from recommender.prediction.streams.records import Play
from recommender.prediction.streams.search import Way
from recommender.prediction.streams.windows import moments_of
from recommender.prediction.topic import NoModel
from recommender.prediction.topics import STREAMS
from recommender.prediction.training import Progress, Trained, silent
from recommender.records import ListenerId, Track

_log = structlog.get_logger(__name__)


def train_streams(
    settings: Settings,
    database: Database[dict[str, Any]],
    *,
    listener_id: ListenerId | None,
    known: KnownSongs | None = None,
    way: Way = "grid",
    progress: Progress = silent,
) -> Trained:
    """Train for one listener, or for all who have listened long enough; raises `BadInput` when nobody has."""
    logs = (
        {listener_id: _long_enough(log_of(_plays(database, listener_id, _tracks(database))))}
        if listener_id is not None
        else _all_logs(database, progress)
    )
    return STREAMS.train(
        logs,
        kept=published_models(settings),
        known=known,
        way=way,
        progress=progress,
        leave_out=lambda listener, why: progress(f"listener {listener} is left out: {why}"),
    )


def known_songs(path: Path) -> KnownSongs:
    """Return what a table of tracks knows of songs."""
    from etl.tables.popularity_table import read_popularity

    return known_songs_of(read_popularity(path).tracks)


def published_models(settings: Settings) -> list[ListenerModel]:
    """Return the models of the version in use, none without one; one that cannot be read is left behind and logged."""
    try:
        return list(STREAMS.load_current(artifact_store(settings)).models.values())
    except NoModel:
        return []
    except SegueError as error:
        _log.warning("old_models_left_behind", topic=STREAMS.name, why=str(error))
        return []


def _all_logs(database: Database[dict[str, Any]], progress: Progress) -> Mapping[ListenerId, ListeningLog]:
    tracks = _tracks(database)
    stores = (MongoHistoryStore(database), MongoTasteStore(database))
    known = sorted({listener for store in stores for listener in store.listeners() if not is_simulated(listener)})
    logs: dict[ListenerId, ListeningLog] = {}
    short = 0
    for listener_id in known:
        try:
            logs[listener_id] = _long_enough(log_of(_plays(database, listener_id, tracks)))
        except BadInput:
            short += 1
    if not logs:
        raise BadInput(
            f"none of the {len(known)} listeners has listened for long enough to learn from; "
            "`segue import history FILES` brings in what was heard elsewhere"
        )
    if short:
        progress(f"{short} of {len(known)} listeners have not listened for long enough yet")
    return logs


def _long_enough(log: ListeningLog) -> ListeningLog:
    moments_of(log)  # raises when the history is too short
    return log


def _plays(database: Database[dict[str, Any]], listener_id: ListenerId, tracks: Mapping[str, Track]) -> Iterator[Play]:
    """Yield what was heard elsewhere and here, but not what a wrong clock put before all players or into the future."""
    events = (entry.event for entry in MongoActivityArchive(database).of_listener(listener_id))
    heard = (stored.play for stored in MongoHistoryStore(database).of_listener(listener_id))
    latest = system_clock() + MAX_AHEAD
    yield from (play for play in chain(heard, plays_of(events, tracks)) if OLDEST <= play.at <= latest)


def _tracks(database: Database[dict[str, Any]]) -> Mapping[str, Track]:
    return {track.track_id: track for track in MongoTrackStore(database).scan()}
