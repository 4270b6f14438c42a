"""What every ArrangementStore does."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from infra.stores.listening.arrangements import MongoArrangementStore
from recommender.errors import BadInput
from recommender.records import ListenerId, TrackId
from recommender.room.arrangements import MAX_ARRANGEMENTS, MAX_PLACES, Arrangement, OwnPlace
from tests.contracts.fakes.arrangements import FakeArrangementStore

ANNA, BERT = ListenerId("anna"), ListenerId("bert")
NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
ONE = Arrangement(
    arrangement_id="one",
    name="Für später",
    revision=1,
    changed_at=NOW,
    places=(OwnPlace(track_id=TrackId("a"), x=0.5, y=-1.15, z=0.0001),),
)


class ArrangementStoreContract:
    def test_one_comes_back_as_it_was_kept_and_is_nobody_elses(self, store):
        assert store.put(ANNA, ONE)
        assert (store.get(ANNA, "one"), store.get(BERT, "one"), store.all(BERT)) == (ONE, None, ())
        assert store.put(BERT, replace(ONE, name="Of Bert"))
        assert store.all(ANNA) == (ONE,)

    def test_the_last_changed_comes_first(self, store):
        later = replace(ONE, arrangement_id="two", changed_at=NOW + timedelta(hours=1))
        assert [store.put(ANNA, one) for one in (ONE, later)] == [True, True]
        assert [one.arrangement_id for one in store.all(ANNA)] == ["two", "one"]

    def test_only_the_revision_before_is_replaced(self, store):
        assert store.put(ANNA, ONE)
        assert not store.put(ANNA, replace(ONE, name="Again as new"))
        second = replace(ONE, revision=2, places=())
        assert store.put(ANNA, second)
        assert not store.put(ANNA, second)
        assert not store.put(ANNA, replace(second, revision=4))
        assert store.get(ANNA, "one") == second
        assert not store.put(ANNA, replace(ONE, arrangement_id="never made", revision=3))

    def test_it_can_be_deleted_once(self, store):
        store.put(ANNA, ONE)
        assert not store.delete(BERT, "one")
        assert (store.delete(ANNA, "one"), store.delete(ANNA, "one")) == (True, False)
        assert store.get(ANNA, "one") is None

    def test_there_are_no_more_than_so_many_and_they_can_be_changed_still(self, store):
        for number in range(MAX_ARRANGEMENTS):
            assert store.put(ANNA, replace(ONE, arrangement_id=f"no-{number}"))
        with pytest.raises(BadInput, match="delete one first"):
            store.put(ANNA, replace(ONE, arrangement_id="one-too-many"))
        assert store.put(ANNA, replace(ONE, arrangement_id="no-3", revision=2))
        assert store.put(BERT, ONE)

    def test_as_many_places_as_there_may_be_are_kept(self, store):
        places = tuple(OwnPlace(track_id=TrackId(f"{n:064}"), x=0.1, y=0.2, z=0.3) for n in range(MAX_PLACES))
        full = replace(ONE, places=places)
        assert store.put(ANNA, full)
        assert store.get(ANNA, "one") == full


class TestFakeArrangementStore(ArrangementStoreContract):
    @pytest.fixture
    def store(self):
        return FakeArrangementStore()


@pytest.mark.live
class TestMongoArrangementStore(ArrangementStoreContract):
    @pytest.fixture
    def store(self, mongo_database):
        return MongoArrangementStore(mongo_database)
