"""The web process: its services, and the greenlets that keep them fresh. Only imported in a patched process."""

import gc
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from threading import Event, Thread
from time import monotonic
from typing import Any, TypeVar

import gevent
import structlog

from etl.covers import read_cover
from infra.engine_wiring import TRENDING_EVERY_S, engine_config, leave_alone_what_is_loaded, live_index
from infra.index_building import artifact_store
from infra.lab_wiring import live_models, make_lab
from infra.secret_key import secret_key
from infra.servers.running import ServerAddresses
from infra.settings import Settings
from infra.stores.activity import MongoActivityArchive
from infra.stores.database import open_database, prepare_database
from infra.stores.features import MongoFeatureStore
from infra.stores.tastes import MongoTasteStore
from infra.stores.tracks import MongoTrackStore
from infra.upload_analysis import UploadAnalysis
from infra.web_parts import part_checks
from recommender.artifacts.live import LiveArtifact
from recommender.catalogue.live import LiveCatalogue
from recommender.clock import system_clock
from recommender.errors import SegueError
from recommender.listening.current_slates import CurrentSlates
from recommender.listening.engine import Engine
from recommender.listening.live_counts import LiveTrending
from recommender.records import Track, TrackId
from recommender.similarity.track_index import TrackIndex
from streaming.producer import ActivityProducer, open_producer
from streaming.slate_feed import SlateFeed
from streaming.topics import Topics
from webapp.app import PlayerApp, create_app
from webapp.services import Picture, Services, WebConfig

_CLOSE_WITHIN_S = 0.5
_REST_PER_WORK = 5.0
Result = TypeVar("Result")
_log = structlog.get_logger(__name__)


def in_real_thread(work: Callable[[], Result]) -> Result:
    """Run `work`, which computes and does not wait, in a thread of the system; the other greenlets go on meanwhile."""
    result: Result = gevent.get_hub().threadpool.apply(work)
    return result


@dataclass
class CatalogueKeeper:
    """Reads the catalogue again when it has changed, and remembers why it could not."""

    catalogue: LiveCatalogue
    trouble: str = field(default="the catalogue has not been read yet")
    _rest_until: float = 0.0

    def refresh(self) -> None:
        """Look once; after a rebuild that took long, only when it has rested: ingesting changes it all the time."""
        began = monotonic()
        if began < self._rest_until:
            return
        try:
            if self.catalogue.refresh():
                current = self.catalogue.current()
                self._rest_until = monotonic() + _REST_PER_WORK * (monotonic() - began)
                gc.freeze()  # a collection that walks over every track would hold up the sockets
                _log.info("catalogue_in_use", revision=current.revision, n_tracks=len(current))
            self.trouble = "" if len(self.catalogue.current()) else "no tracks yet; run `segue ingest PATH`"
        except SegueError as error:
            self.trouble = str(error)
            _log.warning("catalogue_not_read", why=str(error))


def web_config(settings: Settings) -> WebConfig:
    """Return the web's part of the settings."""
    return WebConfig(
        secret_key=secret_key(settings),
        version=version("segue"),
        allowed_hosts=(settings.web_host, *settings.allowed_hosts.split(",")),
        trusted_proxies=settings.trusted_proxies,
        upload_limit_bytes=settings.upload_limit_mb * 1_000_000,
        transcode_slots=settings.transcode_limit,
        ffmpeg=shutil.which("ffmpeg"),
    )


@contextmanager
def web_app(settings: Settings, addresses: ServerAddresses) -> Iterator[PlayerApp]:
    """Yield the application with everything behind it running; the first catalogue and index are loaded."""
    with ExitStack() as stack:
        database = open_database(addresses.mongo_uri, settings.mongo_database)
        stack.callback(database.client.close)
        prepare_database(database)
        producer = open_producer(addresses.kafka_bootstrap)
        stack.callback(producer.close, timeout=_CLOSE_WITHIN_S)
        index = live_index(settings)
        trending = LiveTrending(MongoActivityArchive(database).trending)
        store = artifact_store(settings)
        models = live_models(store)
        engine = Engine(index.current, trending.current, engine_config(settings), models.library_moods.current)
        slates = CurrentSlates(MongoTasteStore(database), engine, system_clock)
        keeper = CatalogueKeeper(
            LiveCatalogue(MongoTrackStore(database), in_thread=in_real_thread, pause=lambda: gevent.sleep(0))
        )
        uploads = UploadAnalysis(cpu_s=settings.upload_limit_s, middle_s=settings.analysed_middle_s)
        stack.callback(uploads.close)
        topics = Topics(settings.cell)
        producer.partitions_for(topics.activity)  # asks now, so that the first event need not wait for it
        app = create_app(
            Services(
                config=web_config(settings),
                catalogue=keeper.catalogue.current,
                index=index.current,
                current_slate=slates.current,
                mood_slate=slates.current,
                publish=ActivityProducer(producer, topics).publish,
                analyse_upload=uploads,
                read_cover=_picture,
                raw_vector=_raw_vectors(MongoFeatureStore(database)),
                parts=part_checks(
                    database=database,
                    kafka_bootstrap=addresses.kafka_bootstrap,
                    index=index,
                    catalogue_trouble=lambda: keeper.trouble,
                ),
                lab=make_lab(models, store, database, uploads),
            )
        )
        keeper.refresh()
        in_real_thread(index.refresh)
        in_real_thread(models.refresh)
        trending.refresh()
        leave_alone_what_is_loaded()
        stop = Event()
        stack.callback(stop.set)
        feed = SlateFeed(addresses.kafka_bootstrap, topics, app.live.namespace.deliver)
        Thread(target=feed.run, args=(stop,), name="slate-feed", daemon=True).start()
        _every(settings.artifacts_poll_s, keeper.refresh, stop, name="refresh-catalogue")
        _every(settings.artifacts_poll_s, lambda: _refresh_index(index, app), stop, name="refresh-index")
        _every(settings.artifacts_poll_s, lambda: in_real_thread(models.refresh), stop, name="refresh-models")
        _every(TRENDING_EVERY_S, trending.refresh, stop, name="refresh-trending")
        yield app


def _picture(track: Track) -> Picture | None:
    cover = in_real_thread(lambda: read_cover(track.url, track.cover))
    return None if cover is None else Picture(cover.content)


def _raw_vectors(features: MongoFeatureStore) -> Callable[[TrackId], Any]:
    def raw_vector(track_id: TrackId) -> Any:
        found = features.get(track_id)
        return None if found is None else found.vector

    return raw_vector


def _refresh_index(index: LiveArtifact[TrackIndex], app: PlayerApp) -> None:
    if in_real_thread(index.refresh):
        leave_alone_what_is_loaded()
        app.live.namespace.announce_index(index.version)


def _every(seconds: float, action: Callable[[], object], stop: Event, *, name: str) -> None:
    """Repeat `action` in a greenlet; what goes wrong once is logged and tried again."""

    def loop() -> None:
        while not stop.wait(seconds):
            try:
                action()
            except Exception:
                _log.exception("refresh_failed", task=name)

    Thread(target=loop, name=name, daemon=True).start()
