"""The web process: its services, and the greenlets that keep them fresh. Only imported in a patched process."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from importlib.metadata import version
from threading import Event, Thread
from time import monotonic
from typing import Any, ParamSpec, TypeVar

import gevent
import pymongo
import structlog
from pymongo.database import Database

from infra.invocation import invocation
from infra.jobs.picks_quality import PublishedQuality, live_quality
from infra.jobs.sent_tables import TableUploads
from infra.servers.running import ServerAddresses
from infra.settings import Settings
from infra.stores.activity import MongoActivityArchive
from infra.stores.artifacts import artifact_store
from infra.stores.database import open_database, prepare_database
from infra.stores.features import MongoFeatureStore
from infra.stores.heartbeats import BEAT_EVERY_S
from infra.stores.listening.arrangements import MongoArrangementStore
from infra.stores.listening.favourites import MongoFavouriteStore
from infra.stores.listening.play_queues import MongoPlayQueueStore
from infra.stores.listening.plays import MongoPlayStore
from infra.stores.playlists.made_lists import MongoKeptLists
from infra.stores.tastes import MongoTasteStore
from infra.stores.tracks import MongoTrackStore
from infra.stores.training.table_trainings import MongoTableTrainings
from infra.tasks import Tasks, keep_running
from infra.web.accounts import make_accounts, require_way_in, watch_accounts
from infra.web.artifacts import refresh_artifacts
from infra.web.catalogue_keeper import CatalogueKeeper
from infra.web.corrections import correction_services, cover_reader
from infra.web.health import WebParts
from infra.web.histories.importer import make_importer
from infra.web.lab import live_models, make_lab
from infra.web.libraries import folder_services
from infra.web.playlists import PlaylistFeed, playlist_services
from infra.web.real_threads import in_real_thread, start_system_thread
from infra.web.secret_key import secret_key
from infra.web.transcoding_source import transcoding_source
from infra.web.upload_analysis import UploadAnalysis
from infra.web.visibility import WebLibraries
from infra.workers.engine import TRENDING_EVERY_S, engine_config, in_experiments, live_index
from infra.workers.latency import begin_to_collect
from infra.workers.sessions import serving_sessions
from recommender.artifacts.live import LiveArtifact
from recommender.catalogue.kept import KeptCatalogues
from recommender.catalogue.libraries.visibility import LOOK_EVERY_S as LIBRARIES_EVERY_S
from recommender.catalogue.live import LiveCatalogue
from recommender.clock import system_clock
from recommender.listening.current_slates import CurrentSlates
from recommender.listening.engine import Engine
from recommender.listening.live_counts import LiveTrending
from recommender.room.map import track_map
from streaming.clients.confluent_reader import ConfluentTopicReader
from streaming.producer import ActivityProducer, open_producer
from streaming.round_trip import RoundTrip
from streaming.slate_feed import SlateFeed
from streaming.topic_watch import LOOK_EVERY_S, topic_watch
from streaming.topics import Topics
from webapp.app import PlayerApp, create_app
from webapp.services import Services, WebConfig

_LISTENER_WAITS_S = 3.0
"""How long MongoDB may take for what a listener waits for."""
_CLOSE_WITHIN_S = 0.5
_KEEP_EVERY_S = 60.0
Result = TypeVar("Result")
Asked = ParamSpec("Asked")
_log = structlog.get_logger(__name__)


def web_config(settings: Settings) -> WebConfig:
    """Return the web's part of the settings."""
    return WebConfig(
        secret_key=secret_key(settings),
        version=version("segue"),
        command=invocation(),
        allowed_hosts=(settings.web_host, *settings.allowed_hosts.split(",")),
        trusted_proxies=settings.trusted_proxies,
        address_events_per_s=settings.address_events_per_s,
        address_listeners_per_min=settings.address_listeners_per_min,
        artist_cap=settings.artist_cap,
        half_life_days=settings.taste_half_life_days,
        address_sockets=settings.address_sockets,
        upload_limit_bytes=settings.upload_limit_mb * 1_000_000,
        table_limit_bytes=settings.table_limit_mb * 1_000_000,
        history_limit_bytes=settings.history_limit_mb * 1_000_000,
        transcode_slots=settings.transcode_limit,
        ffmpeg=shutil.which("ffmpeg"),
    )


