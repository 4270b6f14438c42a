"""What every ActivityArchive does."""

from datetime import timedelta

import pytest

from infra.stores.activity import MongoActivityArchive
from recommender.records import ListenerId
from tests.contracts.fakes.listening import FakeActivityArchive
from tests.made_events import START, event, placed

ANNA, BERT = ListenerId("anna"), ListenerId("bert")


def now():
    return START + timedelta(hours=1)


class ActivityArchiveContract:
    def test_an_event_comes_back_as_it_was(self, archive):
        whole = event("skipped", "a", position_s=12.5, source="slate")
        bare = event("searched", None, number=1)
        events = placed([whole, bare])
        assert archive.put_many(events) == 2
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
