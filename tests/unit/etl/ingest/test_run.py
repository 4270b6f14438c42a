import os
from datetime import timedelta

import pytest
from msgspec.structs import replace

from etl.ingest.summary import Summary
from etl.locations import file_url
from tests.builders.audio import make_sound
from tests.builders.ingested_library import FACTS, THIS, retag


def test_every_file_is_analysed_once_and_then_not_even_opened(library, monkeypatch):
    assert library.ingest() == Summary(analysed=3)
    monkeypatch.setattr("etl.ingest.work.describe", lambda found: pytest.fail(f"{found} was opened"))
    assert library.ingest() == Summary(unchanged=3)
    assert library.heard == []


def test_a_track_knows_its_file_its_sound_and_since_when(library):
    library.ingest()
    (track,) = [track for track in library.tracks.scan() if track.title == "a"]
    assert track.url == file_url(library.root / "a.mp3")
    assert (track.sound, track.duration_s, track.added_at, track.status) == (FACTS, 2.0, library.now, "present")
    features = library.features.get(track.track_id)
    assert (features.fingerprint, features.analysed_at, features.seconds) == (THIS, library.now, 0.1)


def test_a_retagged_file_is_described_anew_and_not_analysed(library):
    library.ingest()
    first_seen = library.now
    library.now += timedelta(days=1)
    retag(library.root / "a.mp3", "New title")
    assert library.ingest() == Summary(unchanged=2, retagged=1)
    assert library.heard == []
    assert library.titles() == ["New title", "b", "c"]
    assert {track.added_at for track in library.tracks.scan()} == {first_seen}


def test_a_file_retagged_within_its_size_and_time_is_described_anew(library):
    path = library.root / "a.mp3"
    retag(path, "One title")
    library.ingest()
    before = path.stat()
    retag(path, "Two title")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert library.ingest() == Summary(unchanged=2, retagged=1)
    assert library.titles() == ["Two title", "b", "c"]


def test_a_ledger_of_an_older_segue_has_every_file_looked_at_once(library):
    library.ingest()
    library.files.put_many([replace(file, ctime_ns=0) for file in library.files.under("file://")])
    assert library.ingest() == Summary(unchanged=3)
    assert library.heard == []
    assert all(file.ctime_ns for file in library.files.under("file://"))


def test_a_moved_file_keeps_its_track(library):
    library.ingest()
    before = {track.track_id for track in library.tracks.scan()}
    (library.root / "new place").mkdir()
    (library.root / "a.mp3").rename(library.root / "new place" / "z.mp3")
    assert library.ingest() == Summary(unchanged=2, moved=1)
    assert library.heard == []
    assert {track.track_id for track in library.tracks.scan()} == before
    assert file_url(library.root / "new place" / "z.mp3") in {track.url for track in library.tracks.scan()}
    assert library.ingest() == Summary(unchanged=3)


def test_a_touched_file_is_unchanged(library):
    library.ingest()
    os.utime(library.root / "a.mp3", ns=(1, 1))
    assert library.ingest() == Summary(unchanged=3)


def test_a_removed_file_is_missing_and_not_deleted_and_comes_back(library):
    library.ingest()
    (library.root / "a.mp3").rename(library.root / "a.away")
    assert library.ingest() == Summary(unchanged=2, missing=1)
    assert library.titles("missing") == ["a"]
    assert library.ingest() == Summary(unchanged=2)
    (library.root / "a.away").rename(library.root / "a.mp3")
    assert library.ingest() == Summary(unchanged=2, returned=1)
    assert library.heard == []
    assert library.titles() == ["a", "b", "c"]
    assert library.ingest() == Summary(unchanged=3)


def test_a_missing_file_that_returns_elsewhere_is_moved(library):
    library.ingest()
    content = (library.root / "a.mp3").read_bytes()
    (library.root / "a.mp3").unlink()
    library.ingest()
    (library.root / "other.mp3").write_bytes(content)
    assert library.ingest() == Summary(unchanged=2, moved=1)
    assert library.titles("missing") == []


def test_copies_are_one_track(library):
    (library.root / "copy of a.mp3").write_bytes((library.root / "a.mp3").read_bytes())
    assert library.ingest() == Summary(analysed=3, duplicates=1)
    assert len(library.heard) == 3
    assert library.ingest() == Summary(unchanged=4)
    assert len(list(library.tracks.scan())) == 3


def test_when_a_copy_goes_the_track_stays(library):
    library.ingest()
    (library.root / "copy of a.mp3").write_bytes((library.root / "a.mp3").read_bytes())
    assert library.ingest() == Summary(unchanged=3, duplicates=1)
    (library.root / "a.mp3").unlink()
    assert library.ingest() == Summary(unchanged=3)
    assert file_url(library.root / "copy of a.mp3") in {track.url for track in library.tracks.scan()}
    assert library.titles("missing") == []


def test_a_file_replaced_by_another_sound_is_another_track(library):
    library.ingest()
    make_sound(library.root / "a.mp3", seed=9)
    assert library.ingest() == Summary(unchanged=2, analysed=1)
    assert len(library.titles()) == 3
    assert library.titles("missing") == ["a"]
