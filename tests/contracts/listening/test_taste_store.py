"""What every TasteStore does."""

import pytest
from msgspec.structs import replace

from infra.stores.tastes import MongoTasteStore
from recommender.errors import StaleTaste
from recommender.listening.folding import update_taste
from recommender.records import ListenerId, Steering
from tests.builders.events import HALF_LIFE_DAYS, event, taste_after
from tests.contracts.fakes.listening import FakeTasteStore

ANNA = ListenerId("anna")


class TasteStoreContract:
    def test_nothing_is_known_of_a_stranger(self, store):
        assert store.get_many([ANNA]) == {}

    def test_a_taste_comes_back_as_it_was(self, store):
        taste = taste_after(("started", "a"), ("liked", "b"), ("skipped", "c"), ("disliked", "d"), ("shown", "e"))
        taste = update_taste(taste, event("rated", "a", number=9, rating=4), half_life_days=HALF_LIFE_DAYS)
        steering = Steering(familiarity=0.25, energy=-0.5, half_life_days=30.0, artist_cap=3)
        taste = update_taste(taste, event("steered", None, number=10, steering=steering), half_life_days=HALF_LIFE_DAYS)
        assert taste.steering == steering
        store.put_many([taste])
        assert store.get_many([ANNA, ListenerId("nobody")]) == {ANNA: taste}

    def test_a_taste_is_replaced_whole(self, store):
        store.put_many([taste_after(("liked", "a"))])
        later = taste_after(("finished", "b"), ("finished", "c"))
        store.put_many([later])
        assert store.get_many([ANNA])[ANNA] == later

    def test_a_taste_that_is_behind_the_stored_one_is_refused_and_the_others_are_kept(self, store):
        newer = taste_after(("finished", "b"), ("finished", "c"))
        store.put_many([newer])
        other = replace(taste_after(("liked", "a")), listener_id=ListenerId("bert"))
        with pytest.raises(StaleTaste):
            store.put_many([taste_after(("liked", "a")), other])
        assert store.get_many([ANNA, other.listener_id]) == {ANNA: newer, other.listener_id: other}

    def test_no_tastes_are_no_trouble(self, store):
        store.put_many([])
        assert store.get_many([]) == {}


class TestFakeTasteStore(TasteStoreContract):
    @pytest.fixture
    def store(self):
        return FakeTasteStore()


@pytest.mark.live
class TestMongoTasteStore(TasteStoreContract):
    @pytest.fixture
    def store(self, mongo_database):
        return MongoTasteStore(mongo_database)
