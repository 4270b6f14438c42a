"""A web application on made-up services: real files of made-up bytes, a real small index, events kept in a list."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import msgspec
import numpy as np
from flask import Flask
from flask.testing import FlaskClient

from infra.web.transcoding_source import transcoding_source
from recommender.accounts.roles import Role
from recommender.catalogue.building import build_catalogue
from recommender.catalogue.snapshot import Catalogue
from recommender.errors import BadAudio
from recommender.experiments.quality.records import PicksQuality, ShownQuality
from recommender.listening.engine import Engine, EngineConfig
from recommender.listening.taste import Taste
from recommender.listening.wishes.wish import Wish
from recommender.prediction.library.moods import NoMoods
from recommender.prediction.mood.records import MoodName
from recommender.records import ActivityEvent, Analysis, ListenerId, Pick, Slate, SoundFacts, Track, TrackId
from recommender.room.map.track_map import TrackMap
from recommender.similarity.track_index import TrackIndex
from tests.builders.correction_services import MadeCorrections
from tests.builders.folders import MadeFolders
from tests.builders.history_imports import MadeImports
from tests.builders.index import index_of, made_tracks, made_vectors
from tests.builders.lab import empty_lab
from tests.builders.libraries import made_libraries
from tests.builders.playlist_services import made_playlists
from tests.contracts.fakes.arrangements import FakeArrangementStore
from tests.contracts.fakes.favourites import FakeFavouriteStore
from tests.contracts.fakes.libraries import MemoryLibraryStore
from tests.contracts.fakes.listening import FakePlayQueueStore
from tests.contracts.fakes.made_lists import FakeKeptLists
from tests.contracts.fakes.playlists import FakePlaylistStore
from tests.contracts.fakes.plays import FakePlayStore
from tests.contracts.fakes.smart_playlists import FakeSmartPlaylistStore
from webapp.accounts.gate import Gate
from webapp.accounts.open_connections import OpenConnections
from webapp.app import PlayerApp, create_app
from webapp.lab.services import Lab
from webapp.listener import Listeners
from webapp.services import Part, Picture, Services, WebConfig

NOW = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
SOUND = SoundFacts(duration_s=180.0, loudness_lufs=-14.0, tempo_bpm=120.0, key=9, mode="minor")
AUDIO = bytes(range(256)) * 8
KINDS, PER_KIND = 4, 12


class BufferedClient(FlaskClient):
    """Reads and closes each answer, as a server does."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        """Ask for the whole answer."""
        return super().open(*args, **{"buffered": True, **kwargs})


@dataclass
class MadeWeb:
    """What a test can look at and change; `app` is made of it."""

    folder: Path
    index: TrackIndex | None = None
    track_map: TrackMap | None = None
    catalogue: Catalogue = field(default_factory=lambda: _catalogue())
    vectors: dict[str, np.ndarray] = field(default_factory=dict)
    published: list[ActivityEvent] = field(default_factory=list)
    publish_fails: Exception | None = None
    on_published: Callable[[Sequence[ActivityEvent]], None] = lambda _events: None
    upload: Callable[[Path], Analysis] | None = None
    pictures: dict[str, bytes] = field(default_factory=dict)
    taste: Taste = field(default_factory=lambda: Taste(listener_id=ListenerId("nobody")))
    plays: FakePlayStore = field(default_factory=FakePlayStore)
    favourites: FakeFavouriteStore = field(default_factory=FakeFavouriteStore)
    parts: Sequence[Part] = (Part("mongo", True), Part("kafka", True))
    picks_quality: PicksQuality = field(default_factory=lambda: unknown_quality())
    play_queues: FakePlayQueueStore = field(default_factory=FakePlayQueueStore)
    arrangements: FakeArrangementStore = field(default_factory=FakeArrangementStore)
    playlists: FakePlaylistStore = field(default_factory=FakePlaylistStore)
    smart_playlists: FakeSmartPlaylistStore = field(default_factory=FakeSmartPlaylistStore)
    kept_lists: FakeKeptLists = field(default_factory=FakeKeptLists)
    libraries: MemoryLibraryStore = field(default_factory=MemoryLibraryStore)
    roles: dict[ListenerId, Role] = field(default_factory=dict)
    """Of accounts, as processes know them that look now and then."""
    history_imports: MadeImports = field(init=False)
    folders: MadeFolders = field(default_factory=lambda: MadeFolders(NOW))
    corrections: MadeCorrections = field(default_factory=MadeCorrections)
    _apps: dict[str, PlayerApp] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.history_imports = MadeImports(
            self.folder / "histories", lambda: NOW, self.plays, lambda: self.catalogue.tracks, self._publish
        )

    def reset(self) -> None:
        """Make everything as it was; the applications stay, for making one takes longer than a test."""
        shutil.rmtree(self.folder / "music", ignore_errors=True)
        (self.folder / "music").mkdir()
        (self.folder / "static").mkdir(exist_ok=True)
        tracks = [_with_file(t, self.folder / "music", i) for i, t in enumerate(made_tracks(KINDS, PER_KIND))]
        self.index = _index()[0]
        self.track_map = None
        self.catalogue = replace(_catalogue(), tracks=tuple(tracks))
        self.vectors = {t.track_id: v for t, v in zip(tracks, made_vectors(KINDS, PER_KIND), strict=True)}
        self.published = []
        self.corrections.reset(tracks)
        self.playlists.clear()
        self.smart_playlists.clear()
        self.publish_fails = self.upload = None
        self.pictures = {}
        self.taste = Taste(listener_id=ListenerId("nobody"))
        self.plays.clear()
        self.favourites.clear()
        self.parts = (Part("mongo", True), Part("kafka", True))
        self.picks_quality = unknown_quality()
        self.play_queues.queues.clear()
        self.arrangements.arrangements.clear()
        self.kept_lists.forget()
        self.libraries.clear()
        self.roles.clear()
        self.history_imports.forget()

    def services(self, **config: Any) -> Services:
        """Return the ports."""
        web = WebConfig(
            secret_key=b"a key for tests, long enough",
            version="1.2.3",
            static_folder=self.folder / "static",
            address_listeners_per_min=1_000_000,  # all tests come from one address
            address_events_per_s=1_000_000.0,
        )
        return Services(
            config=replace(web, **config),
            catalogue=lambda: self.catalogue,
            libraries=made_libraries(lambda: self.catalogue, self.libraries, lambda: self.roles),
            index=lambda: self.index,
            track_map=lambda: self.track_map,
            current_slate=self.slate,
            publish=self._publish,
            analyse_upload=self._analyse,
            transcoding_source=transcoding_source,
            read_cover=lambda track: Picture(self.pictures[track.track_id]),
            raw_vector=lambda track_id: self.vectors.get(track_id),
            parts=lambda: self.parts,
            taste=lambda listener_id: msgspec.structs.replace(self.taste, listener_id=listener_id),
            mood_slate=_refuse_mood,
            play_queues=self.play_queues,
            arrangements=self.arrangements,
            plays=self.plays,
            favourites=self.favourites,
            radio_slate=self.radio_slate,
            lab=self.lab(),
            playlists=made_playlists(self.playlists, self.smart_playlists),
            kept_lists=self.kept_lists,
            history_imports=self.history_imports,
            folders=self.folders.services(),
            corrections=self.corrections.services(),
            picks_quality=lambda: self.picks_quality,
            clock=lambda: NOW,
        )

    def lab(self, **given: Any) -> Lab:
        """Return a lab without models but those that are given."""
        return empty_lab(self.folder / "artifacts", **given)

    def app(self, **config: Any) -> PlayerApp:
        """Return an application."""
        app = self._apps.get(repr(config))
        if app is None:
            app = self._apps[repr(config)] = create_app(self.services(**config))
            app.test_client_class = BufferedClient
        return app

    def client(self, **config: Any) -> FlaskClient:
        """Return a client of an application, without a cookie."""
        return self.app(**config).test_client()

    def slate(self, listener_id: ListenerId) -> Slate:
        """Return a slate of one pick."""
        pick = Pick(track_id=self.catalogue.tracks[0].track_id, score=1.0, source="fresh", reason="new here")
        return Slate(slate_id="s1", listener_id=listener_id, picks=(pick,), model_version="made-1", made_at=NOW)

    def radio_slate(self, listener_id: ListenerId, wish: Wish) -> Slate:
        """Return the engine's slate of a radio."""
        engine = Engine(lambda: self.index, dict, EngineConfig())
        return engine.slate(msgspec.structs.replace(self.taste, listener_id=listener_id), made_at=NOW, wish=wish)

    def _publish(self, events: Sequence[ActivityEvent]) -> None:
        if self.publish_fails is not None:
            raise self.publish_fails
        self.published.extend(events)
        self.on_published(events)

    def _analyse(self, path: Path) -> Analysis:
        if self.upload is not None:
            return self.upload(path)
        if path.read_bytes()[:4] != b"tone":
            raise BadAudio("not audio", "made-up")
        return Analysis(vector=next(iter(self.vectors.values())), sound=SOUND, seconds=0.1)


