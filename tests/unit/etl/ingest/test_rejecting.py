import os

from etl.ingest.pool import Crashed
from etl.ingest.rejecting import advice
from etl.ingest.summary import Summary
from etl.locations import file_path, file_url


def test_rejected_files_are_kept_aside_with_a_reason_and_left_alone(library):
    library.fail = {"b.mp3": "truncated"}
    assert library.ingest() == Summary(analysed=2, rejected=1)
    (rejected,) = library.tracks.with_status("rejected")
    assert (file_path(rejected.url).name, rejected.reason) == ("b.mp3", "truncated: as told")
    assert "again" in advice(rejected.reason)
    assert library.ingest() == Summary(unchanged=2, rejected=1)
    assert library.heard == []


def test_a_rejected_file_is_tried_again_when_it_changed_or_when_asked(library):
    library.fail = {"b.mp3": "truncated"}
    library.ingest()
    library.ingest(retry_rejected=True)
    assert library.heard == ["b.mp3"]
    library.fail = {}
    os.utime(library.root / "b.mp3", ns=(1, 1))
    assert library.ingest() == Summary(unchanged=2, analysed=1)
    assert library.titles("rejected") == []
    assert library.titles() == ["a", "b", "c"]


def test_a_good_file_that_goes_bad_is_rejected_and_its_track_missing(library):
    library.ingest()
    (library.root / "a.mp3").write_bytes(b"")
    assert library.ingest() == Summary(unchanged=2, rejected=1)
    assert library.titles("missing") == ["a"]
    assert [track.reason.partition(":")[0] for track in library.tracks.with_status("rejected")] == ["empty"]


def test_a_rejected_file_that_is_removed_is_forgotten(library):
    library.fail = {"b.mp3": "silent"}
    library.ingest()
    (library.root / "b.mp3").unlink()
    assert library.ingest() == Summary(unchanged=2)
    assert library.titles("rejected") == []


def test_a_file_that_kills_the_decoder_is_rejected_and_its_copy_too(library):
    (library.root / "copy.mp3").write_bytes((library.root / "a.mp3").read_bytes())
    library.crash_on = frozenset(file_url(library.root / name) for name in ("a.mp3", "copy.mp3"))
    assert library.ingest() == Summary(analysed=2, rejected=2)
    assert {track.reason.partition(":")[0] for track in library.tracks.with_status("rejected")} == {
        "crashed the decoder"
    }


def test_a_file_whose_process_was_killed_from_outside_is_tried_again_by_the_next_run(library):
    (library.root / "copy.mp3").write_bytes((library.root / "a.mp3").read_bytes())
    library.crash_on = frozenset(file_url(library.root / name) for name in ("a.mp3", "copy.mp3"))
    library.crash = Crashed("the process died by SIGKILL", "killed")
    assert library.ingest() == Summary(analysed=2, postponed=1, duplicates=1)
    assert library.titles("rejected") == []
    assert library.titles() == ["a", "b", "c"]
    library.crash_on = frozenset()
    assert library.ingest() == Summary(analysed=1, unchanged=3)


def test_a_rejected_file_that_is_postponed_is_rejected_no_more(library):
    library.fail = {"a.mp3": "silent"}
    library.ingest()
    library.fail = {}
    library.crash_on, library.crash = frozenset({file_url(library.root / "a.mp3")}), Crashed("killed", "killed")
    assert library.ingest(retry_rejected=True) == Summary(unchanged=2, postponed=1)
    library.crash_on = frozenset()
    assert library.ingest() == Summary(analysed=1, unchanged=2)
    assert library.titles("rejected") == []


def test_a_file_that_takes_too_long_is_told_from_one_that_crashes(library):
    library.crash_on, library.crash = frozenset({file_url(library.root / "a.mp3")}), Crashed("900 s", "timeout")
    assert library.ingest() == Summary(analysed=2, rejected=1)
    assert next(library.tracks.with_status("rejected")).reason == "too long to analyse: 900 s"


def test_what_is_no_file_is_rejected_until_it_goes(library):
    (library.root / "song.mp3").mkdir()
    assert library.ingest() == Summary(analysed=3, rejected=1)
    assert library.ingest() == Summary(unchanged=3, rejected=1)
    assert [track.reason.partition(":")[0] for track in library.tracks.with_status("rejected")] == ["is a directory"]
    (library.root / "song.mp3").rmdir()
    assert library.ingest() == Summary(unchanged=3)
    assert library.titles("rejected") == []
