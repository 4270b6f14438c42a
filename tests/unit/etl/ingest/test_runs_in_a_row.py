import os
from datetime import timedelta

import numpy as np
import pytest
from msgspec.structs import replace
from mutagen.id3 import ID3, TEXT, TIPL

from etl.ingest.identity import audio_identity
from etl.ingest.run import prepare_run
from etl.ingest.summary import Summary
from etl.locations import file_url
from etl.readers.csv_catalogue import read_csv
from etl.readers.folder import read_folder
from etl.tags.file_tags import READER_REVISION
from tests.builders.ingested_library import THIS, Library


def test_stopped_in_the_middle_the_next_run_does_the_rest(library):
    library.stop_after = 2
    with pytest.raises(KeyboardInterrupt):
        library.ingest()
    done = library.features.analysed(THIS)
    assert len(done) in (1, 2)
    library.stop_after = None
    summary = library.ingest()
    assert summary.analysed == 3 - len(done)
    assert summary.unchanged == len(done)


def test_another_fingerprint_is_analysed_again(library):
    library.ingest()
    library.fingerprint = "ba9876543210"
    assert library.ingest() == Summary(analysed=3)
    assert library.ingest() == Summary(unchanged=3)


def test_a_reanalysis_goes_on_where_it_stopped(library):
    library.ingest()
    library.now += timedelta(days=1)
    began, library.stop_after = library.now, 1
    with pytest.raises(KeyboardInterrupt):
        library.ingest(since=began)
    again = len(library.features.analysed(THIS, since=began))
    library.stop_after = None
    assert library.ingest(since=began) == Summary(analysed=3 - again, unchanged=again)
    assert library.features.analysed(THIS, since=began) == library.features.analysed(THIS)


def test_a_new_cover_in_the_folder_is_noticed(library):
    library.ingest()
    (library.root / "cover.jpg").write_bytes(b"\xff\xd8\xff")
    assert library.ingest() == Summary(retagged=3)
    assert {track.cover for track in library.tracks.scan()} == {file_url(library.root / "cover.jpg")}


def test_files_of_another_folder_are_not_missing(library, tmp_path):
    library.ingest()
    (tmp_path / "sub").mkdir()
    assert library.ingest(read_folder(tmp_path / "sub")) == Summary()
    assert library.titles("missing") == []


def test_a_row_of_a_csv_names_the_track_and_may_change(library):
    csv = library.root / "tracks.csv"
    csv.write_text("path,title\na.mp3,Old\n")
    assert library.ingest(read_csv(csv)) == Summary(analysed=1)
    assert library.titles() == ["Old"]
    csv.write_text("path,title\na.mp3,New\n")
    assert library.ingest(read_csv(csv)) == Summary(retagged=1)
    (library.root / "a.mp3").unlink()
    assert library.ingest(read_csv(csv)) == Summary(missing=1)


def test_the_summary_is_one_line():
    assert str(Summary(analysed=365, rejected=3)) == "365 analysed, 0 unchanged, 3 rejected"
    assert str(Summary(unchanged=2, missing=2, moved=1)) == "0 analysed, 2 unchanged, 0 rejected; 2 missing, 1 moved"


def test_two_files_that_swapped_names_keep_their_tracks(library):
    library.ingest()
    before = {track.title: track.track_id for track in library.tracks.scan()}
    (library.root / "a.mp3").rename(library.root / "z")
    (library.root / "b.mp3").rename(library.root / "a.mp3")
    (library.root / "z").rename(library.root / "b.mp3")
    library.ingest()
    assert library.heard == []
    assert library.titles("missing") == []
    urls = {track.track_id: track.url for track in library.tracks.scan()}
    assert urls[before["a"]] == file_url(library.root / "b.mp3")
    assert urls[before["b"]] == file_url(library.root / "a.mp3")


