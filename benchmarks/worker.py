"""`make bench-worker`: events a durable worker folds per second, beside a loop that only reads and decodes."""

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from statistics import median
from threading import Event

import numpy as np
from kafka import KafkaConsumer, TopicPartition

from benchmarks.big_catalogue import big_index
from benchmarks.own_servers import own_servers
from benchmarks.results_file import Goal, Table, write_result
from infra.settings import Settings
from infra.stores.activity import MongoActivityArchive
from infra.stores.database import open_database, prepare_database
from infra.stores.tastes import MongoTasteStore
from infra.workers.engine import engine_config
from infra.workers.wiring import PACES
from recommender.clock import system_clock
from recommender.listening.engine import Engine
from recommender.records import PlacedEvent, Track, TrackId
from recommender.similarity.track_index import TrackIndex
from recommender.simulation.activity import simulate_events
from streaming.clients.confluent_consumer import ConfluentGroupConsumer
from streaming.clients.confluent_scan import TopicScan
from streaming.consumer import Worker
from streaming.dead_letters import DeadLetters
from streaming.handlers.archive import ArchiveHandler
from streaming.handlers.handler import Handler
from streaming.handlers.taste import TasteHandler
from streaming.handlers.taste_writer import later_in_a_thread
from streaming.messages import decode_event
from streaming.producer import ActivityProducer, KafkaSlateOutbox, open_producer
from streaming.topics import Topics, ensure_topics
from streaming.worker_state import WorkerState

EVENTS = 60_000
LISTENERS = 500
ROUNDS = 3
GOAL_SHARE = 0.4
GOAL_PER_S = 4_000
UNTIL = datetime(2026, 11, 21, tzinfo=UTC)
WITHOUT_C = """
import sys
sys.modules["crc32c"] = None
from dataclasses import replace
from benchmarks.worker import _bare
from infra.settings import Settings
from streaming.topics import Topics
bootstrap, partitions, n_events = sys.argv[1:]
print(_bare(replace(Settings(), kafka_bootstrap=bootstrap, kafka_partitions=int(partitions)), Topics(), int(n_events)))
"""
"""kafka-python falls back to its own checksums where the package `crc32c` is not installed."""


class CountingHandler:
    """Passes batches on and ends the worker after the last event, when nothing is owed."""

    def __init__(self, handler: Handler, stop: Event, n_events: int) -> None:
        self.name = handler.name
        self._handler = handler
        self._stop = stop
        self._left = n_events
        self.began: float | None = None

    def handle(self, events: list[PlacedEvent], *, behind: bool) -> None:
        """Pass on; the clock starts with the first events."""
        if self.began is None and events:
            self.began = time.perf_counter()
        self._handler.handle(events, behind=behind)
        self._left -= len(events)
        if self._left <= 0 and not self._handler.pending:
            self._stop.set()

    @property
    def pending(self) -> bool:
        """As the handler says."""
        return self._handler.pending

    def flush(self) -> None:
        """Pass on."""
        self._handler.flush()

    def forget(self) -> None:
        """Pass on."""
        self._handler.forget()


def main() -> None:
    """Measure in turn, so that a drift of the machine meets all alike."""
    index = big_index()
    with own_servers() as settings:
        topics = Topics(settings.cell)
        ensure_topics(settings.kafka_bootstrap, topics, partitions=settings.kafka_partitions)
        n_events = _publish(settings, topics, index)
        runs: dict[str, Callable[[int], float]] = {
            "bare loop: read and decode": lambda _: _bare(settings, topics, n_events),
            "the same by librdkafka, segue's client": lambda _: _bare_librdkafka(settings, topics, n_events),
            "the same, kafka-python alone (checksums in Python)": lambda _: _bare_alone(settings, n_events),
            "taste worker: fold, store, slates, commit": lambda turn: _worker(settings, turn, n_events, index),
            "taste worker without an index: fold, store, commit": lambda turn: _worker(settings, turn, n_events, None),
            "archive worker: archive and count": lambda turn: _worker(settings, turn, n_events, index, archive=True),
        }
        seconds: dict[str, list[float]] = {name: [] for name in runs}
        for turn in range(ROUNDS):
            for name, run in runs.items():
                seconds[name].append(run(turn))
    per_s = {name: n_events / median(second) for name, second in seconds.items()}
    bare, librdkafka, alone, durable, *_ = per_s.values()
    write_result(
        "worker",
        goals=[
            Goal(
                "P4: one durable worker beside the bare loop of kafka-python alone",
                f">= {GOAL_SHARE:g} x",
                f"{durable / alone:.2f} x",
                durable / alone >= GOAL_SHARE,
            ),
            Goal(
                "P4: one durable worker beside the bare loop with C checksums, which segue installs",
                f">= {GOAL_SHARE:g} x",
                f"{durable / bare:.2f} x",
                durable / bare >= GOAL_SHARE,
            ),
            Goal(
                "P4: one durable worker beside the bare loop of librdkafka, segue's client",
                f">= {GOAL_SHARE:g} x",
                f"{durable / librdkafka:.2f} x",
                durable / librdkafka >= GOAL_SHARE,
            ),
            Goal(
                "P4: events folded per second by one durable worker",
                f">= {GOAL_PER_S:,}/s",
                f"{durable:,.0f}/s",
                durable >= GOAL_PER_S,
            ),
        ],
        tables=[
            Table(
                f"{n_events:,} waiting events of {LISTENERS} listeners, {len(index.table):,} tracks, "
                f"median of {ROUNDS} runs in turn",
                ("what", "events/s", "beside the bare loop", "µs per event"),
                tuple((name, round(n), round(n / bare, 2), round(1e6 / n, 1)) for name, n in per_s.items()),
            )
        ],
    )


