"""A taste worker that is killed at one point of its work: `python -m tests.integration.dying_worker POINT AFTER`.

Settings come from the environment. POINT is `before_store` (slates are sent, no taste is stored), `after_store` (tastes
are stored, slates handed over but perhaps not sent), `after_slates` (sent, not committed) or `after_commit`; it dies
when the point is reached for the AFTER-th time.
"""

import os
import signal
import sys
from threading import Event

from infra.settings import Settings
from infra.stores.database import open_database
from infra.workers.wiring import make_worker
from streaming.clients.confluent_consumer import ConfluentGroupConsumer


def main(point: str, after: int) -> None:
    """Run until the point."""
    settings = Settings.from_environment()
    database = open_database(settings.mongo_uri, settings.mongo_database)
    wired = make_worker(
        "taste", settings, bootstrap=settings.kafka_bootstrap, database=database, slot="0", stop=Event()
    )
    worker = wired.worker
    reached = 0

    def then_die(action):
        def done(*args, **kwargs):
            nonlocal reached
            result = action(*args, **kwargs)
            reached += 1
            if reached >= after:
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        return done

    handler = worker._handler
    if point == "before_store":
        tastes = handler._tastes.put_many

        def store_late(changed):
            handler._outbox.flush()  # their slates are sent
            then_die(lambda: None)()
            tastes(changed)

        handler._tastes.put_many = store_late
    elif point == "after_store":
        handler._tastes.put_many = then_die(handler._tastes.put_many)
    elif point == "after_slates":
        handler.flush = then_die(handler.flush)
    else:
        ConfluentGroupConsumer._on_commit = then_die(ConfluentGroupConsumer._on_commit)
    wired.run()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