def _refuse_mood(_listener: ListenerId, _mood: MoodName) -> Slate:
    raise NoMoods


def unknown_quality() -> PicksQuality:
    """Return what is known of picks before anybody saw one and anything was built."""
    shown = ShownQuality(hours=720, n_listeners=0, n_shown=0)
    return PicksQuality(counted_at=NOW, shown=shown, index=None, sessions=None)


def made_web(folder: Path) -> MadeWeb:
    """Return services over 48 tracks of four kinds, each with a file in `folder`."""
    web = MadeWeb(folder)
    web.reset()
    return web


def open_gate(app: Flask) -> Gate:
    """Return the gate of an application whose visitors may do everything."""
    return Gate(app, Listeners(b"a key for tests, long enough"), OpenConnections())


@cache
def _index() -> tuple[TrackIndex, TemporaryDirectory[str]]:
    """Build the index once for all tests; its files stay as long as it is mapped."""
    folder = TemporaryDirectory(prefix="segue-made-index-", ignore_cleanup_errors=True)
    return index_of(Path(folder.name), made_tracks(KINDS, PER_KIND), made_vectors(KINDS, PER_KIND)), folder


@cache
def _catalogue() -> Catalogue:
    """Build it once: the tests' own differ only in where the files are, which nothing is sorted by."""
    tracks = [_described(track, i) for i, track in enumerate(made_tracks(KINDS, PER_KIND))]
    return build_catalogue(tracks, revision="1")


