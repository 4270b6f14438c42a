from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from infra.stores.features import MongoFeatureStore
from infra.stores.tracks import MongoTrackStore
from recommender.errors import BadRecord
from recommender.records import Features, Track, TrackId
from recommender.similarity.features import N_COLUMNS
from tests.contracts.fakes.catalogue import MemoryFeatureStore

THIS, OTHER = "0123456789ab", "ba9876543210"
MOMENT = datetime(2026, 1, 2, 3, 4, 5, 678_000, tzinfo=UTC)


def features(track_id: str, fingerprint: str = THIS, seed: int = 1) -> Features:
    vector = np.random.default_rng(seed).normal(size=N_COLUMNS).astype(np.float32)
    return Features(TrackId(track_id), fingerprint, vector, MOMENT, 0.125)


class FeatureStoreContract:
    def test_an_unknown_track_has_none(self, store):
        assert store.get(TrackId("nobody")) is None

    def test_a_vector_comes_back_bit_by_bit(self, store):
        put = features("a")
        store.put_many([put])
        got = store.get(TrackId("a"))
        assert (got.track_id, got.fingerprint, got.analysed_at, got.seconds) == ("a", THIS, MOMENT, 0.125)
        assert got.vector.dtype == np.float32
        np.testing.assert_array_equal(got.vector, put.vector)

    def test_a_newer_vector_replaces_the_old_one(self, store):
        store.put_many([features("a", OTHER)])
        store.put_many([features("a", THIS, seed=2)])
        assert store.analysed(OTHER) == set()
        np.testing.assert_array_equal(store.get(TrackId("a")).vector, features("a", seed=2).vector)

    def test_only_vectors_of_the_fingerprint_count_as_analysed(self, store):
        store.put_many([features("a"), features("b", OTHER), features("c")])
        assert store.analysed(THIS) == {"a", "c"}

    def test_analysed_can_be_asked_since_a_moment(self, store):
        older = replace(features("old"), analysed_at=MOMENT - timedelta(seconds=1))
        store.put_many([older, features("new")])
        assert store.analysed(THIS, since=MOMENT) == {"new"}

    def test_scan_yields_one_fingerprint_in_order_of_id(self, store):
        store.put_many([features("c"), features("b", OTHER), features("a")])
        assert [each.track_id for each in store.scan(THIS)] == ["a", "c"]

    def test_putting_nothing_is_no_error(self, store):
        store.put_many([])
        assert list(store.scan(THIS)) == []

    def test_more_vectors_than_one_round_trip_carries(self, store):
        store.put_many(features(f"{n:05d}", seed=n) for n in range(1200))
        assert len(store.analysed(THIS)) == 1200


class TestMemoryFeatureStore(FeatureStoreContract):
    @pytest.fixture
    def store(self):
        return MemoryFeatureStore()


@pytest.mark.live
class TestMongoFeatureStore(FeatureStoreContract):
    @pytest.fixture
    def store(self, mongo_database):
        return MongoFeatureStore(mongo_database)

    def test_a_vector_that_is_not_finite_is_refused(self, store):
        bad = features("a")
        bad.vector[7] = np.nan
        with pytest.raises(BadRecord, match="track a"):
            store.put_many([bad])
        assert store.get(TrackId("a")) is None

    def test_vectors_of_another_fingerprint_count_while_their_tracks_are_present(self, store, mongo_database):
        tracks = MongoTrackStore(mongo_database)
        tracks.put_many(Track(track_id=TrackId(name), title=name) for name in ("new", "old"))
        store.put_many([features("new"), features("gone", OTHER)])
        assert not store.has_present_of_others(THIS)
        store.put_many([features("old", OTHER)])
        assert store.has_present_of_others(THIS)
        tracks.put_many([Track(track_id=TrackId("old"), title="old", status="missing")])
        assert not store.has_present_of_others(THIS)
