"""`segue up`: the servers that no setting names, supervised until Ctrl-C."""

from functools import partial

import click
from rich.console import Console

from infra.servers.all_servers import embedded_servers
from infra.servers.stop_signal import stop_requested
from infra.servers.supervisor import Supervisor
from infra.settings import Settings
from recommender.errors import ServerUnavailable


@click.command()
@click.pass_obj
def command(settings: Settings) -> None:
    """Run the servers that no setting names.

    MongoDB and Kafka are started unless SEGUE_MONGO_URI and SEGUE_KAFKA_BOOTSTRAP name others, kept running, and
    stopped by Ctrl-C. Every other command of the same SEGUE_HOME uses them meanwhile.
    """
    if settings.mongo_uri and settings.kafka_bootstrap:
        raise ServerUnavailable("settings name both servers (SEGUE_MONGO_URI, SEGUE_KAFKA_BOOTSTRAP): nothing to run")
    console = Console(highlight=False)
    with stop_requested() as stopped, embedded_servers(settings) as (addresses, owned):
        console.print(f"MongoDB  {addresses.mongo_uri if not settings.mongo_uri else 'named by SEGUE_MONGO_URI'}")
        console.print(f"Kafka    {addresses.kafka_bootstrap}")
        console.print("ready; Ctrl-C stops them")
        Supervisor(owned, say=partial(console.print, markup=False, soft_wrap=True)).run(stopped)
        console.print("stopping ...")
    console.print("stopped")
