"""Which listener a command is about."""

from typing import Any

from pymongo.database import Database

from infra.settings import Settings
from infra.stores.history import MongoHistoryStore
from infra.stores.tastes import MongoTasteStore
from recommender.errors import BadInput
from recommender.records import ListenerId

_SHOWN = 5
LONGEST_ID = 64


def chosen_listener(given: str | None, database: Database[dict[str, Any]], settings: Settings) -> ListenerId:
    """Return the given listener, or the only one there is; raise `BadInput` that says how to find the id."""
    if given is not None:
        if not given.strip() or len(given) > LONGEST_ID:
            raise BadInput(f"--listener {given[:LONGEST_ID]!r}: an id has 1 to {LONGEST_ID} characters")
        return ListenerId(given.strip())
    known = sorted({*MongoTasteStore(database).listeners(), *MongoHistoryStore(database).listeners()})
    if len(known) == 1:
        return known[0]
    where = f"http://{settings.web_host}:{settings.web_port}/api/v1/listener"
    listed = f"{len(known)} are known: {', '.join(known[:_SHOWN])}{', ...' if len(known) > _SHOWN else ''}"
    raise BadInput(
        f"whose history is it? {listed if known else 'nobody has listened here yet'}; open {where} in the browser that "
        "listens, it shows the id, and give it as --listener ID"
    )
