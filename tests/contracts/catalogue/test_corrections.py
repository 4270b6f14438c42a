from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec import UNSET
from msgspec.structs import replace

from infra.stores.corrections.correcting import MongoCorrectionStore, MongoTracksOfFiles
from infra.stores.corrections.cover_pictures import MongoCoverPictures
from infra.stores.tracks import MongoTrackStore
from recommender.catalogue.corrections import Changes, CorrectedFields
from recommender.records import ListenerId, Track, TrackId
from tests.contracts.fakes.catalogue import MemoryTrackStore
from tests.contracts.fakes.corrections import MemoryCorrections, MemoryCoverPictures, MemoryTracksOfFiles

NOW = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
ANNA = ListenerId("anna")
FOOD = Track(
    track_id=TrackId("1"),
    title="Fod",
    artist="AWOL, Nobody",
    artists=("AWOL", "Nobody"),
    album="Life",
    musicbrainz_album_id="a-release",
    genres=("Rap",),
    track_number=3,
    released_on=date(2009, 1, 5),
    cover="embedded",
    tags={"composer": "Nobody"},
)
EVERYTHING = Changes(
    title="Food", artist="AWOL", album="A Way Of Life", album_artist="AWOL", genres=("Hip-Hop",),
    track_number=4, disc_number=2, year=2010, cover="0" * 32,
)  # fmt: skip


class CorrectionsContract:
    """Stands on `tracks` (as they are shown), `of_files` (as an ingest reads and writes them) and `corrections`."""

    def change(self, corrections, changes, *track_ids, at=NOW):
        return corrections.change(list(map(TrackId, track_ids or ("1",))), changes, at=at, by=ANNA)

    def test_a_corrected_track_shows_what_was_corrected(self, tracks, corrections):
        tracks.put_many([FOOD])
        self.change(corrections, EVERYTHING)
        assert tracks.get(FOOD.track_id) == replace(
            FOOD, title="Food", artist="AWOL", artists=(), album="A Way Of Life", album_artist="AWOL",
            musicbrainz_album_id="", genres=("Hip-Hop",), track_number=4, disc_number=2,
            released_on=date(2010, 1, 1), cover="picture:" + "0" * 32,
        )  # fmt: skip

    def test_a_correction_says_who_made_it_and_when(self, tracks, corrections):
        tracks.put_many([FOOD])
        self.change(corrections, Changes(title="Food"))
        correction = corrections.of_tracks([FOOD.track_id])[FOOD.track_id]
        assert (correction.corrected_by, correction.corrected_at) == (ANNA, NOW)
        assert correction.fields == CorrectedFields(title="Food")

    def test_a_file_that_is_read_again_loses_no_correction(self, tracks, of_files, corrections):
        tracks.put_many([FOOD])
        self.change(corrections, EVERYTHING)
        shown = tracks.get(FOOD.track_id)
        of_files.put_many([replace(FOOD, title="Other", artist="Others", genres=(), cover="", licence="CC0")])
        assert tracks.get(FOOD.track_id) == replace(shown, licence="CC0")

    def test_taken_back_it_is_what_the_file_says_by_now(self, tracks, of_files, corrections):
        tracks.put_many([FOOD])
        self.change(corrections, EVERYTHING)
        later = replace(FOOD, title="Fooood", artists=(), released_on=None, track_number=None)
        of_files.put_many([later])
        self.change(corrections, Changes(**dict.fromkeys(Changes.__struct_fields__)))
        assert tracks.get(FOOD.track_id) == later
        assert corrections.of_tracks([FOOD.track_id]) == {}

    def test_one_field_is_taken_back_alone(self, tracks, corrections):
        tracks.put_many([FOOD])
        self.change(corrections, Changes(title="Food", album="Other"))
        self.change(corrections, Changes(album=None))
        assert tracks.get(FOOD.track_id) == replace(FOOD, title="Food")

    def test_what_is_not_named_stays_corrected(self, tracks, corrections):
        tracks.put_many([FOOD])
        self.change(corrections, Changes(title="Food"))
        before = self.change(corrections, Changes(genres=()))
        assert before == {FOOD.track_id: CorrectedFields(title="Food")}
        assert tracks.get(FOOD.track_id) == replace(FOOD, title="Food", genres=())

    def test_an_ingest_reads_what_files_say_and_not_what_was_corrected(self, tracks, of_files, corrections):
        tracks.put_many([FOOD])
        self.change(corrections, EVERYTHING)
        assert of_files.get(FOOD.track_id) == FOOD
        assert of_files.get_many([FOOD.track_id, TrackId("2")]) == {FOOD.track_id: FOOD}

    def test_what_an_ingest_puts_back_unread_changes_nothing(self, tracks, of_files, corrections):
        tracks.put_many([FOOD])
        self.change(corrections, EVERYTHING)
        shown = tracks.get(FOOD.track_id)
        of_files.put_many([replace(of_files.get(FOOD.track_id), status="missing")])
        assert tracks.get(FOOD.track_id) == replace(shown, status="missing")
        self.change(corrections, Changes(title=None, artist=None))
        assert tracks.get(FOOD.track_id).artists == FOOD.artists

    def test_many_are_corrected_at_once_and_unknown_or_rejected_ones_left_out(self, tracks, corrections):
        rejected = Track(track_id=TrackId("r"), title="r.mp3", status="rejected", reason="silent")
        tracks.put_many([FOOD, replace(FOOD, track_id=TrackId("2")), rejected])
        assert set(self.change(corrections, Changes(album="One"), "1", "2", "3", "r")) == {"1", "2"}
        assert [track.album for track in tracks.scan()] == ["One", "One", ""]

    def test_the_revision_of_the_catalogue_moves_with_a_correction_and_only_then(self, tracks, corrections):
        tracks.put_many([FOOD])
        before = tracks.revision()
        self.change(corrections, Changes(title="Food"), "unknown")
        assert tracks.revision() == before
        self.change(corrections, Changes(title="Food"))
        assert tracks.revision() != before


