"""What every ActivityArchive does."""

from datetime import timedelta

import pytest

from infra.stores.activity import MongoActivityArchive
from recommender.records import ListenerId, Steering
from tests.builders.events import START, event, placed
from tests.contracts.fakes.listening import FakeActivityArchive

ANNA, BERT = ListenerId("anna"), ListenerId("bert")


def now():
    return START + timedelta(hours=1)


class ActivityArchiveContract:
    def test_an_event_comes_back_as_it_was(self, archive):
        whole = event("skipped", "a", position_s=12.5, source="slate")
        bare = event("searched", None, number=1)
        steering = Steering(familiarity=0.25, energy=-0.5, half_life_days=30.5, artist_cap=3)
        steered = [event("steered", None, number=3 + n, steering=each) for n, each in enumerate((steering, Steering()))]
        events = placed([whole, bare, event("rated", "a", number=2, rating=4), *steered])
        assert archive.put_many(events) == 5
        assert list(archive.of_listener(ANNA)) == events

    def test_each_event_is_kept_once_and_counted_once(self, archive):
        events = placed([event("started", "a", number=n) for n in range(3)])
        archive.put_many(events)
        assert archive.put_many([*events, *placed([event("started", "a", number=9)], first_offset=9)]) == 1
        assert archive.trending() == {"a": 4.0}

    def test_a_retry_at_another_offset_does_not_move_the_event(self, archive):
        archive.put_many(placed([event("started", "a")], first_offset=3))
        assert archive.put_many(placed([event("started", "a")], first_offset=8)) == 0
        assert [each.offset for each in archive.of_listener(ANNA)] == [3]

    def test_a_listener_gets_their_own_events_in_the_order_of_the_stream(self, archive):
        mixed = [event("started", t, number=n, listener_id=who) for n, (t, who) in enumerate(MIXED)]
        archive.put_many(list(reversed(placed(mixed))))
        assert [each.event.track_id for each in archive.of_listener(BERT)] == ["b", "d"]

    def test_older_plays_weigh_less_and_others_than_plays_do_not_count(self, archive):
        archive.put_many(
            placed(
                [
                    event("started", "old", number=1, minutes=-3 * 24 * 60),
                    event("started", "new", number=2),
                    event("liked", "liked only", number=3),
                ]
            )
        )
        assert archive.trending() == {"new": 1.0, "old": 0.5}

    def test_what_was_skipped_was_not_heard(self, archive):
        kinds = [("started", "skipped"), ("skipped", "skipped"), ("started", "heard"), ("started", "heard")]
        kinds += [("skipped", "heard"), ("skipped", "skipped yesterday and never started")]
        archive.put_many(placed([event(kind, track, number=n) for n, (kind, track) in enumerate(kinds)]))
        assert archive.trending() == {"heard": 1.0}

    def test_simulated_listeners_make_nothing_popular(self, archive):
        archive.put_many(placed([event("started", "a", number=1, source="simulated"), event("started", "b", number=2)]))
        assert archive.trending() == {"b": 1.0}

    def test_nothing_is_no_trouble(self, archive):
        assert archive.put_many([]) == 0
        assert archive.trending() == {}


MIXED = [("a", "anna"), ("b", "bert"), ("c", "anna"), ("d", "bert")]


class TestFakeActivityArchive(ActivityArchiveContract):
    @pytest.fixture
    def archive(self):
        return FakeActivityArchive(now)


@pytest.mark.live
class TestMongoActivityArchive(ActivityArchiveContract):
    @pytest.fixture
    def archive(self, mongo_database):
        return MongoActivityArchive(mongo_database, now)
