"""What every KeptLists does."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from infra.stores.playlists.made_lists import MongoKeptLists
from recommender.playlists.generated.records import GeneratedList, GeneratedTrack, LeftOut
from recommender.records import ListenerId, TrackId
from tests.contracts.fakes.made_lists import FakeKeptLists

ANNA, BERT = ListenerId("anna"), ListenerId("bert")
LISTS = (
    GeneratedList(
        name="Calm Folk",
        tracks=(GeneratedTrack(track_id=TrackId("a"), reason="new", step=0.5, is_chosen=True),),
        left_out=(LeftOut(track_id=TrackId("b"), reason="by X"),),
        message="few",
        model_version="v1",
    ),
)
OTHERS = (replace(LISTS[0], name="other"),)
NOON = datetime(2025, 6, 5, 12, tzinfo=UTC)


class KeptListsContract:
    def test_lists_come_back_as_they_were(self, store):
        assert store.find(ANNA, "mixes", "2026-01-05") is None
        assert store.keep(ANNA, "mixes", "2026-01-05", LISTS) == LISTS
        assert store.find(ANNA, "mixes", "2026-01-05") == LISTS

    def test_the_first_lists_of_a_day_stay(self, store):
        store.keep(ANNA, "mixes", "2026-01-05", LISTS)
        assert store.keep(ANNA, "mixes", "2026-01-05", OTHERS) == LISTS
        assert store.find(ANNA, "mixes", "2026-01-05") == LISTS

    def test_the_next_day_has_its_own(self, store):
        store.keep(ANNA, "mixes", "2026-01-05", LISTS)
        assert store.keep(ANNA, "mixes", "2026-01-06", OTHERS) == OTHERS
        assert store.find(ANNA, "mixes", "2026-01-05") is None

    def test_kinds_and_listeners_are_apart(self, store):
        store.keep(ANNA, "mixes", "2026-01-05", LISTS)
        assert store.find(ANNA, "discovery", "2026-01-05") is None
        assert store.find(BERT, "mixes", "2026-01-05") is None
        assert store.keep(BERT, "mixes", "2026-01-05", OTHERS) == OTHERS


class TestFakeKeptLists(KeptListsContract):
    @pytest.fixture
    def store(self):
        return FakeKeptLists()


@pytest.mark.live
class TestMongoKeptLists(KeptListsContract):
    @pytest.fixture
    def store(self, mongo_database):
        return MongoKeptLists(mongo_database)
