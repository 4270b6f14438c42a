"""The servers a command needs, wherever they are: given by settings, run by another command, or started here."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from infra.servers.embedded import own_or_use
from infra.settings import Settings


@dataclass(frozen=True)
class ServerAddresses:
    """Where the servers are; a server that was not asked for has an empty address."""

    mongo_uri: str
    kafka_bootstrap: str


@contextmanager
def running_servers(
    settings: Settings, *, mongo: bool = True, kafka: bool = False, say: Callable[[str], None] = lambda _: None
) -> Iterator[ServerAddresses]:
    """Yield the addresses of the servers asked for, which run at least until the block ends.

    A server named by settings is used as it is. Else the one that `segue up` (or any other command of the same home)
    runs is used. Else the embedded one is started and stopped again with the block; commands that came to use it
    meanwhile are waited for, and `say` tells so. Kafka comes with the topics of the cell made.
    Raises `ServerUnavailable` with the reason when one cannot run.
    """
    with ExitStack() as stack:
        mongo_uri = kafka_bootstrap = ""
        if mongo:
            mongo_uri = settings.mongo_uri or stack.enter_context(own_or_use("mongo", settings, say=say))
        if kafka:
            kafka_bootstrap = settings.kafka_bootstrap or stack.enter_context(own_or_use("kafka", settings, say=say))
            make_topics(settings, kafka_bootstrap)
        yield ServerAddresses(mongo_uri, kafka_bootstrap)


def make_topics(settings: Settings, bootstrap: str) -> None:
    """Make the topics of the cell that are missing, before anyone subscribes to them."""
    from streaming.topics import Topics, ensure_topics  # here, so that commands without Kafka do not load it

    ensure_topics(bootstrap, Topics(settings.cell), partitions=settings.kafka_partitions)
