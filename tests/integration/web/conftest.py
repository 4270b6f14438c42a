from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import msgspec
import pytest

from infra.settings import Settings
from infra.stores.database import open_database, prepare_database
from infra.stores.features import MongoFeatureStore
from infra.stores.tracks import MongoTrackStore
from recommender.records import Features, Track
from recommender.similarity.features import fingerprint
from tests.builders.index import made_tracks, made_vectors
from tests.integration.web.player import write_tone
from tests.integration.web_process import WebProcess, running_web


@pytest.fixture(scope="module")
def settings(servers, tmp_path_factory) -> Settings:
    name = uuid4().hex[:12]
    return replace(
        Settings(),
        access="open",
        home=tmp_path_factory.mktemp("home"),
        mongo_uri=servers.mongo_uri,
        mongo_database=f"test_{name}",
        kafka_bootstrap=servers.kafka_bootstrap,
        kafka_partitions=2,
        cell=f"t{name}",
        artifacts_poll_s=0.2,
        log_format="json",
    )


@pytest.fixture(scope="module")
def music(settings) -> list[Track]:
    folder = settings.home / "music"
    folder.mkdir()
    tracks = []
    for i, track in enumerate(made_tracks(3, 10)):
        path = folder / f"{track.track_id}.wav"
        write_tone(path, seconds=2.0, hertz=200.0 + 20 * i)
        tracks.append(msgspec.structs.replace(track, url=path.as_uri()))
    return tracks


@pytest.fixture(scope="module")
def web(settings, music) -> Iterator[WebProcess]:
    """A player over 30 tracks, without an index."""
    database = open_database(settings.mongo_uri, settings.mongo_database)
    prepare_database(database)
    MongoTrackStore(database).put_many(music)
    vectors = zip(music, made_vectors(3, 10), strict=True)
    MongoFeatureStore(database).put_many(
        Features(track_id=t.track_id, fingerprint=fingerprint(), vector=v, analysed_at=datetime.now(UTC), seconds=0.1)
        for t, v in vectors
    )
    with running_web(settings, settings.home / "web.log") as running:
        yield running
    database.client.drop_database(settings.mongo_database)
    database.client.close()
