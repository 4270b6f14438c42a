"""What the model of plays learns from: imported histories and what was heard in segue, one log a listener."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from time import monotonic
from typing import Any

import structlog
from pymongo.database import Database

from infra.index_building import artifact_store
from infra.settings import Settings
from infra.stores.activity import MongoActivityArchive
from infra.stores.history import MongoHistoryStore
from infra.stores.tastes import MongoTasteStore
from infra.stores.tracks import MongoTrackStore
from recommender.errors import BadInput, SegueError
from recommender.prediction.streams import served
from recommender.prediction.streams.known_songs import KnownSongs, known_songs_of
from recommender.prediction.streams.listener_model import ListenerModel
from recommender.prediction.streams.log import ListeningLog, log_of
from recommender.prediction.streams.own_plays import plays_of
from recommender.prediction.streams.records import Play
from recommender.prediction.streams.search import Way
from recommender.prediction.streams.train import trained
from recommender.prediction.streams.windows import moments_of
from recommender.prediction.training import Trained
from recommender.records import ListenerId, Track

_log = structlog.get_logger(__name__)


def train_streams(
    settings: Settings,
    database: Database[dict[str, Any]],
    *,
    listener_id: ListenerId | None,
    known: KnownSongs | None = None,
    way: Way = "grid",
    say: Callable[[str], None] = lambda _: None,
) -> Trained:
    """Train for one listener, or for all who have listened long enough; raises `BadInput` when nobody has."""
    logs = (
        {listener_id: _long_enough(log_of(_plays(database, listener_id, _tracks(database))))}
        if listener_id is not None
        else _all_logs(database, say)
    )
    return trained(logs, kept=published_models(settings), known=known, way=way, monotonic=monotonic)


def known_songs(path: Path) -> KnownSongs:
    """Return what a table of tracks knows of songs."""
    from etl.tables.popularity_table import read_popularity

    return known_songs_of(read_popularity(path).tracks)


def published_models(settings: Settings) -> list[ListenerModel]:
    """Return the models of the version in use, none without one; one that cannot be read is left behind and logged."""
    store = artifact_store(settings)
    try:
        version = store.current(served.KIND)
        if version is None:
            return []
        folder: Path = store.local_path(served.KIND, version)
        return list(served.load(folder).models.values())
    except SegueError as error:
        _log.warning("old_models_left_behind", topic=served.KIND, why=str(error))
        return []


def _all_logs(database: Database[dict[str, Any]], say: Callable[[str], None]) -> Mapping[ListenerId, ListeningLog]:
    tracks = _tracks(database)
    known = sorted({*MongoHistoryStore(database).listeners(), *MongoTasteStore(database).listeners()})
    logs: dict[ListenerId, ListeningLog] = {}
    short = 0
    for each in known:
        try:
            logs[each] = _long_enough(log_of(_plays(database, each, tracks)))
        except BadInput:
            short += 1
    if not logs:
        raise BadInput(
            f"none of the {len(known)} listeners has listened for long enough to learn from; "
            "`segue import history FILES` brings in what was heard elsewhere"
        )
    if short:
        say(f"{short} of {len(known)} listeners have not listened for long enough yet")
    return logs


def _long_enough(log: ListeningLog) -> ListeningLog:
    moments_of(log)  # raises when the history is too short
    return log


def _plays(database: Database[dict[str, Any]], listener_id: ListenerId, tracks: Mapping[str, Track]) -> Iterator[Play]:
    for stored in MongoHistoryStore(database).of_listener(listener_id):
        yield stored.play
    events = (each.event for each in MongoActivityArchive(database).of_listener(listener_id))
    yield from plays_of(events, tracks)


def _tracks(database: Database[dict[str, Any]]) -> Mapping[str, Track]:
    return {each.track_id: each for each in MongoTrackStore(database).scan()}
