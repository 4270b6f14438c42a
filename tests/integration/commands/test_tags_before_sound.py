"""A library is listed from its tags and then analysed: real processes, a real MongoDB, real decoders."""

import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace as replace_record
from pymongo.database import Database

from infra.commands.ingest import INTERRUPTED
from infra.jobs.libraries import add_folder
from infra.settings import Settings
from infra.stores.activity import MongoActivityArchive
from infra.stores.libraries import MongoLibraryStore
from infra.stores.listening.play_queues import MongoPlayQueueStore
from infra.stores.playlists.playlists import MongoPlaylistStore
from infra.stores.scans import MongoScanStore
from infra.stores.tracks import MongoTrackStore
from infra.stores.wanted_tracks import MongoWantedTracks
from recommender.catalogue.libraries.scans import due_scans
from recommender.clock import system_clock
from recommender.listening.play_queue import PlayQueue, QueuedTrack
from recommender.records import ListenerId, TrackId
from tests.builders.audio import make_sound
from tests.builders.events import event, placed
from tests.builders.playlists import ANNA, NOW, entry, playlist
from tests.integration.web_process import environment_of
from tests.paths import ROOT

pytestmark = pytest.mark.live
N_SOUNDS = 12


class Segue:
    """`segue ingest` on a database of its own, with one process that listens."""

    def __init__(self, database: Database[dict[str, Any]], settings: Settings) -> None:
        self.database = database
        self.environment = environment_of(settings)
        self.tracks, self.scans = MongoTrackStore(database), MongoScanStore(database)

    def start(self, *arguments: str | Path) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "infra", "ingest", *map(os.fsencode, arguments)]
        return subprocess.Popen(
            command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
        )

    def run(self, *arguments: str | Path) -> str:
        process = self.start(*arguments)
        output, errors = process.communicate(timeout=240)
        assert process.returncode == 0, errors
        return output + errors

    def kill_when_listed(self, folder: Path, *, by: signal.Signals = signal.SIGKILL) -> int:
        process = self.start(folder)
        assert process.stderr is not None
        assert any("listed in" in line for line in process.stderr)
        process.send_signal(by)
        process.communicate(timeout=60)
        return process.returncode

    def titles(self, status: str = "present") -> list[str]:
        return sorted(track["title"] for track in self.database["tracks"].find({"status": status}))

    def n_analysed(self) -> int:
        return self.database["features"].count_documents({})


@pytest.fixture
def segue(mongo_database: Database[dict[str, Any]], mongo_uri: str, tmp_path: Path) -> Segue:
    settings = replace(
        Settings(),
        home=tmp_path / "home",
        mongo_uri=mongo_uri,
        mongo_database=mongo_database.name,
        analysis_workers=1,
    )
    return Segue(mongo_database, settings)


@pytest.fixture
def music(tmp_path: Path) -> Path:
    folder = tmp_path / "Music"
    folder.mkdir()
    for seed in range(N_SOUNDS):
        make_sound(folder / f"{seed:02d}.flac", seed=seed, seconds=20)
    return folder


def test_killed_between_the_passes_everything_is_listed_and_the_next_run_analyses_it(segue: Segue, music: Path) -> None:
    shutil.copy(music / "00.flac", music / "copy.flac")
    (music / "text.mp3").write_bytes(b"this is not music at all\n" * 400)
    segue.kill_when_listed(music)
    assert segue.titles() == [*(f"{seed:02d}" for seed in range(N_SOUNDS)), "text"]
    n_before = segue.n_analysed()
    assert n_before < N_SOUNDS
    listed = {track.track_id: track for track in segue.tracks.with_status("present")}
    assert all(track.duration_s == 20.0 for track in listed.values() if track.title != "text")
    assert {track.media_type for track in listed.values() if track.title != "text"} == {"audio/flac"}

    said = segue.run(music)
    n_new = N_SOUNDS - n_before
    assert f"{n_new} analysed, {n_before + 1} unchanged, 1 rejected" in said
    assert f"{n_new + 1} of {n_new + 1} analysed in" in said
    assert "listed in" not in said
    scan = segue.scans.all()[0]
    assert (scan.state, scan.n_to_open, scan.n_to_analyse, scan.n_analysed) == ("done", 0, n_new + 1, n_new + 1)
    assert segue.titles() == [f"{seed:02d}" for seed in range(N_SOUNDS)]
    assert segue.titles("rejected") == ["text.mp3"]
    assert segue.titles("missing") == []
    after = {track.track_id: track for track in segue.tracks.with_status("present")}
    assert after.keys() == {track_id for track_id, track in listed.items() if track.title != "text"}
    assert all(track.added_at == listed[track_id].added_at and track.sound for track_id, track in after.items())
    assert segue.n_analysed() == N_SOUNDS


def test_the_sound_is_left_to_the_next_run_where_only_the_tags_are_wanted(segue: Segue, music: Path) -> None:
    said = segue.run("--tags-only", music)
    assert f"0 analysed, 0 unchanged, 0 rejected; {N_SOUNDS} still to analyse" in said
    assert len(segue.titles()) == N_SOUNDS
    assert segue.n_analysed() == 0
    refused = segue.start("--tags-only", "--reanalyse", music)
    assert "--tags-only analyses nothing" in refused.communicate(timeout=60)[1]
    assert refused.returncode == 2
    assert f"{N_SOUNDS} analysed, 0 unchanged" in segue.run(music)


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_stopped_between_the_passes_everything_stays_listed(segue: Segue, music: Path, by: signal.Signals) -> None:
    assert segue.kill_when_listed(music, by=by) == INTERRUPTED
    assert len(segue.titles()) == N_SOUNDS
    assert segue.scans.all()[0].state == "stopped"
    n_before = segue.n_analysed()
    assert n_before < N_SOUNDS
    assert f"{N_SOUNDS - n_before} analysed, {n_before} unchanged, 0 rejected" in segue.run(music)


