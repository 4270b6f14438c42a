from datetime import UTC, date, datetime

import pytest
from msgspec.structs import replace

from infra.stores.tracks import MongoTrackStore
from recommender.records import SoundFacts, Track, TrackId
from tests.contracts.fakes.catalogue import MemoryTrackStore

PLAIN = Track(track_id=TrackId("2"), title="Food")
FULL = Track(
    track_id=TrackId("a1b2"),
    title="Ünïcode & 'quotes' \u266b",
    artist="AWOL, Nobody",
    artists=("AWOL", "Nobody"),
    album="AWOL - A Way Of Life",
    album_artist="Various",
    is_compilation=True,
    musicbrainz_album_id="00000000-0000-4000-8000-000000001994",
    genres=("Hip-Hop", "Rock"),
    track_number=3,
    disc_number=1,
    duration_s=168.25,
    released_on=date(2009, 1, 5),
    licence="CC BY-NC-SA 3.0",
    url="file:///music/%FF%0A.mp3",
    cover="embedded",
    replaygain_db=-6.5,
    tags={"composer.name": "Nobody", "$odd": "key"},
    sound=SoundFacts(duration_s=168.25, loudness_lufs=-14.5, tempo_bpm=96.0, key=11, mode="minor"),
    added_at=datetime(2026, 1, 2, 3, 4, 5, 678_000, tzinfo=UTC),
)


class TrackStoreContract:
    def test_an_unknown_track_is_none(self, store):
        assert store.get(TrackId("nobody")) is None

    @pytest.mark.parametrize("track", [PLAIN, FULL], ids=["only a title", "every field"])
    def test_a_track_comes_back_as_it_was_put(self, store, track):
        store.put_many([track])
        assert store.get(track.track_id) == track

    def test_putting_again_replaces_the_whole_track(self, store):
        store.put_many([FULL])
        plain = Track(track_id=FULL.track_id, title="New")
        store.put_many([plain])
        assert store.get(FULL.track_id) == plain

    @pytest.mark.parametrize("track", [PLAIN, FULL], ids=["only a title", "every field"])
    def test_an_unknown_track_is_described_as_it_is_put(self, store, track):
        store.describe_many([track])
        assert store.get(track.track_id) == track

    def test_describing_a_track_leaves_what_was_heard_of_it(self, store):
        store.put_many([FULL])
        plain = Track(track_id=FULL.track_id, title="New", duration_s=1.0)
        store.describe_many([plain])
        assert store.get(FULL.track_id) == replace(plain, sound=FULL.sound, duration_s=FULL.duration_s)

    def test_describing_a_track_that_was_not_heard_replaces_it(self, store):
        store.put_many([replace(FULL, sound=None)])
        plain = Track(track_id=FULL.track_id, title="New", duration_s=1.0)
        store.describe_many([plain])
        assert store.get(FULL.track_id) == plain

    def test_hearing_a_track_sets_its_sound_and_length_alone(self, store):
        described = replace(FULL, sound=None, duration_s=1.0)
        store.put_many([described, PLAIN])
        store.hear_many({FULL.track_id: FULL.sound, TrackId("nobody"): FULL.sound})
        assert list(store.scan()) == [PLAIN, FULL]

    def test_unheard_are_those_without_sound_that_are_not_rejected(self, store):
        missing = Track(track_id=TrackId("3"), title="Gone", status="missing")
        store.put_many([PLAIN, FULL, missing, Track(track_id=TrackId("4"), title="No", status="rejected")])
        assert store.unheard() == {PLAIN.track_id, missing.track_id}

    def test_scan_yields_every_status_in_order_of_id(self, store):
        tracks = [
            Track(track_id=TrackId("c"), title="c", status="missing"),
            Track(track_id=TrackId("a"), title="a"),
            Track(track_id=TrackId("b"), title="b", status="rejected", reason="silent"),
        ]
        store.put_many(tracks)
        assert list(store.scan()) == sorted(tracks, key=lambda track: track.track_id)

    def test_tracks_of_one_status_are_found(self, store):
        rejected = Track(track_id=TrackId("b"), title="b", status="rejected", reason="silent")
        store.put_many([PLAIN, rejected])
        assert list(store.with_status("rejected")) == [rejected]

    def test_places_are_those_of_what_is_present(self, store):
        store.put_many([PLAIN, FULL, Track(track_id=TrackId("3"), title="Gone", url="file:///gone", status="missing")])
        assert dict(store.places()) == {"2": PLAIN.url, "a1b2": FULL.url}

    def test_many_are_got_at_once_and_unknown_ones_left_out(self, store):
        store.put_many([PLAIN, FULL])
        assert store.get_many([FULL.track_id, TrackId("nobody")]) == {FULL.track_id: FULL}

    def test_more_tracks_than_one_round_trip_carries(self, store):
        store.put_many(Track(track_id=TrackId(f"{n:05d}"), title=str(n)) for n in range(2500))
        assert [track.title for track in store.scan()] == [str(n) for n in range(2500)]

    def test_the_revision_moves_with_every_change_and_only_then(self, store):
        seen = [store.revision()]
        store.put_many([PLAIN])
        seen.append(store.revision())
        store.put_many([PLAIN])
        seen.append(store.revision())
        store.delete_many([PLAIN.track_id])
        seen.append(store.revision())
        store.describe_many([PLAIN])
        seen.append(store.revision())
        store.hear_many({PLAIN.track_id: FULL.sound})
        seen.append(store.revision())
        store.delete_many([PLAIN.track_id])
        assert len(set(seen)) == 6
        seen.append(store.revision())
        store.put_many([])
        store.describe_many([])
        store.hear_many({})
        store.delete_many([PLAIN.track_id])
        list(store.scan())
        assert store.revision() == seen[-1]

    def test_a_deleted_track_is_gone(self, store):
        store.put_many([PLAIN, FULL])
        store.delete_many([PLAIN.track_id])
        assert list(store.scan()) == [FULL]


class TestMemoryTrackStore(TrackStoreContract):
    @pytest.fixture
    def store(self):
        return MemoryTrackStore()


@pytest.mark.live
class TestMongoTrackStore(TrackStoreContract):
    @pytest.fixture
    def store(self, mongo_database):
        return MongoTrackStore(mongo_database)