class TestMemoryCorrections(CorrectionsContract):
    @pytest.fixture
    def tracks(self):
        return MemoryTrackStore()

    @pytest.fixture
    def of_files(self, tracks):
        return MemoryTracksOfFiles(tracks)

    @pytest.fixture
    def corrections(self, tracks):
        return MemoryCorrections(tracks)


@pytest.mark.live
class TestMongoCorrections(CorrectionsContract):
    @pytest.fixture
    def tracks(self, mongo_database):
        return MongoTrackStore(mongo_database)

    @pytest.fixture
    def of_files(self, mongo_database):
        return MongoTracksOfFiles(mongo_database)

    @pytest.fixture
    def corrections(self, mongo_database):
        return MongoCorrectionStore(mongo_database)

    @pytest.mark.parametrize("changes", [Changes(title="Food"), Changes(title=None), Changes(album="Live")])
    def test_what_is_corrected_between_an_ingests_reading_and_writing_is_not_lost(
        self, tracks, of_files, corrections, changes
    ):
        tracks.put_many([FOOD])
        self.change(corrections, Changes(title="Feed"))
        write = of_files._put

        def write_late(*arguments):
            of_files._put = write
            self.change(corrections, changes)
            write(*arguments)

        of_files._put = write_late
        of_files.put_many([replace(FOOD, title="Fooood", album="Lief")])
        told = {"title": "Fooood", "album": "Lief", "musicbrainz_album_id": "a-release"}
        expected = {
            "Food": told | {"title": "Food"},
            None: told,
            UNSET: told | {"title": "Feed", "album": "Live", "musicbrainz_album_id": ""},
        }[changes.title]
        assert tracks.get(FOOD.track_id) == replace(FOOD, **expected)
        self.change(corrections, Changes(title=None, album=None))
        assert tracks.get(FOOD.track_id) == replace(FOOD, title="Fooood", album="Lief")


class CoverPicturesContract:
    def test_a_picture_comes_back_as_it_was_added(self, pictures):
        picture_id = pictures.add(b"\x89PNG...", at=NOW)
        assert pictures.get(picture_id) == b"\x89PNG..."
        assert pictures.has(picture_id)

    def test_the_same_picture_is_kept_once(self, pictures):
        assert pictures.add(b"a", at=NOW) == pictures.add(b"a", at=NOW) != pictures.add(b"b", at=NOW)

    def test_an_unknown_picture_is_none(self, pictures):
        assert pictures.get("0" * 32) is None
        assert not pictures.has("0" * 32)


class TestMemoryCoverPictures(CoverPicturesContract):
    @pytest.fixture
    def pictures(self):
        return MemoryCoverPictures()


@pytest.mark.live
class TestMongoCoverPictures(CoverPicturesContract):
    @pytest.fixture
    def pictures(self, mongo_database):
        return MongoCoverPictures(mongo_database)

    def test_a_picture_that_no_track_has_is_dropped_after_a_day(self, pictures, mongo_database):
        used, unused = pictures.add(b"used", at=NOW), pictures.add(b"unused", at=NOW)
        MongoTrackStore(mongo_database).put_many([FOOD])
        MongoCorrectionStore(mongo_database).change([FOOD.track_id], Changes(cover=used), at=NOW, by=ANNA)
        pictures.add(b"other", at=NOW + timedelta(hours=23))
        assert pictures.has(unused)
        pictures.add(b"other", at=NOW + timedelta(hours=25))
        assert pictures.has(used)
        assert not pictures.has(unused)