def test_a_disk_that_goes_away_between_the_passes_takes_no_track_with_it(segue: Segue, music: Path) -> None:
    process = segue.start(music)
    assert process.stderr is not None
    assert any("listed in" in line for line in process.stderr)
    away = music.with_name("away")
    music.rename(away)
    output, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    assert "0 rejected" in output
    assert "postponed" in output
    listed = {track.track_id: track.added_at for track in segue.tracks.with_status("present")}
    assert len(listed) == N_SOUNDS
    unmounted = segue.start(music)
    unmounted.communicate(timeout=60)
    assert unmounted.returncode != 0
    assert {track.track_id: track.added_at for track in segue.tracks.with_status("present")} == listed

    away.rename(music)
    segue.run(music)
    assert {track.track_id: track.added_at for track in segue.tracks.with_status("present")} == listed
    assert segue.n_analysed() == N_SOUNDS


def test_an_entry_of_a_track_that_is_then_rejected_stays_under_its_name(segue: Segue, music: Path) -> None:
    (music / "bad.flac").write_bytes(b"this is not music at all\n" * 400)
    segue.kill_when_listed(music)
    (track,) = (track for track in segue.tracks.scan() if track.title == "bad")
    mine = playlist(entries=(entry("a", track_id=track.track_id),))
    playlists = MongoPlaylistStore(segue.database)
    playlists.add(mine)
    assert "1 rejected" in segue.run(music)
    assert segue.tracks.get(track.track_id) is None
    assert playlists.get(mine.playlist_id, reader=ANNA) == mine


def test_what_is_queued_is_analysed_first(segue: Segue, music: Path) -> None:
    segue.kill_when_listed(music)
    vectors = {document["_id"] for document in segue.database["features"].find({}, {"_id": 1})}
    oldest = min(
        (track for track in segue.tracks.scan() if track.track_id not in vectors),
        key=lambda track: (music / f"{track.title}.flac").stat().st_mtime_ns,
    )
    queue = PlayQueue(entries=(QueuedTrack(track_id=oldest.track_id),), index=0, saved_at=system_clock())
    MongoPlayQueueStore(segue.database).put(ListenerId("anna"), queue)
    segue.run(music)
    new = segue.database["features"].find({"_id": {"$nin": list(vectors)}}).sort("analysed_at", 1)
    assert next(new)["_id"] == oldest.track_id


def test_an_analysis_gives_way_to_tracks_that_wait_to_be_listed_and_goes_on_after_them(
    segue: Segue, music: Path, tmp_path: Path
) -> None:
    other = tmp_path / "Other"
    other.mkdir()
    make_sound(other / "new.wav", seed=99, seconds=3)
    libraries = MongoLibraryStore(segue.database)
    first, second = (add_folder(folder, libraries, system_clock()) for folder in (music, other))
    scan = segue.scans.ask(first.library_id, asked_by="watch", now=system_clock())
    waiting = segue.scans.ask(second.library_id, asked_by="watch", now=system_clock())
    assert "still to analyse" in segue.run("--scan", scan.scan_id, music)
    done = next(one for one in segue.scans.all() if one.scan_id == scan.scan_id)
    assert (done.state, done.n_to_analyse) == ("done", N_SOUNDS)
    assert done.n_analysed < N_SOUNDS
    assert len(segue.titles()) == N_SOUNDS
    order = due_scans(segue.scans.all())
    assert [(one.library_id, one.is_rest) for one in order] == [(second.library_id, False), (first.library_id, True)]

    assert "1 analysed" in segue.run("--scan", waiting.scan_id, other)
    assert "still to analyse" not in segue.run("--scan", order[1].scan_id, music)
    assert segue.n_analysed() == N_SOUNDS + 1
    assert due_scans(segue.scans.all()) == []


def test_wanted_is_what_comes_in_queues_then_what_was_played_then_what_is_in_playlists(
    mongo_database: Database[dict[str, Any]],
) -> None:
    wanted = MongoWantedTracks(mongo_database)
    assert list(wanted()) == []
    queued = tuple(QueuedTrack(track_id=TrackId(name)) for name in ("over", "plays", "next"))
    MongoPlayQueueStore(mongo_database).put(ANNA, PlayQueue(entries=queued, index=1, saved_at=NOW))
    events = [
        event("started", "played", number=1),
        event("shown", "seen", number=2),
        event("liked", "liked", number=3),
    ]
    MongoActivityArchive(mongo_database).put_many(placed(events))
    playlists = MongoPlaylistStore(mongo_database)
    mine = playlist(entries=(entry("a"), entry("b", removed_at=NOW), entry("c", track_id=None)))
    playlists.add(mine)
    assert list(wanted()) == ["plays", "next", "liked", "played", "a"]

    later = NOW + timedelta(minutes=1)
    entries = (*mine.entries, entry("d"))
    assert playlists.replace(
        replace_record(mine, entries=entries, changed_at=later, revision=2), editor=ANNA, revision=1
    )
    assert list(wanted())[-2:] == ["a", "d"]
