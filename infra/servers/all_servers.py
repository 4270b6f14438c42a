"""All embedded servers at once, for the commands that keep them: `segue up` and `segue demo`."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial

from infra.servers.ability import kafka_write_probe, mongo_write_probe
from infra.servers.embedded import Kind, NotedServer, own
from infra.servers.running import ServerAddresses, make_topics
from infra.servers.watched_server import WatchedServer, watch
from infra.settings import Settings


@contextmanager
def embedded_servers(settings: Settings) -> Iterator[tuple[ServerAddresses, Sequence[WatchedServer]]]:
    """Start the servers that no setting names, at the same time, make the topics, and watch whether they can store.

    Raises `AlreadyRunning` when another command of this home already runs one of them.
    """
    wanted: dict[Kind, str] = {"mongo": settings.mongo_uri, "kafka": settings.kafka_bootstrap}
    missing = [kind for kind, given in wanted.items() if not given]
    with ExitStack() as stack:
        blocks = [own(kind, settings) for kind in missing]
        with ThreadPoolExecutor() as threads:
            starts = [threads.submit(block.__enter__) for block in blocks]
        for block, start in zip(blocks, starts, strict=True):
            if start.exception() is None:
                stack.push(block.__exit__)
        servers = {kind: start.result() for kind, start in zip(missing, starts, strict=True)}
        addresses = ServerAddresses(
            mongo_uri=settings.mongo_uri or servers["mongo"].address,
            kafka_bootstrap=settings.kafka_bootstrap or servers["kafka"].address,
        )
        make_topics(settings, addresses.kafka_bootstrap)
        probed = [_with_probe(kind, server, settings) for kind, server in servers.items()]
        yield addresses, stack.enter_context(watch(probed))


def _with_probe(kind: Kind, server: NotedServer, settings: Settings) -> WatchedServer:
    data = settings.home.absolute() / kind
    if kind == "mongo":
        return WatchedServer(server, mongo_write_probe(server.address, settings.mongo_database), data=data)
    furnish = partial(make_topics, settings, server.address)
    return WatchedServer(server, kafka_write_probe(server.address), data=data, furnish=furnish)
