"""What pages are told of the libraries' files, on the real database."""

from datetime import UTC, datetime

import pytest

from etl.ingest.ledger import KnownFile
from etl.ingest.rejecting import rejected_track
from infra.stores.files import MongoFileLedger
from infra.stores.library_files import MongoLibraryFiles
from infra.stores.tracks import MongoTrackStore
from recommender.catalogue.libraries.files import LibraryCounts
from recommender.catalogue.libraries.records import Library
from recommender.records import TrackId

pytestmark = pytest.mark.live
POP = Library(library_id="pop", name="Pop", folder="file:///po%20p/", added_at=datetime(2026, 1, 5, tzinfo=UTC))


def known(url, track_id, state="present", **fields):
    return KnownFile(url=url, size=1, mtime_ns=2, ctime_ns=3, track_id=TrackId(track_id), state=state, **fields)


@pytest.fixture
def ledger(mongo_database):
    return MongoFileLedger(mongo_database)


@pytest.fixture
def files(mongo_database, ledger):
    ledger.put_many([
        known("file:///po%20p/a.mp3", "a"),
        known("file:///po%20p/copy%20of%20a.mp3", "a"),
        known("file:///po%20p/sub/b.mp3", "b"),
        known("file:///po%20p/c.mp3", "c", "missing"),
        known("file:///po%20p/d.mp3", "x1", "rejected"),
        known("file:///po%20ps/e.mp3", "x2", "rejected"),
    ])  # fmt: skip
    MongoTrackStore(mongo_database).put_many([
        rejected_track("file:///po%20p/d.mp3", "truncated", "ends at 3 s: early"),
        rejected_track("file:///po%20ps/e.mp3", "silent"),
    ])  # fmt: skip
    return MongoLibraryFiles(mongo_database)


def test_tracks_are_counted_by_their_sound_and_only_below_the_folder(files):
    assert files.counts(POP) == LibraryCounts(n_tracks=2, n_missing=1, n_rejected=1)
    assert files.path_of(POP) == "/po p"


def test_music_in_no_library_is_noticed_and_rejected_files_are_no_music(files, ledger):
    assert files.has_music_outside([])
    assert not files.has_music_outside([POP])
    ledger.put_many([known("file:///elsewhere/f.mp3", "f")])
    assert files.has_music_outside([POP])


def test_rejected_files_say_why_what_to_do_and_where_they_lie(files):
    inside, outside = files.rejected([POP])
    assert (inside.path, inside.library_id, inside.reason, inside.detail) == (
        "d.mp3", "pop", "truncated", "ends at 3 s: early",
    )  # fmt: skip
    assert inside.advice.startswith("copy or download it again")
    assert (outside.path, outside.library_id, outside.reason, outside.detail) == ("/po ps/e.mp3", "", "silent", "")


def test_only_rejected_files_are_looked_at_again(files, ledger):
    files.look_again(["file:///po%20p/d.mp3", "file:///po%20p/a.mp3", "file:///unknown.mp3"])
    (d,) = ledger.named(["file:///po%20p/d.mp3"])
    (a,) = ledger.named(["file:///po%20p/a.mp3"])
    assert (d.ctime_ns, d.state) == (0, "rejected")
    assert a.ctime_ns == 3
