"""A listening history that the page sends: through the player, a process of its own, MongoDB, Kafka and the worker."""

import io
import json
import signal
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Event, Thread
from uuid import uuid4

import psutil
import pytest
import requests

from infra.stores.database import open_database
from infra.stores.history import MongoHistoryStore
from infra.stores.tastes import MongoTasteStore
from infra.workers.wiring import make_worker
from recommender.listening.history.imports import INTERRUPTED
from recommender.records import ListenerId
from tests.integration.web_process import WebProcess, running_web, wait_for

pytestmark = pytest.mark.live
WITHIN_S = 120.0
N_LONG = 60_000
"""Plays whose import takes seconds on any machine."""
NEWEST = datetime(2026, 1, 5, 12, tzinfo=UTC)


def rows(names, n=1):
    """Plays of these songs in turn, a minute apart."""
    songs = [names[i % len(names)] for i in range(n)]
    return [
        {
            "endTime": f"{NEWEST - timedelta(minutes=i):%Y-%m-%d %H:%M}",
            "artistName": artist,
            "trackName": title,
            "msPlayed": 200_000,
        }
        for i, (title, artist) in enumerate(songs)
    ]


def zipped(content) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("MyData/StreamingHistory0.json", json.dumps(content))
    return file.getvalue()


def send(session: requests.Session, web: WebProcess, content: bytes, *, name="my.zip", dry_run=False):
    answer = session.post(
        f"{web.address}/api/v1/history/import?dry_run={str(dry_run).lower()}",
        files={"file": (name, content)},
        timeout=60,
    )
    assert answer.ok, answer.text
    return answer.json()["import_id"]


def ended(session: requests.Session, web: WebProcess, import_id: str) -> dict:
    """Wait until an import has ended, and return what is told of it."""

    def found():
        items = session.get(f"{web.address}/api/v1/history/imports", timeout=20).json()["items"]
        one = next(each for each in items if each["import_id"] == import_id)
        return one if one["state"] in ("done", "failed") else None

    one: dict = wait_for(found, WITHIN_S)
    return one


@pytest.fixture
def taste_worker(settings) -> Iterator[None]:
    database = open_database(settings.mongo_uri, settings.mongo_database)
    stop = Event()
    worker = make_worker("taste", settings, bootstrap=settings.kafka_bootstrap, database=database, slot="0", stop=stop)
    thread = Thread(target=worker.run, daemon=True)
    thread.start()
    yield
    stop.set()
    thread.join(20)
    database.client.close()


@pytest.mark.usefixtures("taste_worker")
def test_an_imported_history_is_heard_by_plays_and_taste_at_once(web, settings, music):
    anna = web.listener()
    me = ListenerId(anna.get(f"{web.address}/api/v1/listener", timeout=20).json()["listener_id"])
    known = music[3]
    content = zipped(rows([(known.title, known.artist), ("Of another planet", "Nobody")], 6))
    looked_at = ended(anna, web, send(anna, web, content, dry_run=True))
    assert (looked_at["state"], looked_at["dry_run"]) == ("done", True), looked_at
    assert (looked_at["new"], looked_at["matched"], looked_at["unmatched"]) == (6, 3, 3)
    assert looked_at["unmatched_songs"] == [{"title": "Of another planet", "artist": "Nobody"}]
    assert looked_at["last_at"] == "2026-01-05T12:00:00Z"
    assert anna.get(f"{web.address}/api/v1/history/plays", timeout=20).json()["items"] == []

    imported = ended(anna, web, send(anna, web, content))
    assert (imported["state"], imported["new"], imported["told"]) == ("done", 6, 3), imported
    most = anna.get(f"{web.address}/api/v1/history/most-played?window=all", timeout=20).json()["items"]
    assert [(track["track_id"], track["plays"]) for track in most] == [(known.track_id, 3)]
    database = open_database(settings.mongo_uri, settings.mongo_database)
    wait_for(
        lambda: (taste := MongoTasteStore(database).get_many([me]).get(me)) and known.track_id in taste.affinities,
        WITHIN_S,
    )
    database.client.close()
    again = ended(anna, web, send(anna, web, content))
    assert (again["new"], again["known"], again["told"]) == (0, 6, 0)
    wait_for(lambda: [*(settings.home / "histories" / "sent").iterdir()] == [], WITHIN_S)


def test_a_broken_file_is_told_with_its_reason_and_gone(web, settings):
    anna = web.listener()
    one = ended(anna, web, send(anna, web, b"PK\x03\x04 broken", name="broken.zip"))
    assert one["state"] == "failed"
    assert one["reason"].startswith("broken.zip is a damaged zip"), one
    assert str(settings.home) not in one["reason"]
    wait_for(lambda: [*(settings.home / "histories" / "sent").iterdir()] == [], WITHIN_S)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL], ids=["stopped", "killed"])
def test_an_import_whose_player_ends_has_failed_and_counts_once_when_it_is_sent_again(settings, web, how):
    own = replace(settings, home=settings.home / uuid4().hex)
    own.home.mkdir()
    content = zipped(rows([(f"Song {n}", "Band") for n in range(500)], N_LONG))
    (own.home / "secret_key").write_bytes((settings.home / "secret_key").read_bytes())
    with running_web(own, own.home / "web.log") as first:
        anna = first.listener()
        me = ListenerId(anna.get(f"{first.address}/api/v1/listener", timeout=20).json()["listener_id"])
        import_id = send(anna, first, content)
        worker = wait_for(
            lambda: [
                child
                for child in psutil.Process(first.process.pid).children()
                if "infra.web.histories.worker" in child.cmdline()
            ],
            WITHIN_S,
        )[0]

        def is_reading():
            (one,) = anna.get(f"{first.address}/api/v1/history/imports", timeout=20).json()["items"]
            assert one["state"] in ("waiting", "reading"), one
            return one["state"] == "reading"

        wait_for(is_reading, WITHIN_S)
        first.process.send_signal(how)
        first.process.wait(20)
    wait_for(lambda: not worker.is_running() or worker.status() == psutil.STATUS_ZOMBIE, WITHIN_S)
    one = ended(anna, web, import_id)
    assert (one["state"], one["reason"]) == ("failed", INTERRUPTED)
    with running_web(own, own.home / "web.log") as second:
        assert [*(own.home / "histories" / "sent").iterdir()] == []
        done = ended(anna, second, send(anna, second, content))
        assert done["state"] == "done", done
        assert done["new"] + done["known"] == N_LONG
    database = open_database(settings.mongo_uri, settings.mongo_database)
    assert len(list(MongoHistoryStore(database).of_listener(me))) == N_LONG
    database.client.close()
