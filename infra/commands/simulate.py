"""`segue simulate`: plausible listening on the real catalogue, through the real topics."""

import time

import click

from infra.invocation import as_called
from infra.settings import Settings
from recommender.errors import BadInput

PER_MESSAGE = 200


@click.command("simulate")
@click.option("--listeners", default=200, show_default=True, type=click.IntRange(1, 100_000), help="How many.")
@click.option("--hours", default=48.0, show_default=True, type=click.FloatRange(0.1, 24 * 365), help="Until now.")
@click.option(
    "--seed", default=1, show_default=True, type=click.IntRange(0), help="The same seed makes the same listening."
)
@click.option(
    "--rate", default=0.0, type=click.FloatRange(0), help="Events per second; 0: as fast as Kafka takes them."
)
@click.option("--among-real", is_flag=True, help="Write into a database that holds real listening.")
@click.pass_obj
def command(settings: Settings, listeners: int, hours: float, seed: int, rate: float, among_real: bool) -> None:
    """Make plausible listening on the real catalogue.

    Each listener likes some artists or genres and skips what is far from them. Every event carries the source
    `simulated`; a database with real listening is refused unless `--among-real` is given.
    """
    import numpy as np

    from infra.servers.running import running_servers
    from infra.stores.activity import MongoActivityArchive
    from infra.stores.batches import batches
    from infra.stores.database import open_database, prepare_database
    from infra.stores.tracks import MongoTrackStore
    from recommender.clock import system_clock
    from recommender.simulation.activity import simulate_events
    from streaming.producer import ActivityProducer, open_producer
    from streaming.topics import Topics

    with running_servers(settings, mongo=True, kafka=True) as addresses:
        database = open_database(addresses.mongo_uri, settings.mongo_database)
        prepare_database(database)
        if not among_real and MongoActivityArchive(database).has_real_events():
            raise BadInput(
                f"database {settings.mongo_database} holds real listening, and simulated events would change its "
                "picks; use another SEGUE_MONGO_DATABASE, or --among-real to do it all the same"
            )
        tracks = [track for track in MongoTrackStore(database).scan() if track.status == "present"]
        events = simulate_events(
            tracks, n_listeners=listeners, hours=hours, until=system_clock(), rng=np.random.default_rng(seed)
        )
        producer = ActivityProducer(open_producer(addresses.kafka_bootstrap, linger_ms=5), Topics(settings.cell))
        started, n = time.monotonic(), 0
        for batch in batches(events, PER_MESSAGE):
            producer.publish(batch)
            n += len(batch)
            if rate > 0 and (ahead_s := n / rate - (time.monotonic() - started)) > 0:
                time.sleep(ahead_s)
        producer.close()
        database.client.close()
    message = f"{n} events of {listeners} simulated listeners sent; `segue worker` turns them into tastes and counts"
    click.echo(as_called(message))
