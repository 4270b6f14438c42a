"""`make bench-live`: 500 connected listeners and 200 events a second on one machine, beside a bare relay."""

import subprocess
import sys
import time
import urllib.request
import uuid
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime

import msgspec
from kafka.admin import KafkaAdminClient, NewTopic

from benchmarks.big_catalogue import big_index, big_store, store_folder
from benchmarks.live.bare_relay import DOWN, UP
from benchmarks.live.load_cpu import cpu_of
from benchmarks.live.logged_in import log_in_listeners
from benchmarks.live.outcome import Outcome, count_row, latency_row, warm_up_row
from benchmarks.own_servers import READY_WITHIN_S, own_servers, run_beside, server_pids, wait_until_it_answers
from benchmarks.results_file import Goal, Table, write_result
from infra.servers.listening_port import free_port
from infra.settings import Settings
from infra.stores.database import open_database, opened_database, prepare_database
from infra.stores.tracks import MongoTrackStore
from recommender.records import Track, TrackId
from recommender.similarity.track_index import TrackIndex

LISTENERS = 500
EVENTS_PER_S = 200
SECONDS = 60
WARM_UP_S = 5.0
"""As in `live_load`."""
GOAL_P50_MS = 20
GOAL_P99_MS = 80


def main() -> None:
    """Run the bare relay, then segue, on the same servers with the same load."""
    index = big_index()
    big_store()
    with own_servers() as settings:
        settings = replace(
            settings,
            artifacts_url=str(store_folder()),
            log_level="warning",
            address_sockets=LISTENERS,  # all of them on this machine
            address_listeners_per_min=LISTENERS,
            address_events_per_s=2.0 * EVENTS_PER_S,
        )
        _fill_catalogue(settings, index)
        servers = server_pids(settings)
        bare, bare_cpu = _bare(settings, servers)
        whole, whole_cpu = _segue(settings, servers)
        lost = _not_archived(settings, whole.event_ids) + (whole.sent - whole.acknowledged)
    p50, p99 = whole.slate_ms.p50, whole.slate_ms.p99
    write_result(
        "live",
        goals=[
            Goal(
                "P3: event to slate in the same socket, p50, after the warm-up",
                f"<= {GOAL_P50_MS} ms",
                f"{p50:.1f} ms",
                p50 <= 20,
            ),
            Goal(
                "P3: event to slate in the same socket, p99, after the warm-up",
                f"<= {GOAL_P99_MS} ms",
                f"{p99:.1f} ms",
                p99 <= 80,
            ),
            Goal("P3: events lost", "0", str(lost), lost == 0),
            Goal("P3: duplicate slates", "0", str(whole.duplicate_slates), whole.duplicate_slates == 0),
        ],
        tables=[
            Table(
                f"{LISTENERS} websockets, {EVENTS_PER_S} events/s for {SECONDS} s after {WARM_UP_S:g} s of the same, "
                f"{len(index.table):,} tracks, ms",
                ("what", "acknowledged p50", "p99", "event to slate p50", "p90", "p99"),
                (latency_row("bare relay", bare), latency_row("segue", whole)),
            ),
            Table(
                f"The {WARM_UP_S:g} s before: event to slate, ms",
                ("what", "p50", "p90", "p99"),
                (warm_up_row("bare relay", bare), warm_up_row("segue", whole)),
            ),
            Table(
                "Counts",
                (
                    "what",
                    "sent",
                    "per s",
                    "acknowledged",
                    "unanswered",
                    "answered by a later event's slate",
                    "duplicates",
                ),
                (count_row("bare relay", bare), count_row("segue", whole)),
            ),
            Table(
                "CPU seconds during the load, whole processes",
                ("process", "bare relay", "segue"),
                tuple(
                    (name, _round_or_none(bare_cpu.get(name)), _round_or_none(whole_cpu.get(name)))
                    for name in {**bare_cpu, **whole_cpu}
                ),
            ),
        ],
    )


def _segue(settings: Settings, servers: dict[str, int]) -> tuple[Outcome, dict[str, float]]:
    url = f"http://127.0.0.1:{settings.web_port}"
    with opened_database(settings.mongo_uri, settings.mongo_database) as database:
        cookies = log_in_listeners(database, LISTENERS)
    with ExitStack() as stack:
        web = stack.enter_context(run_beside(settings, "segue", "web"))
        taste = stack.enter_context(run_beside(settings, "segue", "worker", "taste"))
        archive = stack.enter_context(run_beside(settings, "segue", "worker", "archive"))
        wait_until_it_answers(f"{url}/health/ready")
        _until_picks_come(settings, url, cookies[0])
        pids = {**servers, "web": web.pid, "taste worker": taste.pid, "archive worker": archive.pid}
        outcome, cpu = _run_load(url, "segue", pids, cookies)
        _wait_for_archive(settings, len(outcome.event_ids))
    return outcome, cpu


