"""Heartbeats in MongoDB, whose clock tells their age."""

import pytest

from infra.stores.heartbeats import Heartbeat, MongoHeartbeats
from recommender.errors import ServerUnavailable

pytestmark = pytest.mark.live


def beat(process="web/h/1", *, trouble="", **figures):
    return Heartbeat(process=process, role=process.split("/")[0], host="h", trouble=trouble, figures=figures)


@pytest.fixture
def heartbeats(mongo_database):
    return MongoHeartbeats(mongo_database, "cell")


def test_what_was_told_last_is_there_and_fresh(heartbeats):
    heartbeats.beat(beat(lag=3))
    heartbeats.beat(beat(lag=4, trouble="it waits: $$NOW"))
    (found,) = heartbeats.all()
    assert (found.process, found.trouble, dict(found.figures), found.fresh) == (
        "web/h/1",
        "it waits: $$NOW",
        {"lag": 4},
        True,
    )
    assert 0 <= found.age_s < 15


def test_other_cells_are_not_told_of(heartbeats, mongo_database):
    MongoHeartbeats(mongo_database, "another").beat(beat())
    assert heartbeats.all() == []


def test_a_process_that_ends_is_gone(heartbeats):
    heartbeats.beat(beat())
    heartbeats.end("web/h/1")
    assert heartbeats.all() == []


def test_an_old_one_is_not_fresh(heartbeats, mongo_database):
    heartbeats.beat(beat())
    mongo_database["heartbeats"].update_one({}, [{"$set": {"beat_at": {"$subtract": ["$$NOW", 60_000]}}}])
    (found,) = heartbeats.all()
    assert not found.fresh


def test_a_database_that_is_away_is_told_within_seconds(own_mongod):
    from infra.stores.database import open_database, prepare_database

    database = open_database(own_mongod.address, "segue")
    prepare_database(database)
    own_mongod.kill()
    with pytest.raises(ServerUnavailable):
        MongoHeartbeats(database, "").beat(beat())
    database.client.close()