@pytest.mark.parametrize("seed", range(12))
def test_whatever_happens_to_the_files_the_catalogue_tells_the_truth(tmp_path, monkeypatch, seed):
    """Random writes, moves, copies, removals and interruptions; afterwards tracks, vectors and files agree."""
    monkeypatch.setenv("PATH", "")  # no ffmpeg: it would be asked hundreds of times about what is no sound anyway
    rng = np.random.default_rng(seed)
    library = Library(tmp_path)
    names = [f"{n}.mp3" for n in range(6)]
    ever = set()
    for _ in range(12):
        for _ in range(int(rng.integers(1, 5))):
            source, target = (tmp_path / str(name) for name in rng.choice(names, 2))
            match rng.choice(["write", "move", "copy", "remove", "touch"]):
                case "write":
                    target.write_bytes(b"sound %d" % rng.integers(8))
                case "move" if source.exists():
                    source.rename(target)
                case "copy" if source.exists():
                    target.write_bytes(source.read_bytes())
                case "remove":
                    target.unlink(missing_ok=True)
                case "touch" if source.exists():
                    os.utime(source, ns=(1, int(rng.integers(1, 10**12))))
        ever |= {audio_identity(path) for path in tmp_path.glob("*.mp3")}
        library.stop_after = int(rng.integers(0, 3)) if rng.random() < 0.4 else None
        try:
            library.ingest()
        except KeyboardInterrupt:
            library.stop_after = None
            library.ingest()
        check(library, ever)
        assert library.ingest() == Summary(unchanged=len(list(tmp_path.glob("*.mp3"))))


def check(library, ever):
    there = {file_url(path): audio_identity(path) for path in library.root.glob("*.mp3")}
    tracks = {track.track_id: track for track in library.tracks.scan()}
    assert tracks.keys() <= ever
    assert {track_id for track_id, track in tracks.items() if track.status == "present"} == set(there.values())
    for track_id, track in tracks.items():
        assert library.features.get(track_id) is not None
        if track.status == "present":
            assert there[track.url] == track_id
    known = {file.url: file.track_id for file in library.files.under("file:///") if file.state == "present"}
    assert known == there


def test_what_an_earlier_tag_reader_described_is_read_once_more_but_neither_hashed_nor_analysed(library):
    for name in "abc":
        credit(library.root / f"{name}.mp3", producer="Pia", writer="Wim")
    library.ingest()
    ids = {track.track_id for track in library.tracks.scan()}
    forget_contributors(library)
    plan = prepare_run(read_folder(library.root), library.catalogue, library.features.analysed(THIS)).plan
    assert {file.track_id for file in plan.to_open} == ids
    assert library.ingest() == Summary(retagged=3)
    assert library.heard == []
    assert all(track.tags == {"producer": "Pia", "writer": "Wim"} and track.sound for track in library.tracks.scan())
    assert library.ingest() == Summary(unchanged=3)


def test_a_file_whose_tags_are_read_once_more_without_news_is_unchanged(library):
    library.ingest()
    forget_contributors(library)
    assert library.ingest() == Summary(unchanged=3)
    assert {file.tags_revision for file in library.files.under(file_url(library.root))} == {READER_REVISION}


def test_missing_files_that_are_back_as_they_were_are_read_by_the_new_tag_reader(library):
    for name in "abc":
        credit(library.root / f"{name}.mp3", producer="Pia", writer="Wim")
    library.ingest()
    forget_contributors(library)
    library.tracks.put_many([replace(track, status="missing") for track in library.tracks.scan()])
    library.files.put_many([replace(file, state="missing") for file in library.files.under(file_url(library.root))])
    assert library.ingest() == Summary(returned=3)
    assert library.heard == []
    assert {track.tags.get("producer") for track in library.tracks.with_status("present")} == {"Pia"}


def test_a_rejected_file_is_not_opened_for_another_tag_reader(library):
    library.fail["a.mp3"] = "silent"
    library.ingest()
    forget_contributors(library)
    assert library.ingest() == Summary(unchanged=2, rejected=1)
    assert library.heard == []


def credit(path, *, producer, writer):
    tags = ID3()
    tags.add(TIPL(people=[["producer", producer]]))
    tags.add(TEXT(text=[writer]))
    tags.save(path)


def forget_contributors(library):
    """Make the library as an earlier tag reader left it."""
    library.tracks.put_many([replace(track, tags={}) for track in library.tracks.scan()])
    library.files.put_many([replace(file, tags_revision=0) for file in library.files.under(file_url(library.root))])
