"""Tracks are listed from their tags before any sound is analysed; whatever happens in between, nothing is lost."""

import os
from datetime import timedelta

import pytest
from msgspec.structs import replace

from etl.ingest.pool import Crashed
from etl.ingest.summary import Summary
from etl.locations import file_path, file_url
from etl.readers.stat import look_at
from recommender.errors import SegueError
from tests.builders.audio import make_sound
from tests.builders.ingested_library import FACTS, THIS, interrupt, retag


def test_every_track_is_in_the_catalogue_before_the_first_is_analysed(library):
    retag(library.root / "a.mp3", "A title")
    seen = []
    library.when_listed = lambda: seen.extend(library.tracks.with_status("present"))
    assert library.ingest() == Summary(analysed=3)
    assert sorted(track.title for track in seen) == ["A title", "b", "c"]
    assert {track.sound for track in seen} == {None}
    assert all(track.duration_s == pytest.approx(2.0, abs=0.1) for track in seen)
    assert {track.media_type for track in seen} == {"audio/mpeg"}
    assert {track.added_at for track in seen} == {library.now}


def test_a_track_is_the_same_before_and_after_its_analysis(library):
    library.list_only()
    before = {track.track_id: track for track in library.tracks.scan()}
    library.now += timedelta(hours=1)
    library.ingest()
    after = {track.track_id: track for track in library.tracks.scan()}
    assert after == {
        track_id: replace(track, sound=FACTS, duration_s=FACTS.duration_s) for track_id, track in before.items()
    }


def test_what_a_crash_left_listed_is_analysed_by_the_next_run_without_being_opened(library, monkeypatch):
    library.list_only()
    assert (library.heard, library.features.analysed(THIS)) == ([], set())
    monkeypatch.setattr("etl.ingest.work.describe", lambda found: pytest.fail(f"{found} was opened"))
    assert library.ingest() == Summary(analysed=3)
    assert sorted(library.heard) == ["a.mp3", "b.mp3", "c.mp3"]
    assert library.ingest() == Summary(unchanged=3)


def test_what_somebody_wants_is_analysed_first_and_then_the_newest_file(library):
    for age, name in enumerate(("b", "c", "a")):
        os.utime(library.root / f"{name}.mp3", ns=(0, 10**18 - age))
    library.list_only()
    (wanted,) = [track.track_id for track in library.tracks.scan() if track.title == "a"]
    library.wanted = [wanted]
    library.ingest()
    assert library.heard == ["a.mp3", "b.mp3", "c.mp3"]


def test_a_listed_file_that_is_no_music_leaves_the_catalogue_and_is_rejected_with_its_reason(library):
    library.fail = {"b.mp3": "truncated"}
    library.list_only()
    assert library.titles() == ["a", "b", "c"]
    assert library.ingest() == Summary(analysed=2, rejected=1)
    assert library.titles() == ["a", "c"]
    assert library.titles("missing") == []
    (rejected,) = library.tracks.with_status("rejected")
    assert (file_path(rejected.url).name, rejected.reason) == ("b.mp3", "truncated: as told")
    assert len(list(library.tracks.scan())) == 3


def test_a_copy_of_a_listed_track_is_a_file_of_it_and_heard_once(library):
    (library.root / "copy of a.mp3").write_bytes((library.root / "a.mp3").read_bytes())
    library.list_only()
    assert len(library.titles()) == 3
    assert library.ingest() == Summary(analysed=3, unchanged=1)
    assert len(library.heard) == 3


def test_where_a_file_cannot_be_analysed_its_copy_is(library):
    (library.root / "copy of a.mp3").write_bytes((library.root / "a.mp3").read_bytes())
    library.fail = {"a.mp3": "permission denied"}
    assert library.ingest() == Summary(analysed=3, rejected=1)
    (track,) = [track for track in library.tracks.with_status("present") if track.url.endswith("copy%20of%20a.mp3")]
    assert track.sound == FACTS
    assert library.ingest() == Summary(unchanged=3, rejected=1)


def test_a_copy_in_another_folder_is_analysed_for_the_folder_that_asks(library, tmp_path_factory):
    library.list_only()
    other = tmp_path_factory.mktemp("other")
    (other / "copy.mp3").write_bytes((library.root / "a.mp3").read_bytes())
    library.root, first = other, library.root
    assert library.ingest() == Summary(analysed=1)
    assert library.heard == ["copy.mp3"]
    library.root = first
    assert library.ingest() == Summary(analysed=2, unchanged=1)


def test_a_file_that_changes_before_its_turn_is_left_to_the_next_run(library):
    library.when_listed = lambda: make_sound(library.root / "a.mp3", seed=9)
    assert library.ingest() == Summary(analysed=2, postponed=1)
    assert "a.mp3" not in library.heard
    library.when_listed = lambda: None
    assert library.ingest() == Summary(analysed=1, unchanged=2)
    assert library.titles() == ["a", "b", "c"]
    assert library.titles("missing") == []


def test_a_listed_track_whose_file_goes_is_missing_and_comes_back_to_be_analysed(library):
    library.list_only()
    (library.root / "a.mp3").rename(library.root / "a.away")
    assert library.ingest() == Summary(analysed=2, missing=1)
    assert library.titles("missing") == ["a"]
    (library.root / "a.away").rename(library.root / "a.mp3")
    assert library.ingest() == Summary(analysed=1, unchanged=2)
    assert library.titles() == ["a", "b", "c"]


def test_a_listed_track_that_the_catalogue_has_lost_is_listed_again(library):
    library.list_only()
    (lost,) = [track.track_id for track in library.tracks.scan() if track.title == "a"]
    library.tracks.delete_many([lost])
    assert library.ingest() == Summary(analysed=2, postponed=1)
    assert library.ingest() == Summary(analysed=1, unchanged=2)
    assert library.tracks.get(lost).url == file_url(library.root / "a.mp3")


