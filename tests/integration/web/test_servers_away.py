"""Servers go away under a real player, and come back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from time import monotonic
from uuid import uuid4

import pytest
import uuid6

from infra.servers.kafka import Kafka
from infra.servers.mongod import Mongod
from infra.settings import Settings
from infra.stores.database import open_database, prepare_database
from infra.stores.tracks import MongoTrackStore
from recommender.errors import UNAVAILABLE
from recommender.records import Track, TrackId
from tests.integration.web_process import WebProcess, running_web, wait_for
from tests.processes import paused

pytestmark = pytest.mark.live
WITHIN_S = 60.0
TOLD_WITHIN_S = 5.0


@pytest.fixture
def web(own_mongod: Mongod, own_kafka: Kafka, tmp_path) -> Iterator[WebProcess]:
    settings = replace(
        Settings(),
        access="open",
        home=tmp_path / "home",
        mongo_uri=own_mongod.address,
        mongo_database=f"test_{uuid4().hex[:8]}",
        kafka_bootstrap=own_kafka.address,
        kafka_partitions=2,
        artifacts_poll_s=0.2,
    )
    database = open_database(settings.mongo_uri, settings.mongo_database)
    prepare_database(database)
    MongoTrackStore(database).put_many([Track(track_id=TrackId("t"), title="T")])
    database.client.close()
    with running_web(settings, tmp_path / "web.log") as running:
        yield running


def post(web: WebProcess, session):
    event = {
        "event_id": str(uuid6.uuid7()),
        "kind": "started",
        "track_id": "t",
        "occurred_at": datetime.now(UTC).isoformat(),
    }
    return session.post(f"{web.address}/api/v1/activity", json=[event], timeout=60)


def ready_parts(web: WebProcess) -> dict[str, bool]:
    return {part["name"]: part["ready"] for part in web.get("/health/ready").json()["parts"]}


def test_without_kafka_nothing_is_acknowledged_and_with_it_again_everything(web, own_kafka):
    session = web.listener()
    assert post(web, session).status_code == 200
    own_kafka.kill()
    away = post(web, session)
    assert (away.status_code, away.json()["type"]) == (503, "urn:segue:problem:server-unavailable")
    assert ready_parts(web)["kafka"] is False
    assert web.get("/api/v1/tracks").json()["total"] == 1
    own_kafka.start()
    wait_for(lambda: post(web, session).status_code == 200, WITHIN_S)
    assert ready_parts(web)["kafka"] is True


def test_without_mongodb_the_library_still_answers_and_slates_say_why_not(web, own_mongod):
    session = web.listener()
    assert session.get(f"{web.address}/api/v1/slate", timeout=60).status_code == 200
    own_mongod.kill()
    assert ready_parts(web)["mongo"] is False
    assert web.get("/api/v1/search?q=t").json()["tracks"]
    assert_told_soon(session, web)
    own_mongod.start()
    wait_for(lambda: session.get(f"{web.address}/api/v1/slate", timeout=60).status_code == 200, WITHIN_S)
    wait_for(lambda: ready_parts(web)["mongo"] and ready_parts(web)["catalogue"], WITHIN_S)


def test_a_mongodb_that_hangs_is_told_soon_and_without_its_address(web, own_mongod):
    session = web.listener()
    assert session.get(f"{web.address}/api/v1/slate", timeout=60).status_code == 200
    with paused(own_mongod.pid):
        for _ in range(2):
            assert_told_soon(session, web)
    wait_for(lambda: session.get(f"{web.address}/api/v1/slate", timeout=60).status_code == 200, WITHIN_S)


def assert_told_soon(session, web):
    began = monotonic()
    answer = session.get(f"{web.address}/api/v1/slate", timeout=60)
    assert (answer.status_code, answer.json()["detail"]) == (503, UNAVAILABLE)
    assert monotonic() - began < TOLD_WITHIN_S
