from datetime import UTC, datetime

import numpy as np
import pytest
from msgspec.structs import replace
from pymongo import IndexModel
from pymongo.errors import WriteError

from infra.stores.collection_spec import CollectionSpec
from infra.stores.database import SPECS, open_database, prepare_database
from infra.stores.features import MongoFeatureStore
from infra.stores.history import MongoHistoryStore
from infra.stores.migration_runner import Migration, migrate
from infra.stores.tracks import TRACKS, MongoTrackStore
from recommender.errors import BadRecord, SegueError, ServerUnavailable
from recommender.prediction.streams.importing import SongMatcher
from recommender.prediction.streams.records import Play
from recommender.records import ListenerId, Track, TrackId

pytestmark = pytest.mark.live


def test_every_collection_has_its_schema_and_indexes(mongo_database):
    options = {collection["name"]: collection["options"] for collection in mongo_database.list_collections()}
    for spec in SPECS:
        assert options[spec.name]["validator"] == {"$jsonSchema": dict(spec.schema)}
        names = set(mongo_database[spec.name].index_information())
        assert names == {"_id_", *(index.document["name"] for index in spec.indexes)}


def test_preparing_twice_changes_nothing(mongo_database):
    MongoTrackStore(mongo_database).put_many([Track(track_id=TrackId("1"), title="kept")])
    before = [mongo_database.command("listIndexes", spec.name)["cursor"]["firstBatch"] for spec in SPECS]
    prepare_database(mongo_database)
    after = [mongo_database.command("listIndexes", spec.name)["cursor"]["firstBatch"] for spec in SPECS]
    assert after == before
    assert MongoTrackStore(mongo_database).get(TrackId("1")).title == "kept"
    assert mongo_database["meta"].find_one({"_id": "schema"})["version"] >= 1


def test_preparing_twice_makes_no_index_anew(mongo_database):
    def made_at():
        statistics = {spec.name: mongo_database[spec.name].aggregate([{"$indexStats": {}}]) for spec in SPECS}
        return {(name, each["name"]): each["accesses"]["since"] for name, of in statistics.items() for each in of}

    before = made_at()
    prepare_database(mongo_database)
    assert made_at() == before


@pytest.mark.parametrize("option", [{"unique": True}, {"sparse": True}, {"expireAfterSeconds": 60}])
def test_an_index_whose_declaration_lost_or_gained_an_option_is_replaced(mongo_database, option):
    with_option = CollectionSpec("tracks", TRACKS.schema, (IndexModel("year", name="by_year", **option),))
    without = CollectionSpec("tracks", TRACKS.schema, (IndexModel("year", name="by_year"),))
    for spec, expected in ((with_option, option), (without, {}), (with_option, option)):
        prepare_database(mongo_database, [spec])
        index = mongo_database["tracks"].index_information()["by_year"]
        assert {name: index[name] for name in index.keys() - {"v", "key"}} == expected


def test_an_index_that_was_declared_otherwise_is_replaced(mongo_database):
    mongo_database["tracks"].drop_index("by_status")
    mongo_database["tracks"].create_index("artist", name="by_status")
    prepare_database(mongo_database)
    assert mongo_database["tracks"].index_information()["by_status"]["key"] == [("status", 1), ("_id", 1)]


@pytest.mark.parametrize(
    ("collection", "document"),
    [
        ("tracks", {"_id": "1", "title": "no status"}),
        ("features", {"_id": "1", "fingerprint": "not hex", "vector": b"", "seconds": 1.0}),
        ("files", {"_id": "/no/url"}),
    ],
)
def test_a_document_against_the_schema_is_refused(mongo_database, collection, document):
    with pytest.raises(WriteError, match="failed validation"):
        mongo_database[collection].insert_one(document)


def test_a_track_against_the_schema_is_refused_by_name_and_the_others_are_stored(mongo_database):
    store = MongoTrackStore(mongo_database)
    with pytest.raises(BadRecord, match="untitled"):
        store.put_many([Track(track_id=TrackId("untitled"), title=""), Track(track_id=TrackId("1"), title="x")])
    assert [track.track_id for track in store.scan()] == ["1"]


def test_text_that_is_not_unicode_is_refused(mongo_database):
    with pytest.raises(BadRecord, match="tracks"):
        MongoTrackStore(mongo_database).put_many([Track(track_id=TrackId("1"), title="\udcff")])


