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
from flask.testing import FlaskClient

from recommender.artifacts.store import ArtifactStore
from recommender.catalogue.building import build_catalogue
from recommender.catalogue.snapshot import Catalogue
from recommender.errors import BadAudio
from recommender.records import ActivityEvent, Analysis, ListenerId, Pick, Slate, SoundFacts, Track, TrackId
from recommender.similarity.track_index import TrackIndex
from tests.contracts.fakes.training import MemoryTrainingLog
from tests.made_index import index_of, made_tracks, made_vectors
from webapp.app import PlayerApp, create_app
from webapp.lab.services import Lab
from webapp.services import Part, Picture, Services, WebConfig

NOW = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
SOUND = SoundFacts(duration_s=180.0, loudness_lufs=-14.0, tempo_bpm=120.0, key=9, mode="minor")
AUDIO = bytes(range(256)) * 8
KINDS, PER_KIND = 4, 12


class _BufferedClient(FlaskClient):
    """Reads and closes each answer, as a server does."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        """Ask for the whole answer."""
        return super().open(*args, **{"buffered": True, **kwargs})


@dataclass
class MadeWeb:
    """What a test can look at and change; `app` is made of it."""

    folder: Path
    index: TrackIndex | None = None
    catalogue: Catalogue = field(default_factory=lambda: _catalogue())
    vectors: dict[str, np.ndarray] = field(default_factory=dict)
    published: list[ActivityEvent] = field(default_factory=list)
    publish_fails: Exception | None = None
    upload: Callable[[Path], Analysis] | None = None
    pictures: dict[str, bytes] = field(default_factory=dict)
    parts: Sequence[Part] = (Part("mongo", True), Part("kafka", True))
    _apps: dict[str, PlayerApp] = field(default_factory=dict)

    def reset(self) -> None:
        """Make everything as it was; the applications stay, for making one takes longer than a test."""
        shutil.rmtree(self.folder / "music", ignore_errors=True)
        (self.folder / "music").mkdir()
        (self.folder / "static").mkdir(exist_ok=True)
        tracks = [_with_file(t, self.folder / "music", i) for i, t in enumerate(made_tracks(KINDS, PER_KIND))]
        self.index = _index()[0]
        self.catalogue = replace(_catalogue(), tracks=tuple(tracks))
        self.vectors = {t.track_id: v for t, v in zip(tracks, made_vectors(KINDS, PER_KIND), strict=True)}
        self.published = []
        self.publish_fails = self.upload = None
        self.pictures = {}
        self.parts = (Part("mongo", True), Part("kafka", True))

    def services(self, **config: Any) -> Services:
        """Return the ports."""
        web = WebConfig(
            secret_key=b"a key for tests, long enough", version="1.2.3", static_folder=self.folder / "static"
        )
        return Services(
            config=replace(web, **config),
            catalogue=lambda: self.catalogue,
            index=lambda: self.index,
            current_slate=self.slate,
            publish=self._publish,
            analyse_upload=self._analyse,
            read_cover=lambda track: Picture(self.pictures[track.track_id]),
            raw_vector=lambda track_id: self.vectors.get(track_id),
            parts=lambda: self.parts,
            lab=Lab(artifacts=ArtifactStore(self.folder / "artifacts"), runs=MemoryTrainingLog()),
            clock=lambda: NOW,
        )

    def app(self, **config: Any) -> PlayerApp:
        """Return an application."""
        app = self._apps.get(repr(config))
        if app is None:
            app = self._apps[repr(config)] = create_app(self.services(**config))
            app.test_client_class = _BufferedClient
        return app

    def client(self, **config: Any) -> FlaskClient:
        """Return a client of an application, without a cookie."""
        return self.app(**config).test_client()

    def slate(self, listener_id: ListenerId) -> Slate:
        """Return a slate of one pick."""
        pick = Pick(track_id=self.catalogue.tracks[0].track_id, score=1.0, source="fresh", reason="new here")
        return Slate(slate_id="s1", listener_id=listener_id, picks=(pick,), model_version="made-1", made_at=NOW)

    def _publish(self, events: Sequence[ActivityEvent]) -> None:
        if self.publish_fails is not None:
            raise self.publish_fails
        self.published.extend(events)

    def _analyse(self, path: Path) -> Analysis:
        if self.upload is not None:
            return self.upload(path)
        if path.read_bytes()[:4] != b"tone":
            raise BadAudio("not audio", "made-up")
        return Analysis(vector=next(iter(self.vectors.values())), sound=SOUND, seconds=0.1)


def made_web(folder: Path) -> MadeWeb:
    """Return services over 48 tracks of four kinds, each with a file in `folder`."""
    web = MadeWeb(folder)
    web.reset()
    return web


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
    return msgspec.structs.replace(track, sound=SOUND, added_at=NOW - timedelta(days=number), track_number=number + 1)


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