def _bare(settings: Settings, servers: dict[str, int]) -> tuple[Outcome, dict[str, float]]:
    admin = KafkaAdminClient(bootstrap_servers=settings.kafka_bootstrap)
    admin.create_topics([NewTopic(name, settings.kafka_partitions, 1) for name in (UP, DOWN)])
    admin.close()
    port = free_port()
    with (
        run_beside(settings, "benchmarks.live.bare_relay", "web", str(port), settings.kafka_bootstrap) as web,
        run_beside(settings, "benchmarks.live.bare_relay", "relay", settings.kafka_bootstrap) as relay,
    ):
        url = f"http://127.0.0.1:{port}"
        wait_until_it_answers(f"{url}/api/v1/tracks")
        time.sleep(5)  # the relay joins its group; nothing tells from outside when
        cookies = [f"id={uuid.uuid4().hex}" for _ in range(LISTENERS)]
        return _run_load(url, "bare", {**servers, "web": web.pid, "relay": relay.pid}, cookies)


def _run_load(url: str, kind: str, pids: dict[str, int], cookies: list[str]) -> tuple[Outcome, dict[str, float]]:
    command = [sys.executable, "-m", "benchmarks.live.load", url, str(EVENTS_PER_S), str(SECONDS), kind]
    pipe = subprocess.PIPE
    load = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True)
    assert load.stdin is not None
    assert load.stderr is not None
    assert load.stdout is not None
    with load.stdin:
        load.stdin.write(msgspec.json.encode(cookies).decode())
    with cpu_of({**pids, "load itself": load.pid}, load) as cpu:
        answer = load.stdout.read()
    if load.wait():
        raise RuntimeError(f"the load failed: {answer}{load.stderr.read()[-2000:]}")
    return msgspec.json.decode(answer, type=Outcome), cpu


def _fill_catalogue(settings: Settings, index: TrackIndex) -> None:
    database = open_database(settings.mongo_uri, settings.mongo_database)
    prepare_database(database)
    table = index.table
    now = datetime.now(UTC)
    MongoTrackStore(database).put_many(
        Track(
            track_id=TrackId(track_id),
            title=table.titles[row],
            artist=table.artists[row],
            album=table.albums[row],
            duration_s=180.0,
            url=f"file:///nowhere/{track_id}.mp3",
            added_at=now,
        )
        for row, track_id in enumerate(table.track_ids)
    )
    database.client.close()


def _until_picks_come(settings: Settings, url: str, cookie: str) -> None:
    """Send one event and wait until the worker has folded it: it has its partitions and its index."""
    asked = urllib.request.Request(f"{url}/api/v1/tracks?limit=1", headers={"Cookie": cookie})
    with urllib.request.urlopen(asked, timeout=30) as answer:
        track_id = msgspec.json.decode(answer.read())["items"][0]["track_id"]
    event = {
        "event_id": str(uuid.uuid4()),
        "kind": "started",
        "track_id": track_id,
        "occurred_at": datetime.now(UTC).isoformat(),
    }
    request = urllib.request.Request(
        f"{url}/api/v1/activity",
        data=msgspec.json.encode([event]),
        headers={"Content-Type": "application/json", "Cookie": cookie, "Origin": url},
    )
    urllib.request.urlopen(request, timeout=30).close()
    _wait_for_archive(settings, 1, collection="tastes")


def _wait_for_archive(settings: Settings, n: int, *, collection: str = "activity") -> None:
    database = open_database(settings.mongo_uri, settings.mongo_database)
    ends = time.monotonic() + READY_WITHIN_S
    while database[collection].count_documents({}) < n and time.monotonic() < ends:
        time.sleep(0.2)
    database.client.close()


def _not_archived(settings: Settings, event_ids: list[str]) -> int:
    database = open_database(settings.mongo_uri, settings.mongo_database)
    archived = {str(document["_id"]) for document in database["activity"].find({}, {"_id": 1})}
    database.client.close()
    return len(set(event_ids) - archived)


def _round_or_none(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 1)


if __name__ == "__main__":
    main()
