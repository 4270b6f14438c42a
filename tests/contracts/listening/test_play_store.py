"""What every PlayStore does, and what MongoDB needs for it."""

from datetime import timedelta
from functools import partial

import pytest

from infra.stores.activity import MongoActivityArchive
from infra.stores.history import MongoHistoryStore
from infra.stores.listening.plays import MongoPlayStore
from infra.stores.migrations import m0003_track_plays, m0004_last_skips
from recommender.listening.history.plays import TrackPlays
from recommender.prediction.streams.records import Play, StoredPlay
from recommender.records import ListenerId, TrackId
from tests.builders.events import START, event, placed
from tests.contracts.fakes.plays import FakePlayStore

ANNA, BERT = ListenerId("anna"), ListenerId("bert")
A, B = TrackId("a"), TrackId("b")


def minute(number: int):
    return START + timedelta(minutes=number)


class PlayStoreContract:
    def test_nothing_was_heard_by_a_stranger(self, store):
        assert store.revision(ANNA) == 0
        assert list(store.counts_since(ANNA, 0)) == []
        assert store.of_track(ANNA, A) == TrackPlays(A)
        assert store.recent(ANNA, n=5) == []
        assert store.plays_between(ANNA, START, minute(9)) == {}

    def test_plays_and_skips_of_a_track_add_up(self, store, listen):
        listen(event("finished", "a", number=1, position_s=180.0))
        listen(event("skipped", "a", number=2, position_s=5.0), event("skipped", "a", number=3, position_s=60.0))
        assert store.of_track(ANNA, A) == TrackPlays(A, 2, 1, 245.0, minute(1), minute(3), minute(2))

    def test_what_was_only_skipped_has_no_time_of_a_play(self, store, listen):
        listen(event("skipped", "a", number=1, position_s=5.0))
        assert store.of_track(ANNA, A) == TrackPlays(A, skips=1, listened_s=5.0, last_skipped_at=minute(1))
        assert store.recent(ANNA, n=5) == []

    def test_an_event_that_comes_again_counts_once(self, store, listen):
        for _ in range(2):
            listen(event("finished", "a", number=1))
        assert store.of_track(ANNA, A).plays == 1
        assert len(store.recent(ANNA, n=5)) == 1

    def test_counts_are_told_from_a_revision_on(self, store, listen):
        listen(event("finished", "a", number=1), event("finished", "b", number=2))
        first = store.revision(ANNA)
        assert {each.track_id: each.plays for each in store.counts_since(ANNA, 0)} == {"a": 1, "b": 1}
        listen(event("finished", "b", number=3))
        assert store.revision(ANNA) > first
        assert list(store.counts_since(ANNA, first)) == [TrackPlays(B, 2, last_played_at=minute(3))]

    def test_all_counts_are_told_from_a_revision_on(self, store, listen):
        listen(event("finished", "a", number=1), event("skipped", "b", number=2, position_s=5.0))
        listen(event("skipped", "b", number=3, minutes=0, position_s=4.0))
        first = store.revision(ANNA)
        counted = {each.track_id: each for each in store.all_counts_since(ANNA, 0)}
        assert counted == {track: store.of_track(ANNA, track) for track in (A, B)}
        assert counted[B].last_skipped_at == minute(2)
        assert list(store.all_counts_since(ANNA, first)) == []

    def test_everybody_has_their_own(self, store, listen):
        listen(event("finished", "a", number=1), event("finished", "a", number=2, listener_id="bert"))
        assert store.of_track(BERT, A).plays == 1
        assert [play.at for play in store.recent(ANNA, n=5)] == [minute(1)]
        assert store.plays_between(BERT, START, minute(9)) == {"a": 1}

    def test_recent_plays_come_newest_first_and_go_on_behind_the_last_one(self, store, listen):
        listen(*[event("finished", track, number=n, minutes=n // 2) for n, track in enumerate("abcde")])
        first = store.recent(ANNA, n=2)
        assert [play.track_id for play in first] == ["e", "d"]
        rest = store.recent(ANNA, n=9, before=(first[-1].at, first[-1].play_id))
        assert [play.track_id for play in rest] == ["c", "b", "a"]

    def test_plays_of_a_time_are_counted_from_its_beginning_to_before_its_end(self, store, listen):
        listen(*[event("finished", track, number=n) for n, track in enumerate("aaaabbc")])
        assert store.plays_between(ANNA, minute(2), minute(5)) == {"a": 2, "b": 1}

    def test_plays_are_counted_by_week_from_its_first_moment_on(self, store, listen):
        week = 7 * 24 * 60
        at = (-1, 0, week - 1, week, week + 5, 2 * week + 1, 3 * week)
        listen(*[event("finished", "b" if n == 4 else "a", number=n, minutes=m) for n, m in enumerate(at)])
        listen(event("finished", "a", number=20, listener_id="bert"), event("skipped", "a", number=21, position_s=1.0))
        counted = sorted(store.weekly_plays(ANNA, START, 3))
        assert counted == [(A, 0, 2), (A, 1, 1), (A, 2, 1), (B, 1, 1)]
        assert store.weekly_plays(ListenerId("nobody"), START, 3) == []


class TestFakePlayStore(PlayStoreContract):
    @pytest.fixture
    def store(self):
        return FakePlayStore()

    @pytest.fixture
    def listen(self, store):
        return lambda *events: store.listen(events)


@pytest.mark.live
class TestMongoPlayStore(PlayStoreContract):
    @pytest.fixture
    def store(self, mongo_database):
        return MongoPlayStore(mongo_database)

    @pytest.fixture
    def listen(self, mongo_database):
        archive = MongoActivityArchive(mongo_database)
        return lambda *events: archive.put_many(placed(list(events)))

    def test_imported_plays_count_once_and_when_their_song_comes_into_the_library(self, mongo_database, store, listen):
        history = MongoHistoryStore(mongo_database)
        plays = [
            StoredPlay(bytes([n] * 16), Play(minute(n), "A", "Band", 100.0), None if n == 3 else A) for n in (1, 2, 3)
        ]
        for _ in range(2):
            history.put_many(ANNA, plays)
        assert store.of_track(ANNA, A) == TrackPlays(A, 2, 0, 200.0, minute(1), minute(2))
        history.match(ANNA, {("A", "Band"): A})
        assert store.of_track(ANNA, A) == TrackPlays(A, 3, 0, 300.0, minute(1), minute(3))
        listen(event("finished", "a", number=9, source="imported"))
        assert store.of_track(ANNA, A).plays == 3

    def test_an_event_whose_id_is_that_of_an_imported_play_is_counted_beside_it(self, mongo_database, store, listen):
        ended = event("finished", "a", number=1)
        MongoHistoryStore(mongo_database).put_many(
            ANNA, [StoredPlay(ended.event_id.bytes, Play(minute(5), "A", "Band", 100.0), A)]
        )
        listen(ended)
        assert store.of_track(ANNA, A).plays == 2

    def test_an_upgrade_counts_what_was_kept_before_there_were_counts(self, mongo_database, store, listen):
        listen(event("finished", "a", number=1), event("skipped", "b", number=2, position_s=3.0))
        MongoHistoryStore(mongo_database).put_many(ANNA, [StoredPlay(bytes(16), Play(minute(5), "A", "Band"), A)])
        ask = [partial(store.of_track, ANNA, track) for track in (A, B)] + [partial(store.recent, ANNA, n=9)]
        before = [answer() for answer in ask]
        mongo_database["track_plays"].update_many({}, {"$unset": {"last_skipped_at": ""}})
        for _ in range(2):
            m0004_last_skips.migrate(mongo_database)
        assert [answer() for answer in ask] == before
        for name in ("plays", "track_plays", "play_revisions"):
            mongo_database[name].delete_many({})
        mongo_database["meta"].update_one({"_id": "schema"}, {"$set": {"version": 2}})
        for _ in range(2):
            m0003_track_plays.migrate(mongo_database)
        assert [answer() for answer in ask] == before
        assert before[0].plays == 2

    def test_an_upgrade_that_another_process_ended_changes_nothing_any_more(self, mongo_database, store, listen):
        listen(event("finished", "a", number=1))
        mongo_database["track_plays"].delete_many({})
        m0003_track_plays.migrate(mongo_database)
        assert store.of_track(ANNA, A) == TrackPlays(A)

    def test_lists_are_answered_from_their_indexes_alone(self, mongo_database, listen):
        listen(event("finished", "a", number=1))
        ask = {"listener_id": "anna", "revision": {"$gt": 0}}
        shown = {"_id": 0, "track_id": 1, "plays": 1, "last_played_at": 1}
        counts = mongo_database["track_plays"].find(ask, shown).hint("by_revision").explain()
        recent = mongo_database["plays"].find({"listener_id": "anna"}, {"track_id": 1, "at": 1}).hint("by_time")
        span = {"listener_id": "anna", "at": {"$gte": minute(0), "$lt": minute(9)}}
        week = {"$floor": {"$divide": [{"$subtract": ["$at", minute(0)]}, 1000]}}
        for key in ("$track_id", {"track": "$track_id", "week": week}):
            group = {"$group": {"_id": key, "plays": {"$sum": 1}}}
            asked = {"aggregate": "plays", "pipeline": [{"$match": span}, group], "hint": "by_time", "cursor": {}}
            windows = str(mongo_database.command("explain", asked))
            assert "by_time" in windows
            assert "FETCH" not in windows
        for plan in (counts, recent.sort([("at", -1), ("_id", -1)]).explain()):
            stages = str(plan["queryPlanner"]["winningPlan"])
            assert "IXSCAN" in stages
            assert "FETCH" not in stages
            assert "'SORT'" not in stages