@contextmanager
def web_app(settings: Settings, addresses: ServerAddresses, *, host: str) -> Iterator[PlayerApp]:
    """Yield the application with everything behind it running; the first catalogue and index are loaded.

    Raises `BadSetting` when `host` can be reached from other machines and nobody has an account.
    """
    with ExitStack() as stack:
        database = open_database(addresses.mongo_uri, settings.mongo_database)
        stack.callback(database.client.close)
        prepare_database(database)
        request_database = open_database(
            addresses.mongo_uri, settings.mongo_database, answer_within_s=_LISTENER_WAITS_S
        )
        stack.callback(request_database.client.close)
        accounts = make_accounts(settings, request_database, host=host)
        require_way_in(accounts, host=host)
        producer = open_producer(addresses.kafka_bootstrap, start_thread=start_system_thread)
        stack.callback(producer.close, within_s=_CLOSE_WITHIN_S)
        index = live_index(settings)
        trending = LiveTrending(MongoActivityArchive(database).trending)
        store = artifact_store(settings)
        models = live_models(store)
        maps = LiveArtifact(store, track_map.KIND, track_map.load)
        kept = KeptCatalogues(settings.home.absolute() / "cache" / "catalogues")
        catalogue = LiveCatalogue(
            MongoTrackStore(database),
            in_thread=in_real_thread,
            pause=lambda: gevent.sleep(0),
            build=kept.build,
        )
        libraries = WebLibraries.of(database, catalogue)
        keeper = CatalogueKeeper(catalogue, libraries.views, libraries.visibility)
        moods = models.library_moods.current
        sessions = serving_sessions(store, database, index.current)
        engine = Engine(
            index.current, trending.current, engine_config(settings), moods, libraries.rows.of, sessions=sessions.live
        )
        tasks = Tasks()
        stack.callback(tasks.end)
        asked_engine = in_experiments(engine, database, tasks)
        slates = CurrentSlates(MongoTasteStore(request_database), asked_engine, system_clock)
        uploads = UploadAnalysis(cpu_s=settings.upload_limit_s, middle_s=settings.analysed_middle_s)
        stack.callback(uploads.close)
        histories = stack.enter_context(closing(make_importer(settings, addresses, database)))
        corrections = correction_services(settings, request_database)
        quality = live_quality(
            database,
            PublishedQuality(store, lambda: index.version, lambda: sessions.published.version),
            clock=system_clock,
            in_thread=in_real_thread,
            pause=lambda: gevent.sleep(0),
        )
        topics = Topics(settings.cell)
        feed = SlateFeed(
            lambda: ConfluentTopicReader(addresses.kafka_bootstrap, topics.slates, start_thread=start_system_thread),
            lambda listener_id, slate: app.live.namespace.deliver(listener_id, slate),
            clock=system_clock,
        )
        parts = WebParts(
            database=database,
            cell=settings.cell,
            round_trip=RoundTrip(producer, topics, feed, monotonic=monotonic),
            feed=feed,
            index=index,
            catalogue_trouble=lambda: keeper.trouble,
            sessions=sessions.live.figures,
            tasks=tasks,
            clock=system_clock,
        )
        app = create_app(
            Services(
                config=web_config(settings),
                catalogue=catalogue.current,
                libraries=libraries.services(request_database, lambda: app.live.namespace.send_again()),
                index=index.current,
                current_slate=_in_time(slates.current),
                track_map=maps.current,
                taste=_in_time(slates.taste),
                mood_slate=_in_time(slates.current),
                radio_slate=_in_time(slates.of_radio),
                publish=ActivityProducer(producer, topics).publish,
                analyse_upload=uploads,
                read_cover=cover_reader(corrections.pictures),
                transcoding_source=transcoding_source,
                plays=MongoPlayStore(request_database),
                favourites=MongoFavouriteStore(request_database),
                arrangements=MongoArrangementStore(request_database),
                raw_vector=MongoFeatureStore(request_database).vector,
                parts=parts.ask,
                play_queues=MongoPlayQueueStore(request_database),
                accounts=accounts,
                corrections=corrections,
                kept_lists=MongoKeptLists(request_database),
                history_imports=histories,
                folders=folder_services(request_database, unhurried=database, clock=system_clock),
                compute=in_real_thread,
                picks_quality=quality.current,
                lab=make_lab(models, store, request_database, uploads, tables=_tables(settings, request_database)),
                playlists=playlist_services(request_database, in_thread=in_real_thread),
            )
        )
        look = partial(libraries.look, lambda: app.live.namespace.send_again())
        look()
        keeper.refresh()
        for artifact in (index, models, maps, sessions.published):
            in_real_thread(artifact.refresh)
        trending.refresh()
        begin_to_collect()
        stop = Event()
        stack.callback(feed.close)  # after `stop.set`
        stack.callback(stop.set)
        Thread(target=feed.run, args=(stop,), name="slate-feed", daemon=True).start()
        if accounts is not None:
            Thread(target=_watch_accounts, args=(database, app, look, stop), name="watch-accounts", daemon=True).start()
        playlists = PlaylistFeed(database, lambda change: app.live.namespace.announce_playlist(change))
        Thread(target=playlists.run, args=(stop,), name="playlist-feed", daemon=True).start()
        watch = topic_watch(addresses.kafka_bootstrap, topics, partitions=settings.kafka_partitions)
        tasks.every(LOOK_EVERY_S, lambda: in_real_thread(watch.look), name="watch-topics")
        tasks.every(LIBRARIES_EVERY_S, look, name="look-at-libraries")
        tasks.every(settings.artifacts_poll_s, keeper.refresh, name="refresh-catalogue")
        others = (models, maps, sessions.published)
        tasks.every(settings.artifacts_poll_s, lambda: refresh_artifacts(index, others, app), name="refresh-artifacts")
        tasks.every(_KEEP_EVERY_S, lambda: in_real_thread(kept.keep_settled), name="keep-catalogue")
        tasks.every(TRENDING_EVERY_S, trending.refresh, name="refresh-trending")
        tasks.every(TRENDING_EVERY_S, sessions.live.refresh, name="learn-sessions")
        tasks.every(BEAT_EVERY_S, parts.beat, name="heartbeat", at_once=True)
        yield app


def _in_time(ask: Callable[Asked, Result]) -> Callable[Asked, Result]:
    """Return `ask` with less patience for MongoDB than the stores have by themselves."""

    def ask_in_time(*arguments: Asked.args, **named: Asked.kwargs) -> Result:
        with pymongo.timeout(_LISTENER_WAITS_S):
            return ask(*arguments, **named)

    return ask_in_time


def _watch_accounts(database: Database[dict[str, Any]], app: PlayerApp, look: Callable[[], None], stop: Event) -> None:
    def tell() -> None:
        app.tell_of_account_change()
        look()

    keep_running(lambda: watch_accounts(database, tell, stop), stop=stop, name="watch-accounts")


def _tables(settings: Settings, database: Database[dict[str, Any]]) -> TableUploads:
    trainings = MongoTableTrainings(database)
    return TableUploads(folder=settings.home.absolute() / "tables" / "sent", trainings=trainings, clock=system_clock)
