from datetime import UTC, datetime, timedelta

import pytest

from infra.stores.history import MongoHistoryStore
from recommender.prediction.streams.records import Play, StoredPlay
from recommender.records import ListenerId, TrackId
from tests.contracts.fakes.history import FakeHistoryStore

ANNA, BEN = ListenerId("anna"), ListenerId("ben")
FIRST = datetime(2021, 4, 22, 5, 41, tzinfo=UTC)
LATER = FIRST + timedelta(days=1)


def stored(number: int, *, track: str | None = None, listened_s: float | None = 100.0, title: str = "") -> StoredPlay:
    play = Play(FIRST + timedelta(minutes=number), title or f"Song {number}", "Band", listened_s)
    return StoredPlay(number.to_bytes(16, "big"), play, TrackId(track) if track else None)


class HistoryStoreContract:
    def test_plays_come_back_as_they_were_put_oldest_first(self, store):
        plays = [stored(2, track="7"), stored(1, listened_s=None), stored(3, listened_s=0.5)]
        assert store.put_many(ANNA, plays) == 3
        assert list(store.of_listener(ANNA)) == [plays[1], plays[0], plays[2]]
        assert list(store.of_listener(BEN)) == []

    def test_a_play_is_kept_once(self, store):
        store.put_many(ANNA, [stored(1), stored(2)])
        assert store.put_many(ANNA, [stored(2), stored(3), stored(3)]) == 1
        assert len(list(store.of_listener(ANNA))) == 3

    def test_which_plays_are_kept_already(self, store):
        store.put_many(ANNA, [stored(1), stored(2)])
        assert store.known_among([stored(2), stored(3)]) == {stored(2).play_id}
        assert store.known_among([]) == set()

    def test_who_has_imported(self, store):
        store.put_many(BEN, [stored(1)])
        store.put_many(ANNA, [stored(2)])
        assert list(store.listeners()) == [ANNA, BEN]

    def test_a_song_that_came_later_is_matched_then(self, store):
        store.put_many(ANNA, [stored(1, title="A"), stored(2, title="A", listened_s=5), stored(3, track="9")])
        assert list(store.unmatched(ANNA)) == [("A", "Band")]
        assert store.match(ANNA, {("A", "Band"): TrackId("7")}) == 2
        assert [each.track_id for each in store.of_listener(ANNA)] == ["7", "7", "9"]
        assert list(store.unmatched(ANNA)) == []
        assert [each.play.title for each in store.owed(ANNA, FIRST, LATER, 10)] == ["A", "Song 3"]

    def test_the_taste_is_owed_heard_plays_with_a_track_until_it_was_told(self, store):
        plays = [stored(3, track="7"), stored(1, track="7"), stored(2, track="7", listened_s=5), stored(4)]
        store.put_many(ANNA, plays)
        assert list(store.owed(ANNA, FIRST, LATER, 1)) == [plays[1]]
        assert list(store.owed(ANNA, FIRST + timedelta(minutes=2), LATER, 9)) == [plays[0]]
        store.mark_told([plays[1]])
        assert list(store.owed(ANNA, FIRST, LATER, 9)) == [plays[0]]
        store.put_many(ANNA, plays)
        assert list(store.owed(ANNA, FIRST, LATER, 9)) == [plays[0]]

    def test_the_newest_play(self, store):
        assert store.newest(ANNA, LATER) is None
        store.put_many(ANNA, [stored(5), stored(1)])
        assert store.newest(ANNA, LATER) == FIRST + timedelta(minutes=5)

    def test_plays_of_the_future_are_neither_the_newest_nor_owed(self, store):
        store.put_many(ANNA, [stored(1, track="7"), stored(3_000_000, track="7")])
        assert store.newest(ANNA, LATER) == FIRST + timedelta(minutes=1)
        assert [each.play.title for each in store.owed(ANNA, FIRST, LATER, 9)] == ["Song 1"]

    def test_what_is_known_to_be_a_song_stays_so(self, store):
        play = Play(FIRST, "Echoes", "Band", 1411.0, is_song=True)
        store.put_many(ANNA, [StoredPlay(bytes(16), play)])
        assert [each.play for each in store.of_listener(ANNA)] == [play]


class TestFakeHistoryStore(HistoryStoreContract):
    @pytest.fixture
    def store(self):
        return FakeHistoryStore()


@pytest.mark.live
class TestMongoHistoryStore(HistoryStoreContract):
    @pytest.fixture
    def store(self, mongo_database):
        return MongoHistoryStore(mongo_database)
