"""That tests which have one database after another see nothing of each other."""

import pytest

from infra.stores.tracks import MongoTrackStore
from recommender.records import Track, TrackId
from tests.mongo_fixtures import LentDatabase

pytestmark = pytest.mark.live


@pytest.fixture
def lent(mongo_uri):
    lent = LentDatabase(mongo_uri)
    yield lent
    lent.drop()


def test_what_a_test_has_written_is_gone_and_what_was_there_before_is_back(lent):
    with lent.lend() as first:
        meta = list(first["meta"].find())
        MongoTrackStore(first).put_many([Track(track_id=TrackId("1"), title="left here")])
        first["meta"].delete_many({})
    with lent.lend() as second:
        assert second.name == first.name
        assert [name for name in second.list_collection_names() if second[name].find_one()] == ["meta"]
        assert list(second["meta"].find()) == meta != []


def test_after_a_test_that_changed_more_than_documents_there_is_another_database(lent):
    changes = {
        "an index": lambda database: database["tracks"].drop_index("by_status"),
        "a schema": lambda database: database.command("collMod", "tracks", validator={}),
        "another collection": lambda database: database.create_collection("numbers"),
        "no collection": lambda database: database["tracks"].drop(),
    }
    names = []
    for what, change in changes.items():
        with lent.lend() as database:
            assert "by_status" in database["tracks"].index_information(), f"before {what}"
            names.append(database.name)
            change(database)
    with lent.lend() as last:
        assert len({*names, last.name}) == len(changes) + 1
        assert not set(names) & set(last.client.list_database_names())
