"""All embedded servers at once, for the commands that keep them: `segue up` and `segue demo`."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

from infra.servers.embedded import Kind, NotedServer, owned
from infra.servers.running import ServerAddresses, make_topics
from infra.settings import Settings


@contextmanager
def embedded_servers(settings: Settings) -> Iterator[tuple[ServerAddresses, list[NotedServer]]]:
    """Start the servers that no setting names, at the same time, and make the topics.

    Raises `AlreadyRunning` when another command of this home already runs one of them.
    """
    wanted: dict[Kind, str] = {"mongo": settings.mongo_uri, "kafka": settings.kafka_bootstrap}
    missing = [kind for kind, given in wanted.items() if not given]
    with ExitStack() as stack:
        blocks = [owned(kind, settings) for kind in missing]
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
        yield addresses, list(servers.values())
