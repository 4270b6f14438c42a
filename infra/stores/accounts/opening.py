"""The stores of accounts of one database."""

from typing import Any

from pymongo.database import Database

from infra.stores.accounts.accounts import MongoAccountStore
from infra.stores.accounts.invitations import MongoInvitationStore
from infra.stores.accounts.sessions import MongoSessionStore
from infra.stores.accounts.tokens import MongoTokenStore
from recommender.accounts.ports import AccountStores


def account_stores(database: Database[dict[str, Any]]) -> AccountStores:
    """Return the stores."""
    return AccountStores(
        accounts=MongoAccountStore(database),
        sessions=MongoSessionStore(database),
        tokens=MongoTokenStore(database),
        invitations=MongoInvitationStore(database),
    )
