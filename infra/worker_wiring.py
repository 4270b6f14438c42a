"""A stream worker with its handler, stores and Kafka clients."""

import time
from threading import Event
from typing import Any

from pymongo.database import Database

from infra.engine_wiring import keep_fresh, live_engine
from infra.settings import Settings
from infra.stores.activity import MongoActivityArchive
from infra.stores.tastes import MongoTasteStore
from recommender.clock import system_clock
from streaming.consumer import Handler, Pace, Worker, open_consumer
from streaming.dead_letters import DeadLetters
from streaming.handlers.archive import ArchiveHandler
from streaming.handlers.taste import TasteHandler
from streaming.producer import KafkaSlateOutbox, open_producer
from streaming.topics import Topics

HANDLERS = ("taste", "archive")
PACES = {
    "taste": Pace(batch=2_000),
    # Nobody waits for the archive, and a transaction for each event would cost more than all the rest.
    "archive": Pace(batch=1_000, wait_ms=300, gather_bytes=64 * 1024),
}


def make_worker(
    name: str, settings: Settings, *, bootstrap: str, database: Database[dict[str, Any]], slot: str, stop: Event
) -> Worker:
    """Return the worker of handler `name`, connected; `slot` tells it from others of the same handler."""
    topics = Topics(settings.cell)
    producer = open_producer(bootstrap)
    handler: Handler
    if name == "taste":
        live = live_engine(settings, database)
        keep_fresh(settings, live, stop)
        outbox = KafkaSlateOutbox(producer, topics)
        handler = TasteHandler(MongoTasteStore(database), live.engine, outbox, system_clock)
    else:
        handler = ArchiveHandler(MongoActivityArchive(database))
    consumer = open_consumer(
        bootstrap, group=topics.group(name), instance=f"{topics.group(name)}-{slot}", pace=PACES[name]
    )
    return Worker(consumer, topics.activity, handler, DeadLetters(producer), stop=stop, monotonic=time.monotonic)
