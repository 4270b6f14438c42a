"""A worker was killed within a transaction: whoever writes the same events after it does not wait for long."""

import subprocess
import sys
from time import monotonic

import pytest

from infra.servers.mongod import MAX_TRANSACTION_S
from infra.stores.activity import MongoActivityArchive
from tests.builders.events import event, placed
from tests.mongo_fixtures import lent_database, mongo_database

__all__ = ["lent_database", "mongo_database"]
pytestmark = pytest.mark.live
WITHIN_S = 2.5 * MAX_TRANSACTION_S  # MongoDB looks every half of the limit
ARCHIVING = """
import sys
from infra.stores.activity import MongoActivityArchive
from infra.stores.database import open_database
from tests.builders.events import event, placed

def hang(*_, **__):
    print("between the two writes", flush=True)
    sys.stdin.read()

archive = MongoActivityArchive(open_database(sys.argv[1], sys.argv[2]))
archive._count = hang
archive.put_many(placed([event("started", "a")]))
"""


def test_what_a_killed_worker_left_open_ends_soon(mongo_database, mongo_uri, report):
    worker = subprocess.Popen(
        [sys.executable, "-c", ARCHIVING, mongo_uri, mongo_database.name], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert worker.stdout.readline() == b"between the two writes\n"
    worker.kill()
    worker.communicate()
    began = monotonic()
    assert MongoActivityArchive(mongo_database).put_many(placed([event("started", "a")])) == 1
    waited_s = monotonic() - began
    report(
        "archive worker killed within its transaction",
        tried="once",
        good=1,
        lost=0,
        answered_again_s=round(waited_s, 1),
    )
    assert waited_s < WITHIN_S
