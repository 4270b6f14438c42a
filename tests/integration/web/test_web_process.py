import re
import signal
import socket
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import monotonic

import msgspec
import numpy as np
import pytest

from infra.stores.database import open_database
from infra.stores.tracks import MongoTrackStore
from recommender.artifacts.store import ArtifactStore
from recommender.records import ActivityEvent, Slate, Track, TrackId
from recommender.similarity.features import fingerprint
from recommender.similarity.index_build import IndexConfig, build_track_index
from recommender.similarity.track_index import KIND
from streaming.clients.confluent_scan import TopicScan
from streaming.producer import KafkaSlateOutbox, open_producer
from streaming.topics import Topics, ensure_topics
from tests.builders.index import made_vectors, table_of
from tests.integration.web.player import event
from tests.integration.web_process import environment_of, live_socket, running_web, wait_for

pytestmark = pytest.mark.live
WITHIN_S = 20.0


def test_it_serves_without_an_index_and_says_what_is_missing(web):
    answer = web.get("/health/ready")
    parts = {part["name"]: part for part in answer.json()["parts"]}
    assert parts["mongo"]["ready"]
    assert parts["kafka"]["ready"]
    assert parts["catalogue"]["ready"]
    assert web.get("/api/v1/tracks").json()["total"] == 30


def test_an_acknowledged_event_is_in_kafka(web, settings):
    sent = event()
    session = web.listener()
    with live_socket(web, session) as (client, _):
        answer = client.call("activity", [sent, {"event_id": "x"}], namespace="/live", timeout=20)
    assert answer["accepted"] == [sent["event_id"]]
    assert [each["event_id"] for each in answer["rejected"]] == ["x"]
    scan = TopicScan(settings.kafka_bootstrap, Topics(settings.cell).activity)
    for message in scan.messages():
        stored = msgspec.json.decode(message.value, type=ActivityEvent)
        if str(stored.event_id) == sent["event_id"]:
            break
    scan.close()
    listener = session.get(f"{web.address}/api/v1/listener", timeout=20).json()["listener_id"]
    assert (stored.listener_id, message.key) == (listener, listener.encode())
    assert stored.recorded_at is not None


def test_a_slate_of_the_stream_reaches_its_listener_and_the_current_one_comes_at_once(web, settings):
    session = web.listener()
    listener = session.get(f"{web.address}/api/v1/listener", timeout=20).json()["listener_id"]
    ensure_topics(settings.kafka_bootstrap, Topics(settings.cell), partitions=2)
    producer = open_producer(settings.kafka_bootstrap)
    outbox = KafkaSlateOutbox(producer, Topics(settings.cell))
    slate = Slate(slate_id="new", listener_id=listener, picks=(), model_version="", made_at=datetime.now(UTC))
    with live_socket(web, session) as (_, received):
        wait_for(lambda: received, WITHIN_S)
        assert received[0][1]["listener_id"] == listener

        def came() -> bool:
            outbox.send(slate)
            outbox.flush()
            return any(data["slate_id"] == "new" for name, data in received if name == "slate")

        wait_for(came, WITHIN_S)
    producer.close(within_s=1)


def test_new_and_missing_tracks_are_seen_while_serving(web, settings):
    database = open_database(settings.mongo_uri, settings.mongo_database)
    store = MongoTrackStore(database)
    extra = Track(track_id=TrackId("extra"), title="Zebra crossing")
    store.put_many([extra])
    wait_for(lambda: web.get("/api/v1/search?q=zebra").json()["tracks"], WITHIN_S)
    store.put_many([msgspec.structs.replace(extra, status="missing")])
    wait_for(lambda: not web.get("/api/v1/search?q=zebra").json()["tracks"], WITHIN_S)
    database.client.close()


def test_an_index_is_picked_up_while_serving_and_every_socket_hears_of_it(web, settings, music):
    assert web.get("/api/v1/tracks/k00-t00/similar").status_code == 503
    config = IndexConfig(fingerprint=fingerprint(settings.analysed_middle_s))
    write = partial(_write_index, music=music, config=config)
    with live_socket(web, web.listener()) as (_, received):
        version = ArtifactStore(settings.artifacts_location).publish(KIND, write)
        wait_for(lambda: ("index", {"model_version": version}) in received, WITHIN_S)
    similar = web.get("/api/v1/tracks/k00-t00/similar?n=3").json()
    assert similar["model_version"] == version
    assert all(each["track"]["track_id"].startswith("k00") for each in similar["items"])
    quality = web.get("/api/v1/picks/quality").json()
    assert (quality["shown"]["n_shown"], quality["index"]["version"], quality["sessions"]) == (0, version, None)
    health = web.get("/health/ready")
    lacking = [part["name"] for part in health.json()["parts"] if not part["ready"]]
    assert (health.status_code, lacking) == (503, ["worker taste", "worker archive"])


def _write_index(folder: Path, *, music: list[Track], config: IndexConfig):
    table = table_of(music)
    return build_track_index(folder, made_vectors(3, 10), table, config, np.random.default_rng(1))


def test_audio_is_served_in_ranges(web):
    whole = web.get("/audio/k00-t00")
    part = web.get("/audio/k00-t00", headers={"Range": "bytes=1000-1999"})
    assert (part.status_code, part.content) == (206, whole.content[1000:2000])
    assert whole.headers["Content-Type"] == "audio/wav"


def test_a_taken_port_is_a_clear_error_before_anything_is_started(settings):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "-c", "from infra.cli import main; main()", "web", "--port", port],
            env=environment_of(settings), capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
    assert done.returncode == 2
    assert re.search(rf"segue: cannot listen on 127.0.0.1:{port}: .*--port", done.stderr)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_within_two_seconds_with_sockets_open(settings, tmp_path, number):
    own = replace(settings, home=tmp_path, cell=settings.cell + number.name.lower())
    with running_web(own, tmp_path / "web.log") as web, live_socket(web, web.listener()):
        began = monotonic()
        web.process.send_signal(number)
        assert web.process.wait(10) == 0, web.log.read_text()
        assert monotonic() - began < 2
    assert "Traceback" not in web.log.read_text()


def test_the_key_of_the_cookies_is_made_once_and_for_its_owner_only(web, settings):
    path = settings.home / "secret_key"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.read_text().strip() not in web.log.read_text()
