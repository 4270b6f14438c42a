"""A stream worker with its handler, stores and Kafka clients."""

import socket
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from os import getpid
from threading import Event
from typing import Any

from pymongo.database import Database

from infra.settings import Settings
from infra.stores.activity import MongoActivityArchive
from infra.stores.experiments.experiments import MongoExperimentStore
from infra.stores.experiments.shown_events import MongoShownEvents
from infra.stores.heartbeats import BEAT_EVERY_S, Heartbeat, MongoHeartbeats
from infra.tasks import Tasks
from infra.workers.latency import tune_for_latency
from recommender.clock import system_clock
from recommender.errors import ServerUnavailable
from recommender.experiments.guard import Guard
from streaming.clients.confluent_consumer import ConfluentGroupConsumer, Pace
from streaming.clients.ports import MessageProducer
from streaming.consumer import Worker
from streaming.dead_letters import DeadLetters
from streaming.handlers.archive import ArchiveHandler
from streaming.handlers.handler import Handler
from streaming.producer import KafkaSlateOutbox, open_producer
from streaming.topic_watch import LOOK_EVERY_S, topic_watch
from streaming.topics import Topics
from streaming.worker_state import WorkerState, trouble_of

HANDLERS = ("taste", "archive")
PACES = {
    "taste": Pace(batch=2_000),
    # Nobody waits for the archive, and a transaction for each event would cost more than all the rest.
    "archive": Pace(batch=1_000, gather_bytes=64 * 1024),
}
HEAR_EVERY_S = 0.2
"""Outcomes of slates are asked for once a second; to hear of each at once costs a twentieth of the worker's CPU."""
MAX_SILENCE_S = 30.0
"""A worker's loop comes round every second, or each time it has waited for a server."""
MAX_STUCK_S = 60.0
GUARD_EVERY_S = 60.0
"""Of the archive's workers, one reads what was shown, and each ten minutes at most; without an experiment none does."""


@dataclass(frozen=True)
class WiredWorker:
    """A worker and what it makes known of itself."""

    worker: Worker
    state: WorkerState
    heartbeats: MongoHeartbeats
    producer: MessageProducer
    tasks: Tasks
    further_figures: Callable[[], Mapping[str, float]] = dict

    def run(self) -> None:
        """Handle messages until told to stop; then end what belongs to the worker."""
        try:
            self.worker.run()
        finally:
            self.tasks.end()
            self.producer.close()
            with suppress(ServerUnavailable):
                self.heartbeats.end(self.process)

    def beat(self) -> None:
        """Tell how the worker is."""
        report = self.state.report()
        now = system_clock()
        handled_at = report.handled_at or report.started_at
        worries = [trouble_of(report, now=now, max_silence_s=MAX_SILENCE_S, max_stuck_s=MAX_STUCK_S)]
        worries += [task.trouble for task in self.tasks.states()]
        figures: dict[str, float] = {
            **self.further_figures(),
            "handled": report.n_handled,
            "handled_age_s": round((now - handled_at).total_seconds(), 1),
            "buried": report.n_buried,
            "lag": report.lag,
            "stuck_partitions": report.n_stuck(now=now, max_stuck_s=MAX_STUCK_S),
            "dead_letters": report.n_dead_letters,
            "partitions": len(report.partitions),
            "partitions_age_s": round((now - report.moved_at).total_seconds(), 1),
        }
        if report.n_topic_partitions is not None:
            figures["topic_partitions"] = report.n_topic_partitions
        self.heartbeats.beat(
            Heartbeat(
                process=self.process,
                role=f"worker {report.handler}",
                host=socket.gethostname(),
                trouble="; ".join(filter(None, worries)),
                figures=figures,
            )
        )

    @property
    def process(self) -> str:
        """What this worker is called among the heartbeats."""
        report = self.state.report()
        return f"worker {report.handler}/{report.slot}/{socket.gethostname()}/{getpid()}"


def make_worker(
    name: str, settings: Settings, *, bootstrap: str, database: Database[dict[str, Any]], slot: str, stop: Event
) -> WiredWorker:
    """Return the worker of handler `name`; `slot` is what people call it."""
    topics = Topics(settings.cell)
    producer = open_producer(bootstrap, hear_every_s=HEAR_EVERY_S)
    tasks = Tasks()
    handler: Handler
    further_figures: Callable[[], Mapping[str, float]] = dict
    if name == "taste":
        # The archive needs neither index nor numpy: a process of its own stays small.
        from infra.stores.tastes import MongoTasteStore
        from infra.workers.engine import in_experiments, keep_fresh, live_engine
        from streaming.handlers.taste import TasteHandler
        from streaming.handlers.taste_writer import later_in_a_thread

        tune_for_latency()
        live = live_engine(settings, database)
        keep_fresh(settings, live, tasks)
        further_figures = live.sessions.live.figures
        outbox = KafkaSlateOutbox(producer, topics)
        store_later = later_in_a_thread()
        engine = in_experiments(live.engine, database, tasks)
        handler = TasteHandler(MongoTasteStore(database), engine, outbox, system_clock, store_later=store_later)
    else:
        tune_for_latency()
        handler = ArchiveHandler(MongoActivityArchive(database))
        guard = Guard(MongoExperimentStore(database), MongoShownEvents(database), system_clock)
        tasks.every(GUARD_EVERY_S, guard.look, name="guard-experiments")
    state = WorkerState(handler=name, slot=slot, clock=system_clock)
    worker = Worker(
        lambda: ConfluentGroupConsumer(bootstrap, group=topics.group(name), pace=PACES[name]),
        topics.activity,
        handler,
        DeadLetters(producer),
        stop=stop,
        monotonic=time.monotonic,
        state=state,
    )
    heartbeats = MongoHeartbeats(database, settings.cell)
    wired = WiredWorker(worker, state, heartbeats, producer, tasks, further_figures)
    tasks.every(BEAT_EVERY_S, wired.beat, name=f"heartbeat-{name}", at_once=True)
    watch = topic_watch(bootstrap, topics, partitions=settings.kafka_partitions)
    tasks.every(LOOK_EVERY_S, watch.look, name=f"watch-topics-{name}")
    return wired
