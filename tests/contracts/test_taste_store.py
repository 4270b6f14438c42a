"""What every TasteStore does."""

import pytest

from infra.stores.tastes import MongoTasteStore
from recommender.records import ListenerId
from tests.contracts.fakes.listening import FakeTasteStore
from tests.made_events import taste_after

ANNA = ListenerId("anna")


class TasteStoreContract:
    def test_nothing_is_known_of_a_stranger(self, store):
        assert store.get_many([ANNA]) == {}

    def test_a_taste_comes_back_as_it_was(self, store):
        taste = taste_after(("started", "a"), ("liked", "b"), ("skipped", "c"), ("disliked", "d"), ("shown", "e"))
        store.put_many([taste])
        assert store.get_many([ANNA, ListenerId("nobody")]) == {ANNA: taste}

    def test_a_taste_is_replaced_whole(self, store):
        store.put_many([taste_after(("liked", "a"))])
        later = taste_after(("finished", "b"), ("finished", "c"))
        store.put_many([later])
        assert store.get_many([ANNA])[ANNA] == later

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
