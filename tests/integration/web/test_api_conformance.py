"""The whole API of a real player against its own document; the lab has no models here."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import numpy as np
import pytest

from infra.settings import Settings
from infra.stores.database import open_database, prepare_database
from infra.stores.features import MongoFeatureStore
from infra.stores.tracks import MongoTrackStore
from recommender.artifacts.store import ArtifactStore
from recommender.records import Features
from recommender.similarity.features import fingerprint
from recommender.similarity.index_build import IndexConfig, build_track_index
from recommender.similarity.track_index import KIND
from tests.api_conformance import assert_conforms
from tests.builders.index import made_tracks, made_vectors, table_of
from tests.builders.room import made_map, publish_map
from tests.integration.web_process import WebProcess, running_web

pytestmark = [pytest.mark.live, pytest.mark.takes_minutes]


@pytest.fixture
def web(servers, tmp_path) -> Iterator[WebProcess]:
    name = uuid4().hex[:12]
    settings = replace(
        Settings(),
        access="open",
        home=tmp_path,
        mongo_uri=servers.mongo_uri,
        mongo_database=f"test_{name}",
        kafka_bootstrap=servers.kafka_bootstrap,
        kafka_partitions=2,
        cell=f"t{name}",
        upload_limit_mb=1,
    )
    tracks, vectors = made_tracks(3, 10), made_vectors(3, 10)
    database = open_database(settings.mongo_uri, settings.mongo_database)
    prepare_database(database)
    MongoTrackStore(database).put_many(tracks)
    MongoFeatureStore(database).put_many(
        Features(track_id=t.track_id, fingerprint=fingerprint(), vector=v, analysed_at=datetime.now(UTC), seconds=0.1)
        for t, v in zip(tracks, vectors, strict=True)
    )
    table, config = table_of(tracks), IndexConfig(fingerprint=fingerprint(settings.analysed_middle_s))
    ArtifactStore(settings.artifacts_location).publish(
        KIND, lambda folder: build_track_index(folder, vectors, table, config, np.random.default_rng(1))
    )
    publish_map(ArtifactStore(settings.artifacts_location), made_map(tracks))
    with running_web(settings, settings.home / "web.log") as running:
        yield running
    database.client.drop_database(settings.mongo_database)
    database.client.close()


def test_every_answer_is_what_the_document_says(web, tmp_path):
    cookie = web.listener().cookies["segue_listener"]
    assert_conforms(web.address, cookie=cookie, folder=tmp_path, max_examples=8, is_trained=False)
    assert '"level": "error"' not in web.log.read_text()
