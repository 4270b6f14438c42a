"""Which listener a command is about."""

from typing import Any

from pymongo.database import Database

from infra.settings import Settings
from infra.stores.accounts.accounts import MongoAccountStore
from infra.stores.history import MongoHistoryStore
from infra.stores.tastes import MongoTasteStore
from recommender.errors import BadInput
from recommender.events import is_simulated
from recommender.records import ListenerId

_SHOWN = 5
MAX_ID_LENGTH = 64


def chosen_listener(
    given: str | None, database: Database[dict[str, Any]], settings: Settings, *, what: str = "history"
) -> ListenerId:
    """Return the given listener, or the only one there is; raise `BadInput` that says how to find the id.

    A listener is given by id or by the name of an account. `what` is theirs, in words.
    """
    accounts = MongoAccountStore(database)
    if given is not None:
        if account := accounts.named(given):
            return account.account_id
        if not given.strip() or len(given) > MAX_ID_LENGTH:
            raise BadInput(f"--listener {given[:MAX_ID_LENGTH]!r}: an id has 1 to {MAX_ID_LENGTH} characters")
        return ListenerId(given.strip())
    if len(all_accounts := accounts.all()) == 1:
        return all_accounts[0].account_id
    stores = (MongoTasteStore(database), MongoHistoryStore(database))
    known = sorted({listener for store in stores for listener in store.listeners() if not is_simulated(listener)})
    if len(known) == 1:
        return known[0]
    where = f"http://{settings.web_host}:{settings.web_port}/api/v1/listener"
    listed = f"{len(known)} are known: {', '.join(known[:_SHOWN])}{', ...' if len(known) > _SHOWN else ''}"
    raise BadInput(
        f"whose {what} is it? {listed if known else 'nobody has listened here yet'}; open {where} in the browser that "
        "listens, it shows the id, and give it as --listener ID"
    )
