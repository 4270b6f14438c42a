"""Listeners with accounts, each logged in with one session, as the load sends them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from pymongo.database import Database

from infra.stores.accounts.opening import account_stores
from recommender.accounts.records import Account, Session
from recommender.accounts.secrets import hash_secret, make_listener_id, make_secret
from webapp.accounts.recognition import COOKIE


def log_in_listeners(database: Database[dict[str, Any]], n: int) -> list[str]:
    """Make the accounts and a session of each; return the cookies."""
    stores = account_stores(database)
    now = datetime.now(UTC)
    cookies = []
    for number in range(n):
        account = Account(account_id=make_listener_id(), name=f"listener {number}", role="listener", made_at=now)
        stores.accounts.add(account)
        secret = make_secret()
        stores.sessions.add(
            Session(
                session_id=hash_secret(secret),
                account_id=account.account_id,
                device="the load of a benchmark",
                made_at=now,
                used_at=now,
                expires_at=now + timedelta(days=1),
            )
        )
        cookies.append(f"{COOKIE}={secret}")
    return cookies
