"""What every FavouriteStore does."""

from datetime import timedelta

import pytest

from infra.stores.listening import favourites
from infra.stores.listening.favourites import MongoFavouriteStore
from recommender.errors import BadInput
from recommender.listening.favourites import Favourite
from recommender.records import ListenerId
from tests.builders.events import START
from tests.contracts.fakes.favourites import FakeFavouriteStore

ANNA, BERT = ListenerId("anna"), ListenerId("bert")


def liked(target_id: str, *, kind="album", minutes: int = 0) -> Favourite:
    return Favourite(kind, target_id, START + timedelta(minutes=minutes))


class FavouriteStoreContract:
    def test_what_is_liked_comes_back_newest_first_by_its_kind(self, store):
        kept = [liked("one"), liked("two", minutes=1), liked("one", kind="artist", minutes=2)]
        for each in kept:
            store.put(ANNA, each)
        assert store.of_listener(ANNA, "album") == [kept[1], kept[0]]
        assert store.of_listener(ANNA, "artist") == [kept[2]]

    def test_liking_again_changes_nothing(self, store):
        store.put(ANNA, liked("one"))
        store.put(ANNA, liked("one", minutes=9))
        assert store.of_listener(ANNA, "album") == [liked("one")]

    def test_everybody_has_their_own(self, store):
        store.put(ANNA, liked("one"))
        store.put(BERT, liked("one", minutes=1))
        store.delete(BERT, "album", ["one"])
        assert store.of_listener(ANNA, "album") == [liked("one")]
        assert store.of_listener(BERT, "album") == []

    def test_likes_are_taken_back_and_what_was_never_liked_is_no_trouble(self, store):
        for target_id in ("one", "two", "three"):
            store.put(ANNA, liked(target_id))
        store.delete(ANNA, "album", ["one", "two", "never"])
        store.delete(ANNA, "artist", ["three"])
        assert store.of_listener(ANNA, "album") == [liked("three")]


class TestFakeFavouriteStore(FavouriteStoreContract):
    @pytest.fixture
    def store(self):
        return FakeFavouriteStore()


@pytest.mark.live
class TestMongoFavouriteStore(FavouriteStoreContract):
    @pytest.fixture
    def store(self, mongo_database):
        return MongoFavouriteStore(mongo_database)

    def test_there_is_an_end_to_what_is_kept(self, store, monkeypatch):
        monkeypatch.setattr(favourites, "MAX_FAVOURITES", 1)
        store.put(ANNA, liked("one"))
        with pytest.raises(BadInput, match="take some likes back"):
            store.put(ANNA, liked("two"))

    def test_the_list_is_answered_from_its_index(self, mongo_database, store):
        store.put(ANNA, liked("one"))
        query = {"listener_id": "anna", "kind": "album"}
        shown = {"_id": 0, "target_id": 1, "liked_at": 1}
        found = mongo_database["favourites"].find(query, shown).sort([("liked_at", -1), ("target_id", 1)])
        stages = str(found.explain()["queryPlanner"]["winningPlan"])
        assert "IXSCAN" in stages
        assert "FETCH" not in stages