def _described(track: Track, number: int) -> Track:
    return msgspec.structs.replace(
        track,
        sound=SOUND,
        added_at=NOW - timedelta(days=number),
        track_number=number + 1,
        tags={"composer": "Clara Schumann"},
    )


def _with_file(track: Track, folder: Path, number: int) -> Track:
    path = folder / f"{track.track_id} ü #?.mp3"
    path.write_bytes(AUDIO)
    return msgspec.structs.replace(_described(track, number), url=path.as_uri())


def changed(web: MadeWeb, track_id: str, **fields: Any) -> None:
    """Change one track of the catalogue."""
    tracks = [
        msgspec.structs.replace(track, **fields) if track.track_id == track_id else track
        for track in web.catalogue.tracks
    ]
    web.catalogue = build_catalogue(tracks, revision=web.catalogue.revision + "x")


def made_event(number: int = 0, **fields: Any) -> dict[str, Any]:
    """Return an event as the page sends it."""
    event_id = UUID(int=(0x018F << 112) | (7 << 76) | (2 << 62) | number)
    sent = {"event_id": str(event_id), "kind": "started", "track_id": "k00-t00", "occurred_at": "2026-01-05T11:59:00Z"}
    return sent | fields


def first_id(web: MadeWeb) -> TrackId:
    """Return the id of a track that is there."""
    return web.catalogue.tracks[0].track_id