def test_another_title_before_the_analysis_stays(library):
    library.list_only()
    retag(library.root / "a.mp3", "New title")
    assert library.ingest() == Summary(analysed=3)
    assert library.titles() == ["New title", "b", "c"]


def test_a_reader_that_dies_of_a_file_rejects_it_before_it_is_listed(library):
    library.crash_reader_on = frozenset({file_url(library.root / "a.mp3")})
    assert library.ingest() == Summary(analysed=2, rejected=1)
    library.crash = Crashed("killed", "killed")
    assert library.ingest(retry_rejected=True) == Summary(unchanged=2, postponed=1)
    assert library.titles("rejected") == []


def test_what_is_written_of_a_track_while_it_is_analysed_stays(library, monkeypatch):
    library.list_only()
    analyse = library.analyse

    def retitle(path):
        (track,) = [track for track in library.tracks.scan() if track.title == path.stem]
        library.tracks.put_many([replace(track, title=f"{path.stem} corrected")])
        return analyse(path)

    monkeypatch.setattr(library, "analyse", retitle)
    assert library.ingest() == Summary(analysed=3)
    assert library.titles() == ["a corrected", "b corrected", "c corrected"]
    assert {track.sound for track in library.tracks.scan()} == {FACTS}


def test_a_track_whose_tags_are_read_while_another_process_analyses_it_keeps_its_sound(library, monkeypatch):
    library.list_only()
    retag(library.root / "a.mp3", "New title")
    (track,) = [track for track in library.tracks.scan() if track.title == "a"]
    put = library.tracks.describe_many

    def analysed_meanwhile(tracks):
        library.tracks.hear_many({track.track_id: FACTS})
        put(tracks)

    monkeypatch.setattr(library.tracks, "describe_many", analysed_meanwhile)
    library.when_listed = interrupt
    with pytest.raises(KeyboardInterrupt):
        library.ingest()
    assert library.tracks.get(track.track_id) == replace(
        track, title="New title", sound=FACTS, duration_s=FACTS.duration_s
    )


def test_a_track_that_has_a_vector_and_no_sound_is_analysed_again(library):
    library.ingest()
    library.tracks.put_many([replace(track, sound=None) for track in library.tracks.scan()])
    assert library.ingest() == Summary(analysed=3)
    assert {track.sound for track in library.tracks.scan()} == {FACTS}


def test_whatever_ends_an_analysis_what_is_finished_is_kept(library, monkeypatch):
    def fail(_summary):
        if len(library.heard) == 2:
            raise SegueError("a process for the analysis does not start")

    monkeypatch.setattr(library, "progress", fail)
    with pytest.raises(SegueError, match="does not start"):
        library.ingest()
    assert len(library.features.analysed(THIS)) == 2


def test_where_copies_are_analysed_for_one_another_each_file_counts_once(library, tmp_path_factory):
    content = (library.root / "a.mp3").read_bytes()
    for name in ("copy 1 of a.mp3", "copy 2 of a.mp3"):
        (library.root / name).write_bytes(content)
    other = tmp_path_factory.mktemp("other")
    (other / "copy 0 of a.mp3").write_bytes(content)
    library.list_only()
    library.root, here = other, library.root
    library.list_only()
    library.root = here
    library.fail = dict.fromkeys(("a.mp3", "copy 0 of a.mp3", "copy 1 of a.mp3"), "crashed the decoder")
    summary = library.ingest()
    assert summary.listed == 0
    assert min(vars(summary).values()) >= 0
    assert (summary.analysed, summary.rejected, summary.unchanged) == (3, 3, 0)


def test_a_copy_that_was_back_and_is_analysed_in_the_place_of_another_counts_once(library):
    (library.root / "copy of a.mp3").write_bytes((library.root / "a.mp3").read_bytes())
    library.list_only()
    library.files.put_many([replace(file, state="missing") for file in library.files.under(file_url(library.root))])
    library.tracks.put_many([replace(track, status="missing") for track in library.tracks.scan()])
    library.fail = {"a.mp3": "crashed the decoder"}
    assert library.ingest() == Summary(analysed=3, rejected=1)


def note(library, name):
    """Have the ledger know of a file as it is now, as writing tags does."""
    (known,) = library.files.named([file_url(library.root / name)])
    now = look_at(library.root / name)
    library.files.put_many([replace(known, size=now.size, mtime_ns=now.mtime_ns, ctime_ns=now.ctime_ns)])


def test_a_file_whose_tags_segue_writes_before_its_turn_is_analysed_in_the_same_run(library):
    def write():
        retag(library.root / "a.mp3", "New title")
        note(library, "a.mp3")

    library.when_listed = write
    assert library.ingest() == Summary(analysed=3)


def test_a_file_that_is_another_one_each_time_is_left_to_the_next_run(library, monkeypatch):
    analyse, n = library.analyse, iter(range(1, 100))

    def touch(path):
        if path.name == "a.mp3":
            os.utime(path, ns=(0, next(n)))
            note(library, "a.mp3")
        return analyse(path)

    monkeypatch.setattr(library, "analyse", touch)
    assert library.ingest() == Summary(analysed=2, postponed=1)


def test_a_rejected_track_that_is_music_after_all_is_the_same_one_again(library):
    library.fail = {"b.mp3": "no decoder"}
    library.list_only()
    before = {track.track_id for track in library.tracks.scan()}
    library.ingest()
    library.fail = {}
    assert library.ingest(retry_rejected=True) == Summary(analysed=1, unchanged=2)
    assert {track.track_id for track in library.tracks.scan()} == before
