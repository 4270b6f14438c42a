"""The database of a command that needs nothing else: MongoDB runs for as long as it is used."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from pymongo.database import Database

from infra.servers.running import running_servers
from infra.settings import Settings
from infra.stores.database import prepared_database


@contextmanager
def running_database(
    settings: Settings, *, say: Callable[[str], None] = lambda _: None
) -> Iterator[Database[dict[str, Any]]]:
    """Yield the database; MongoDB is started where no setting names one and none of segue's runs."""
    with (
        running_servers(settings, mongo=True, say=say) as servers,
        prepared_database(servers.mongo_uri, settings.mongo_database) as database,
    ):
        yield database
