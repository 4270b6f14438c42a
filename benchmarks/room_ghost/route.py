"""The routes of the room through the whole web application: asked for, looked up, worked out, written as JSON.

What is described of the tracks is made up. The models of moods and popularity are those that this machine's store has
in use, for a made-up one would tell nothing of their time; where there is none, the row says so.
"""

from dataclasses import dataclass, fields
from time import perf_counter, process_time
from types import SimpleNamespace
from typing import Any

import numpy as np
from flask.testing import FlaskClient

from infra.settings import Settings
from infra.stores.artifacts import artifact_store
from infra.web.lab import LiveModels, live_models
from recommender.artifacts.manifest import Manifest
from recommender.catalogue.libraries.visibility import Visibility
from recommender.clock import system_clock
from recommender.listening.taste import Taste
from recommender.prediction.descriptors.records import PERCEPTUAL
from recommender.prediction.library.moods import FINGERPRINT, KIND, LibraryMoods, UsedModels
from recommender.prediction.sound.audio_features import FEATURES
from recommender.room.room import Room
from webapp.app import create_app
from webapp.services import Services, WebConfig

KNOBS = {"tempo": (80.0, 160.0), "loudness": (-20.0, -6.0), "brightness": (1_000.0, 4_000.0), "energy": (0.2, 0.9),
         "valence": (0.2, 0.9), "danceability": (0.2, 0.9)}  # fmt: skip
REPEATS = 100


@dataclass(frozen=True, kw_only=True)
class RoomModels:
    """What a turned song is told by."""

    mood: Any
    popularity: Any

    @classmethod
    def in_use(cls) -> "RoomModels":
        """Return those of this machine; None for one that is not there."""
        models: LiveModels = live_models(artifact_store(Settings()))
        for each in (models.mood, models.popularity):
            each.refresh()
        return cls(mood=models.mood.current(), popularity=models.popularity.current())

    @property
    def names(self) -> str:
        """What there is, in words."""
        there = [name for name, model in (("mood", self.mood), ("popularity", self.popularity)) if model is not None]
        return " and ".join(there) or "no models"


def room_client(room: Room, models: RoomModels, rng: np.random.Generator) -> FlaskClient:
    """Return a client of the web application, of which only what the room needs is there; it has a listener."""
    catalogue, moods = room.seen.catalogue, _made_moods(room, rng)
    ports: dict[str, Any] = {port.name: None for port in fields(Services)}
    ports |= {
        "config": WebConfig(secret_key=b"a key for one run"),
        "catalogue": lambda: catalogue,
        "libraries": SimpleNamespace(visibility=Visibility),
        "taste": lambda listener: Taste(listener_id=listener),
        "index": lambda: room.index,
        "track_map": lambda: room.seen.track_map,
        "lab": SimpleNamespace(
            library_moods=lambda: moods,
            mood=lambda: models.mood,
            popularity=lambda: models.popularity,
            charts=lambda: None,
            streams=lambda _listener: None,
        ),
        "compute": lambda work: work(),
        "clock": system_clock,
    }
    client = create_app(Services(**ports)).test_client()
    client.get("/api/v1/listener")
    return client


def time_ghosts(client: FlaskClient, track_ids: list[str], n_turned: int, rng: np.random.Generator) -> np.ndarray:
    """Return seconds on the clock and of CPU of each answer, float [n, 2]; each asks of the next of these tracks."""
    names = list(KNOBS)[:n_turned]
    taken = []
    for number in range(REPEATS):
        turned = {name: rng.uniform(*KNOBS[name]) for name in names}
        asked = {"track_id": track_ids[number % len(track_ids)], **turned}
        began, began_cpu = perf_counter(), process_time()
        answer = client.get("/api/v1/map/ghost", query_string=asked)
        taken.append((perf_counter() - began, process_time() - began_cpu))
        assert answer.status_code == 200, answer.data
    return np.array(taken)


def time_map(client: FlaskClient, columns: str) -> np.ndarray:
    """Return seconds on the clock and of CPU of the map: made, kept, and known by who asks; float [3, 2]."""
    taken, etag = [], ""
    for status in (200, 200, 304):
        headers = {"Accept-Encoding": "gzip"} | ({"If-None-Match": etag} if status == 304 else {})
        began, began_cpu = perf_counter(), process_time()
        answer = client.get(f"/api/v1/map?columns={columns}", headers=headers)
        taken.append((perf_counter() - began, process_time() - began_cpu))
        assert answer.status_code == status, answer.data
        etag = answer.headers["ETag"]
    return np.array(taken)


def _made_moods(room: Room, rng: np.random.Generator) -> LibraryMoods:
    track_ids = [str(track.track_id) for track in room.seen.tracks]
    low, high = np.array([(feature.low, feature.high) for feature in FEATURES]).T
    return LibraryMoods(
        manifest=Manifest(
            fingerprint=FINGERPRINT, metric="made", dims=13, counts={}, seed=1, config_digest="aaaaaa", kind=KIND,
            version="20260101T000000Z-aaaaaa", created_at=system_clock(), files={},
        ),
        models=UsedModels(descriptors_version="made", mood_version="made", r2=dict.fromkeys(PERCEPTUAL, 0.1)),
        track_ids=track_ids,
        features=np.rint(rng.uniform(low, high, (len(track_ids), len(FEATURES))) * 100).astype(np.float32) / 100,
        probabilities=rng.dirichlet(np.ones(4), len(track_ids)).astype(np.float32),
    )  # fmt: skip