def _publish(settings: Settings, topics: Topics, index: TrackIndex) -> int:
    rng = np.random.default_rng(1)
    rows = rng.choice(len(index.table), size=4_000, replace=False).tolist()
    tracks = [
        Track(track_id=TrackId(index.table.track_ids[row]), title="", artist=index.table.artists[row], duration_s=200.0)
        for row in rows
    ]
    events = list(simulate_events(tracks, n_listeners=LISTENERS, hours=60, until=UNTIL, rng=rng))[:EVENTS]
    producer = ActivityProducer(open_producer(settings.kafka_bootstrap, linger_ms=5), topics)
    for start in range(0, len(events), 1_000):
        producer.publish(events[start : start + 1_000])
    producer.close()
    return len(events)


def _bare(settings: Settings, topics: Topics, n_events: int) -> float:
    consumer = KafkaConsumer(
        bootstrap_servers=settings.kafka_bootstrap,
        group_id=None,
        max_poll_records=PACES["taste"].batch,
        max_partition_fetch_bytes=4 << 20,
        metrics_enabled=False,
    )
    partitions = [TopicPartition(topics.activity, partition) for partition in range(settings.kafka_partitions)]
    consumer.assign(partitions)
    consumer.seek_to_beginning(*partitions)
    n, began = 0, None
    while n < n_events:
        for records in consumer.poll(timeout_ms=500).values():
            began = began or time.perf_counter()
            for record in records:
                decode_event(record.value)
            n += len(records)
    assert began is not None
    seconds = time.perf_counter() - began
    consumer.close()
    return seconds


def _bare_librdkafka(settings: Settings, topics: Topics, n_events: int) -> float:
    scan = TopicScan(settings.kafka_bootstrap, topics.activity)
    n, began = 0, None
    for message in scan.messages():
        began = began or time.perf_counter()
        decode_event(message.value)
        n += 1
    assert began is not None
    assert n == n_events
    seconds = time.perf_counter() - began
    scan.close()
    return seconds


def _bare_alone(settings: Settings, n_events: int) -> float:
    command = [sys.executable, "-c", WITHOUT_C, settings.kafka_bootstrap, str(settings.kafka_partitions), str(n_events)]
    completed = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(completed.stdout)


def _worker(settings: Settings, turn: int, n_events: int, index: TrackIndex | None, *, archive: bool = False) -> float:
    """Run one worker over all events with a database of its own; seconds from the first event to the last commit."""
    name = f"bench_{turn}_{'archive' if archive else 'taste'}_{'index' if index else 'bare'}"
    topics = Topics(settings.cell)
    database = open_database(settings.mongo_uri, name)
    prepare_database(database)
    producer = open_producer(settings.kafka_bootstrap)
    stop = Event()
    inner: Handler
    if archive:
        inner = ArchiveHandler(MongoActivityArchive(database))
    else:
        engine = Engine(lambda: index, dict, engine_config(settings))
        outbox = KafkaSlateOutbox(producer, topics)
        inner = TasteHandler(MongoTasteStore(database), engine, outbox, system_clock, store_later=later_in_a_thread())
    handler = CountingHandler(inner, stop, n_events)
    pace = PACES["archive" if archive else "taste"]
    Worker(
        lambda: ConfluentGroupConsumer(settings.kafka_bootstrap, group=name, pace=pace),
        topics.activity,
        handler,
        DeadLetters(producer),
        stop=stop,
        monotonic=time.monotonic,
        state=WorkerState(handler=name, slot="0", clock=system_clock),
    ).run()
    seconds = time.perf_counter() - (handler.began or 0.0)
    producer.close()
    database.client.drop_database(name)
    database.client.close()
    return seconds


if __name__ == "__main__":
    main()
