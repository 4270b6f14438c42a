"""The process that imports one sent history: `python -m infra.web.histories.worker`, limited, then gone.

Reads one line of JSON from stdin. The web holds stdin open for as long as it runs: when it ends, so does the import.
"""

import os
import resource
import sys
from contextlib import ExitStack
from pathlib import Path
from threading import Thread

import msgspec
from msgspec.structs import replace

from infra.logging import configure_logging
from infra.settings import Settings
from infra.stores.database import opened_database
from infra.stores.history import MongoHistoryStore
from infra.stores.listening.history_imports import MongoImportStore
from infra.web.histories.job import HistoryJob
from infra.web.histories.reading import HistoryParts, carry_out
from infra.web.histories.seen_tracks import tracks_seen_by
from recommender.clock import system_clock
from recommender.listening.history.imports import INTERRUPTED
from recommender.prediction.streams.importing import SongMatcher
from streaming.producer import ActivityProducer, open_producer
from streaming.topics import Topics

MEMORY_BYTES = 6_000_000_000
"""Of address space: a history of 4 GiB unpacked is refused, smaller ones are read whole."""


def main() -> None:
    """Do one job."""
    line = sys.stdin.buffer.readline()
    if not line:
        return  # the web process has ended
    job = msgspec.json.decode(line, type=HistoryJob)
    settings = Settings.from_environment()
    configure_logging(settings)
    _limit_memory(MEMORY_BYTES)
    with ExitStack() as stack:
        database = stack.enter_context(opened_database(settings.mongo_uri, settings.mongo_database))
        imports = MongoImportStore(database)
        one = imports.find(job.import_id, system_clock())
        if one is None or not one.is_open:
            return
        Thread(target=_end_with_the_web, args=(imports, job.import_id), name="watch-web", daemon=True).start()
        producer = ActivityProducer(open_producer(settings.kafka_bootstrap, linger_ms=5), Topics(settings.cell))
        stack.callback(producer.close)
        parts = HistoryParts(
            histories=MongoHistoryStore(database),
            imports=imports,
            matcher=lambda: SongMatcher(tracks_seen_by(one.listener_id, database)),
            publish=producer.publish,
            half_life_days=settings.taste_half_life_days,
            clock=system_clock,
        )
        carry_out(one, Path(job.path), parts)


def _end_with_the_web(imports: MongoImportStore, import_id: str) -> None:
    """Wait for the end of stdin; then say that the import broke off, and end at once."""
    sys.stdin.buffer.read()
    try:
        now = system_clock()
        if (one := imports.find(import_id, now)) is not None:
            imports.tell(replace(one, state="failed", reason=INTERRUPTED, told_at=now))
    finally:
        os._exit(1)


def _limit_memory(n_bytes: int) -> None:
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (n_bytes if hard == resource.RLIM_INFINITY else min(n_bytes, hard), hard))


if __name__ == "__main__":
    main()
