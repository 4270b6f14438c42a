import os
from datetime import UTC, datetime, timedelta
from functools import partial

import mutagen
import numpy as np
import pytest
from mutagen.id3 import TIT2

from etl.catalogue import Catalogue
from etl.identity import audio_identity
from etl.ingest import ingest, prepare_run
from etl.locations import file_path, file_url
from etl.opening import Opening
from etl.readers.csv_catalogue import read_csv
from etl.readers.folder import read_folder
from etl.rejecting import advice
from etl.summary import Summary
from etl.work import do
from recommender.errors import BadAudio
from recommender.records import Analysis, SoundFacts
from recommender.similarity.features import N_COLUMNS
from tests.contracts.fakes.catalogue import MemoryFeatureStore, MemoryFileLedger, MemoryTrackStore
from tests.inline_pool import InlinePool
from tests.made_audio import make_sound

THIS = "0123456789ab"
FACTS = SoundFacts(duration_s=2.0, loudness_lufs=-14.0, tempo_bpm=120.0, key=0, mode="major")


class Library:
    """A folder of music, a catalogue in memory, and an analysis that counts."""

    def __init__(self, root):
        self.root = root
        self.tracks, self.features, self.files = MemoryTrackStore(), MemoryFeatureStore(), MemoryFileLedger()
        self.catalogue = Catalogue(self.tracks, self.features, self.files)
        self.heard = []
        self.now = datetime(2026, 1, 1, tzinfo=UTC)
        self.fingerprint = THIS
        self.fail = {}
        self.crash_on = frozenset()
        self.stop_after = None

    def analyse(self, path):
        self.heard.append(path.name)
        if path.name in self.fail:
            raise BadAudio(self.fail[path.name], "as told")
        return Analysis(np.ones(N_COLUMNS, np.float32), FACTS, 0.1)

    def ingest(self, listing=None, *, since=None, retry_rejected=False):
        self.heard.clear()
        listing = listing or read_folder(self.root)
        analysed = self.features.analysed(self.fingerprint, since=since)
        run = prepare_run(listing, self.catalogue, analysed, retry_rejected=retry_rejected)
        return ingest(run, self.catalogue, self.open_files)

    def open_files(self, run):
        def progress(_summary):
            if self.stop_after is not None and len(self.heard) >= self.stop_after:
                raise KeyboardInterrupt

        Opening(
            catalogue=self.catalogue,
            known=run.known,
            analysed=run.analysed,
            fingerprint=self.fingerprint,
            clock=lambda: self.now,
            summary=run.summary,
            progress=progress,
        ).run(run.plan.to_open, InlinePool(partial(do, analyse=self.analyse), crash_on=self.crash_on))

    def titles(self, status="present"):
        return sorted(track.title for track in self.tracks.with_status(status))


@pytest.fixture(scope="session")
def three_sounds(tmp_path_factory):
    folder = tmp_path_factory.mktemp("three")
    return [make_sound(folder / f"{name}.mp3", seed=seed).read_bytes() for seed, name in enumerate("abc", start=1)]


@pytest.fixture
def library(tmp_path, three_sounds):
    for name, content in zip("abc", three_sounds, strict=True):
        (tmp_path / f"{name}.mp3").write_bytes(content)
    return Library(tmp_path)


def retag(path, title):
    file = mutagen.File(path)
    if file.tags is None:
        file.add_tags()
    file.tags.add(TIT2(encoding=3, text=[title]))
    file.save()


def test_every_file_is_analysed_once_and_then_not_even_opened(library, monkeypatch):
    assert library.ingest() == Summary(analysed=3)
    monkeypatch.setattr("etl.work.describe", lambda found: pytest.fail(f"{found} was opened"))
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


def test_what_is_no_file_is_rejected_until_it_goes(library):
    (library.root / "song.mp3").mkdir()
    assert library.ingest() == Summary(analysed=3, rejected=1)
    assert library.ingest() == Summary(unchanged=3, rejected=1)
    assert [track.reason.partition(":")[0] for track in library.tracks.with_status("rejected")] == ["is a directory"]
    (library.root / "song.mp3").rmdir()
    assert library.ingest() == Summary(unchanged=3)
    assert library.titles("rejected") == []


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
def test_whatever_happens_to_the_files_the_catalogue_tells_the_truth(tmp_path, seed):
    """Random writes, moves, copies, removals and interruptions; afterwards tracks, vectors and files agree."""
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
