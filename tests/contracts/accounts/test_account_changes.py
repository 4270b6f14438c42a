"""What a player hears of accounts that change in another process, on the real database."""

from datetime import UTC, datetime, timedelta
from threading import Event, Thread

import pytest

from infra.stores.accounts.opening import account_stores
from infra.web.accounts import watch_accounts
from recommender.accounts.records import Account, Session
from recommender.records import ListenerId
from tests.deadline import eventually

pytestmark = pytest.mark.live

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
FAR = NOW + timedelta(days=20_000)


@pytest.fixture
def told(mongo_database):
    """How often something was told of so far; the watch has begun."""
    times: list[int] = []
    stop = Event()
    watch = Thread(target=watch_accounts, args=(mongo_database, lambda: times.append(1), stop))
    watch.start()
    eventually(lambda: times, within_s=20, what="the beginning")
    times.clear()
    yield times
    stop.set()
    watch.join(timeout=20)


def add_sessions(stores, n: int) -> None:
    for number in range(n):
        stores.sessions.add(
            Session(
                session_id=f"s{number}",
                account_id=ListenerId("anna"),
                device="Firefox",
                made_at=NOW,
                used_at=NOW,
                expires_at=FAR,
            )
        )


def test_sessions_that_end_together_are_told_of_together(mongo_database, told):
    stores = account_stores(mongo_database)
    add_sessions(stores, 50)
    assert stores.sessions.end_all(ListenerId("anna")) == 50
    eventually(lambda: told, within_s=20, what="the end of the sessions")
    stores.accounts.add(Account(account_id=ListenerId("anna"), name="Anna", role="admin", made_at=NOW))
    n = len(told)
    eventually(lambda: len(told) > n, within_s=20, what="the account")
    assert len(told) < 10


def test_a_session_that_begins_or_is_used_is_not_told_of(mongo_database, told):
    stores = account_stores(mongo_database)
    add_sessions(stores, 3)
    stores.sessions.note_use("s1", used_at=NOW, expires_at=FAR)
    stores.accounts.add(Account(account_id=ListenerId("anna"), name="Anna", role="admin", made_at=NOW))
    eventually(lambda: told, within_s=20, what="the account, which comes after them")
    assert len(told) == 1
