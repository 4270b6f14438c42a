"""What every PlayQueueStore does."""

from datetime import UTC, datetime

import pytest

from infra.stores.listening.play_queues import MongoPlayQueueStore
from recommender.listening.play_queue import PlayQueue, QueuedTrack
from recommender.records import ListenerId, TrackId
from tests.contracts.fakes.listening import FakePlayQueueStore

ANNA, BERT = ListenerId("anna"), ListenerId("bert")
QUEUE = PlayQueue(
    entries=(QueuedTrack(track_id=TrackId("a"), source="album"), QueuedTrack(track_id=TrackId("b"), is_queued=True)),
    index=1,
    position_s=12.5,
    saved_at=datetime(2026, 1, 5, 12, tzinfo=UTC),
)


class PlayQueueStoreContract:
    def test_a_queue_comes_back_as_it_was_saved_and_is_nobody_elses(self, store):
        assert store.get(ANNA) == PlayQueue()
        store.put(ANNA, QUEUE)
        assert (store.get(ANNA), store.get(BERT)) == (QUEUE, PlayQueue())

    def test_the_newest_one_counts(self, store):
        store.put(ANNA, QUEUE)
        empty = PlayQueue(saved_at=QUEUE.saved_at)
        store.put(ANNA, empty)
        assert store.get(ANNA) == empty

    def test_it_can_be_forgotten(self, store):
        store.put(ANNA, QUEUE)
        store.delete(ANNA)
        store.delete(ANNA)
        assert store.get(ANNA) == PlayQueue()


class TestFakePlayQueueStore(PlayQueueStoreContract):
    @pytest.fixture
    def store(self):
        return FakePlayQueueStore()


@pytest.mark.live
class TestMongoPlayQueueStore(PlayQueueStoreContract):
    @pytest.fixture
    def store(self, mongo_database):
        return MongoPlayQueueStore(mongo_database)
