"""A MongoDB that answers before it serves, as each does after a crash."""

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from time import monotonic

import pytest
from pymongo import MongoClient

from infra.servers.child_process import ChildProcess
from infra.servers.listening_port import LOCALHOST
from infra.servers.mongod import Mongod
from infra.stores.activity import MongoActivityArchive
from infra.stores.database import opened_database, prepare_database
from recommender.errors import ServerUnavailable
from tests.builders.events import event, placed
from tests.deadline import eventually

pytestmark = pytest.mark.live
UNUSED_S = 1.1
"""A connection that was not used for a second is replaced, before its use, when the server has closed it."""


def test_transactions_go_on_although_one_was_tried_while_mongodb_was_starting(own_mongod):
    """A connection to a MongoDB that starts has no sessions; once in use it would be used for ever."""
    with opened_database(own_mongod.address, "segue") as database, ThreadPoolExecutor(1) as pool:
        prepare_database(database)
        used_at = monotonic()
        eventually(lambda: monotonic() - used_at > UNUSED_S, within_s=10)
        own_mongod.kill()
        shutil.rmtree(own_mongod.data)
        own_mongod.data.mkdir()
        with _starting(own_mongod) as client:
            tried = pool.submit(_keep, database)
            eventually(lambda: tried.done() or monotonic() - used_at > 3 * UNUSED_S, within_s=30)
            member = {"_id": 0, "host": f"{LOCALHOST}:{own_mongod.port}"}
            client.admin.command("replSetInitiate", {"_id": "segue", "members": [member]})
            assert tried.result(timeout=30) or eventually(lambda: _keep(database), within_s=15, what="an event kept")


def _keep(database) -> bool:
    try:
        MongoActivityArchive(database).put_many(placed([event("started", "a")]))
    except ServerUnavailable:
        return False
    return True


@contextmanager
def _starting(server: Mongod) -> Iterator[MongoClient]:
    """Run a MongoDB that answers and takes no data yet."""
    process = ChildProcess(server._command(), output=server.log.with_suffix(".out"))
    try:
        with MongoClient(LOCALHOST, server.port, directConnection=True) as client:
            client.admin.command("hello")
            yield client
    finally:
        process.kill()
