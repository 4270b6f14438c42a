import math
import re
import shutil
import signal
import socket
import subprocess
import sys
import wave
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import monotonic
from uuid import uuid4

import msgspec
import numpy as np
import psutil
import pytest
import uuid6
import websocket
from kafka import KafkaConsumer

from infra.settings import Settings
from infra.stores.database import open_database, prepare_database
from infra.stores.features import MongoFeatureStore
from infra.stores.tracks import MongoTrackStore
from infra.upload_analysis import UploadAnalysis
from recommender.artifacts.store import ArtifactStore
from recommender.errors import BadAudio
from recommender.records import ActivityEvent, Features, Slate, Track, TrackId
from recommender.similarity.features import fingerprint
from recommender.similarity.index_build import IndexConfig, build_track_index
from recommender.similarity.track_index import KIND
from recommender.similarity.track_table import TrackTable
from streaming.producer import KafkaSlateOutbox, open_producer
from streaming.topics import Topics, ensure_topics
from tests.integration.web_process import WebProcess, environment_of, live_socket, running_web, wait_for
from tests.made_index import made_tracks, made_vectors

pytestmark = pytest.mark.live
WITHIN_S = 20.0


def write_tone(path: Path, *, seconds: float, hertz: float = 440.0) -> None:
    times = np.arange(int(seconds * 22_050)) / 22_050
    melody = hertz * 2 ** (np.floor(times * 2) % 12 / 12)
    samples = (0.3 * 32767 * np.sin(2 * math.pi * np.cumsum(melody) / 22_050)).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 22_050, len(samples), "NONE", ""))
        file.writeframes(samples.tobytes())


@pytest.fixture(scope="module")
def settings(servers, tmp_path_factory) -> Settings:
    name = uuid4().hex[:12]
    return replace(
        Settings(),
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


def event(**fields: object) -> dict[str, object]:
    return {
        "event_id": str(uuid6.uuid7()),
        "kind": "started",
        "track_id": "k00-t00",
        "occurred_at": datetime.now(UTC).isoformat().replace("+00:00", "Z"),
    } | fields


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
    consumer = KafkaConsumer(
        Topics(settings.cell).activity, bootstrap_servers=settings.kafka_bootstrap, group_id=None,
        auto_offset_reset="earliest", consumer_timeout_ms=5_000,
    )  # fmt: skip
    for message in consumer:
        stored = msgspec.json.decode(message.value, type=ActivityEvent)
        if str(stored.event_id) == sent["event_id"]:
            break
    consumer.close()
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
    producer.close(timeout=1)


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
    assert web.get("/health/ready").status_code == 200


def _write_index(folder: Path, *, music: list[Track], config: IndexConfig):
    table = TrackTable.from_tracks(music)
    return build_track_index(folder, made_vectors(3, 10), table, config, np.random.default_rng(1))


def test_audio_is_served_in_ranges(web):
    whole = web.get("/audio/k00-t00")
    part = web.get("/audio/k00-t00", headers={"Range": "bytes=1000-1999"})
    assert (part.status_code, part.content) == (206, whole.content[1000:2000])
    assert whole.headers["Content-Type"] == "audio/wav"


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="needs ffmpeg, which is not installed")
class TestTranscoding:
    def test_opus_in_webm_comes_out(self, web):
        answer = web.get("/audio/k00-t00?format=opus")
        assert answer.headers["Content-Type"] == 'audio/webm; codecs="opus"'
        assert answer.content[:4] == b"\x1aE\xdf\xa3"
        assert b"OpusHead" in answer.content
        assert len(web.get("/audio/k00-t00?format=opus&start=1").content) < len(answer.content)

    def test_who_goes_away_leaves_no_ffmpeg_behind(self, web, settings):
        long = settings.home / "music" / "k00-t01.wav"
        write_tone(long, seconds=1200)
        answer = web.get("/audio/k00-t01?format=opus", stream=True)
        next(answer.iter_content(1024))
        assert _ffmpegs(web)
        answer.close()
        wait_for(lambda: not _ffmpegs(web), WITHIN_S)

    def test_there_are_only_so_many_at_once(self, web, settings):
        write_tone(settings.home / "music" / "k00-t01.wav", seconds=1200)
        open_ones = [web.get("/audio/k00-t01?format=opus", stream=True) for _ in range(settings.transcode_limit)]
        assert web.get("/audio/k00-t00?format=opus").status_code == 503
        for each in open_ones:
            each.close()
        wait_for(lambda: web.get("/audio/k00-t00?format=opus").status_code == 200, WITHIN_S)

    def test_a_file_without_sound_is_a_clear_problem(self, web, settings):
        (settings.home / "music" / "k00-t02.wav").write_bytes(b"#EXTM3U\n/etc/passwd\n" * 100)
        answer = web.get("/audio/k00-t02?format=opus")
        assert (answer.status_code, answer.json()["reason"]) == (422, "not audio")


def _ffmpegs(web: WebProcess) -> list[psutil.Process]:
    return [each for each in psutil.Process(web.process.pid).children() if each.name() == "ffmpeg"]