def test_the_analysed_ids_are_answered_from_the_index_alone(mongo_database):
    query = {"fingerprint": "0123456789ab"}
    plan = mongo_database["features"].find(query, {"_id": 1}).hint("by_fingerprint").explain()
    assert "FETCH" not in str(plan["queryPlanner"]["winningPlan"])
    assert MongoFeatureStore(mongo_database).analysed("0123456789ab") == set()


def test_a_database_that_does_not_answer_says_what_to_check():
    database = open_database("mongodb://127.0.0.1:9/?serverSelectionTimeoutMS=200", "segue")
    with pytest.raises(ServerUnavailable, match="SEGUE_MONGO_URI"):
        MongoTrackStore(database).get(TrackId("1"))
    database.client.close()


def test_a_migration_runs_once_and_in_order(mongo_database):
    mongo_database["tracks"].drop()
    mongo_database["tracks"].insert_many([{"_id": str(n), "name": "old"} for n in range(3)])
    mongo_database["meta"].replace_one({"_id": "schema"}, {"version": 1}, upsert=True)
    ran = []

    def rename(database):
        ran.append(2)
        database["tracks"].update_many({}, {"$rename": {"name": "title"}})

    def shout(database):
        ran.append(3)
        database["tracks"].update_many({}, [{"$set": {"title": {"$toUpper": "$title"}}}])

    steps = [Migration(3, shout), Migration(2, rename)]
    assert migrate(mongo_database, steps) == 3
    assert migrate(mongo_database, steps) == 3
    assert ran == [2, 3]
    assert mongo_database["tracks"].find_one({"_id": "2"}) == {"_id": "2", "title": "OLD"}
    assert mongo_database["meta"].find_one({"_id": "schema"})["version"] == 3


def test_an_interrupted_migration_is_run_again(mongo_database):
    mongo_database["meta"].replace_one({"_id": "schema"}, {"version": 1}, upsert=True)
    attempts = []

    def fails_first(_database):
        attempts.append(1)
        if len(attempts) == 1:
            raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        migrate(mongo_database, [Migration(2, fails_first)])
    assert migrate(mongo_database, [Migration(2, fails_first)]) == 2
    assert len(attempts) == 2


def test_a_new_database_needs_no_migration(mongo_database):
    mongo_database["meta"].delete_one({"_id": "schema"})
    assert migrate(mongo_database, [Migration(2, lambda _database: pytest.fail("there is nothing to migrate"))]) == 2


def test_data_of_a_newer_segue_is_left_alone(mongo_database):
    mongo_database["meta"].replace_one({"_id": "schema"}, {"version": 99}, upsert=True)
    with pytest.raises(SegueError, match="update segue"):
        migrate(mongo_database, [])


def test_migrations_must_be_numbered_without_gaps(mongo_database):
    with pytest.raises(SegueError, match="numbered"):
        migrate(mongo_database, [Migration(3, lambda _database: None)])


def test_vectors_are_little_endian_bytes(mongo_database):
    from datetime import UTC, datetime

    from recommender.records import Features
    from recommender.similarity.features import N_COLUMNS

    vector = np.arange(N_COLUMNS, dtype=np.float32)
    MongoFeatureStore(mongo_database).put_many([Features(TrackId("1"), "0123456789ab", vector, datetime.now(UTC), 0.5)])
    assert mongo_database["features"].find_one({"_id": "1"})["vector"] == vector.astype("<f4").tobytes()


def test_imported_plays_get_the_ids_that_another_import_gives_them(mongo_database):
    """`Lil Nas X feat. ...` was another song than `Lil Nas X` once: its plays had other ids."""
    store, anna = MongoHistoryStore(mongo_database), ListenerId("anna")
    play = Play(datetime(2021, 4, 22, 5, 41, tzinfo=UTC), "Old Town Road", "Lil Nas X feat. Billy Ray Cyrus", 100.0)
    matcher = SongMatcher([Track(track_id=TrackId("7"), title=play.title, artist="Lil Nas X", status="present")])
    today = matcher.stored(play, anna)
    assert store.put_many(anna, [replace(today, play_id=b"of the old rule."), replace(today, play_id=bytes(16))]) == 2
    mongo_database["meta"].update_one({"_id": "schema"}, {"$set": {"version": 1}})
    prepare_database(mongo_database)
    assert list(store.of_listener(anna)) == [today]
    assert list(store.owed(anna, play.at, play.at, 9)) == [today]
    assert store.put_many(anna, [today]) == 0