class TestAttacks:
    """After each of them the player must still answer."""

    @pytest.fixture(autouse=True)
    def _still_there(self, web) -> Iterator[None]:
        yield
        assert web.get("/health/live").status_code == 200
        assert web.process.poll() is None

    @pytest.fixture
    def raw(self, web) -> Iterator[socket.socket]:
        host, port = web.address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=10) as connection:
            yield connection

    @pytest.fixture
    def live(self, web) -> Iterator[websocket.WebSocket]:
        cookie = web.listener().cookies["segue_listener"]
        address = web.address.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
        connection = websocket.create_connection(address, cookie=f"segue_listener={cookie}", timeout=10)
        connection.recv()
        connection.send("40/live,")
        connection.recv()
        yield connection
        connection.close()

    @pytest.mark.parametrize(
        ("request_line", "expected"),
        [
            (b"GET /audio/../../../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n", b"40"),
            (b"GET /static/..%2f..%2f..%2fetc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n", b"40"),
            (b"GET /audio/%00 HTTP/1.1\r\nHost: localhost\r\n\r\n", b"404"),
            (b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", b"414"),
            (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 70_000 + b"\r\n\r\n", b"4"),
            (b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: a\r\n" * 500 + b"\r\n", b"4"),
            (b"GET / HTTP/1.1\r\n\r\n", b"421"),
            (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", b"400"),
            (b"POST /api/v1/activity HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n", b"4"),
            (b"POST /api/v1/activity HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n", b"4"),
        ],
    )
    def test_strange_requests_are_refused(self, raw, request_line, expected):
        raw.sendall(request_line)
        answer = raw.recv(4096)
        assert answer.split(b" ")[1].startswith(expected)
        assert b"root:" not in answer
        assert b"Traceback" not in answer

    @pytest.mark.parametrize(
        "frame",
        [
            b"\x81\xff" + (2**40).to_bytes(8, "big") + b"mask",
            b"\x81\xfe\xff\xff" + b"mask" + b"x",
            b"\xf1\x80mask",
            b"\x8f\x80mask",
            b"\x81\x82mask" + bytes(a ^ b for a, b in zip(b"\xff\xff", b"ma", strict=True)),
        ],
    )
    def test_bad_frames_close_only_their_own_connection(self, live, frame):
        live.sock.sendall(frame)
        live.sock.shutdown(socket.SHUT_WR)
        try:
            while live.sock.recv(65536):
                pass
        except OSError:
            return  # reset is closed too

    def test_endless_fragments_close_the_connection(self, live):
        fragment = b"\x00\xfe\xff\xff" + b"mask" + b"x" * 65535
        with pytest.raises(OSError, match=r"."):  # noqa: PT012 - which of the writes meets the closed end is open
            live.sock.sendall(b"\x01\xfe\xff\xff" + b"mask" + b"x" * 65535)
            for _ in range(2_000):
                live.sock.sendall(fragment)

    @pytest.mark.parametrize(
        "message",
        ["42/live,1" + "[" * 60_000, '42/live,1["activity",' + '{"a":' * 9_000 + "1" + "}" * 9_000 + "]", "42/live,1[]",
         '42/live,1["nope",[]]', '42/live,1["activity"]', '42/live,1["connect"]', "42/live,999999999999999999999[]",
         "451-/live,", "4", "49", "9", "", "\x00", '42/live,1["activity",[{"event_id":"\\u0000"}]]'],
    )  # fmt: skip
    def test_messages_that_make_no_sense_are_survived(self, live, message):
        live.send(message)

    def test_a_message_over_the_limit_closes_the_connection(self, live):
        live.send('42/live,1["activity",["' + "x" * 100_000 + '"]]')
        with pytest.raises((websocket.WebSocketException, OSError)):  # noqa: PT012 - pings may come first
            for _ in range(100):
                if not live.recv():
                    raise websocket.WebSocketConnectionClosedException


class TestLimitsOfUploads:
    def test_a_sound_is_analysed_in_another_process(self, tmp_path):
        write_tone(tmp_path / "a.wav", seconds=5)
        (tmp_path / "nothing.wav").touch()
        uploads = UploadAnalysis(cpu_s=30, middle_s=120)
        try:
            assert uploads(tmp_path / "a.wav").sound.duration_s == pytest.approx(5, abs=0.1)
            with pytest.raises(BadAudio) as refused:
                uploads(tmp_path / "nothing.wav")
            assert refused.value.reason == "empty"
        finally:
            uploads.close()

    def test_what_takes_too_much_memory_is_ended(self, tmp_path):
        write_tone(tmp_path / "a.wav", seconds=300)
        uploads = UploadAnalysis(cpu_s=30, middle_s=300, memory_bytes=1_000_000)
        with pytest.raises(BadAudio):
            uploads(tmp_path / "a.wav")
        uploads.close()

    def test_what_takes_too_long_is_ended_and_no_process_stays(self, tmp_path):
        write_tone(tmp_path / "a.wav", seconds=300)
        uploads = UploadAnalysis(cpu_s=0.1, middle_s=300)
        before = {child.pid for child in psutil.Process().children()}
        began = monotonic()
        with pytest.raises(BadAudio, match="too long to analyse"):
            uploads(tmp_path / "a.wav")
        assert monotonic() - began < 10
        uploads.close()
        assert {child.pid for child in psutil.Process().children()} <= before


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
