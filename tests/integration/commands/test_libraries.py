"""Libraries and their scans as commands make them: processes, a real MongoDB, real decoders."""

import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pymongo.database import Database

from infra.settings import Settings
from infra.stores.accounts.opening import account_stores
from infra.stores.libraries import MongoLibraryStore
from infra.stores.scans import MongoScanStore
from infra.stores.tracks import MongoTrackStore
from recommender.accounts.records import Account
from recommender.catalogue.libraries.scans import ABANDONED, ABANDONED_AFTER_S, Scan
from recommender.clock import system_clock
from recommender.records import ListenerId
from tests.builders.audio import make_sound
from tests.deadline import eventually
from tests.integration.web_process import environment_of
from tests.paths import ROOT

pytestmark = pytest.mark.live
N_SOUNDS = 3
N_MANY = 150
"""Sounds whose analysis takes longer than it takes to stop it."""


class Segue:
    """`segue` on a database of its own, and what it has stored there."""

    def __init__(self, database: Database[dict[str, Any]], settings: Settings) -> None:
        self.database = database
        self.environment = environment_of(settings)
        self.libraries, self.scans = MongoLibraryStore(database), MongoScanStore(database)
        self.tracks = MongoTrackStore(database)

    def start(self, *arguments: str | Path) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "infra", *map(os.fsencode, arguments)]
        return subprocess.Popen(
            command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
        )

    def run(self, *arguments: str | Path, code: int = 0) -> str:
        process = self.start(*arguments)
        output, errors = process.communicate(timeout=240)
        assert process.returncode == code, errors
        return output + errors

    def scan(self) -> Scan:
        """The scan asked for last."""
        return self.scans.all()[0]

    def n(self, status: str) -> int:
        return self.database["tracks"].count_documents({"status": status})


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
    folder = tmp_path / "Müsic [1]"
    (folder / "sub").mkdir(parents=True)
    for seed in range(N_SOUNDS):
        make_sound(folder / "sub" / f"{seed}.wav", seed=seed, seconds=3)
    return folder


def test_a_folder_that_is_ingested_is_a_library_and_its_scan_is_written_down(segue: Segue, music: Path) -> None:
    (music / "broken.mp3").write_bytes(b"no music at all" * 99)
    segue.run("ingest", music)
    (library,) = segue.libraries.all()
    assert (library.name, library.is_watched, library.visible_to) == ("Müsic [1]", True, None)
    scan = segue.scan()
    assert (scan.library_id, scan.asked_by, scan.state) == (library.library_id, "command", "done")
    assert (scan.n_found, scan.n_to_open, scan.n_done, scan.n_new, scan.n_rejected) == (4, 4, 4, 3, 1)
    assert (scan.n_to_analyse, scan.n_analysed) == (4, 4)
    assert None not in (scan.began, scan.opening_began, scan.analysis_began, scan.ended)

    segue.run("ingest", music / "sub")
    segue.run("ingest", music / "sub" / "0.wav")
    assert segue.libraries.all() == (library,)
    assert len(segue.scans.all()) == 1
    segue.run("ingest", "--retry-rejected", music)
    assert (segue.scan().n_to_open, segue.scan().retry_rejected) == (1, True)
    shown = segue.run("libraries", "list")
    assert str(music) in shown
    assert "0 new" in shown
    assert "in no library" not in shown


def test_a_library_is_shown_to_chosen_accounts_and_to_everybody_again(segue: Segue, music: Path) -> None:
    anna = Account(account_id=ListenerId("id-anna"), name="Anna", role="listener", made_at=system_clock())
    account_stores(segue.database).accounts.add(anna)
    segue.run("libraries", "add", music, "--name", "Kids")
    assert "Anna and the admins see “Kids” now" in segue.run("libraries", "show-to", "Kids", "Anna")
    assert segue.libraries.all()[0].visible_to == (anna.account_id,)
    assert "admins, Anna" in segue.run("libraries", "list")
    segue.run("libraries", "rename", "Kids", "Children")
    assert segue.libraries.all()[0].visible_to == (anna.account_id,)
    assert "there is no account 'Bert'; there are: Anna" in segue.run(
        "libraries", "show-to", "Children", "Bert", code=2
    )
    assert "name the accounts" in segue.run("libraries", "show-to", "Children", code=2)
    segue.run("libraries", "show-to", "Children", "--everybody")
    assert segue.libraries.all()[0].visible_to is None
    segue.run("libraries", "remove", "--yes", "Children")
    segue.run("libraries", "add", music, "--admins-only")
    assert segue.libraries.all()[0].visible_to == ()
    segue.run("ingest", music)
    assert segue.libraries.all()[0].visible_to == ()


def test_a_folder_whose_disk_is_not_mounted_loses_nothing(segue: Segue, music: Path, tmp_path: Path) -> None:
    segue.run("ingest", music)
    elsewhere = tmp_path / "unmounted"
    music.rename(elsewhere)
    assert "does not exist" in segue.run("ingest", music, code=2)
    music.mkdir()
    said = segue.run("ingest", music, code=2)
    assert "all 3 files that were known are gone. Is its disk mounted?" in said
    assert (segue.scan().state, "mounted" in segue.scan().message) == ("failed", True)
    assert (segue.n("present"), segue.n("missing")) == (N_SOUNDS, 0)

    assert "3 missing" in segue.run("ingest", "--allow-empty", music)
    assert (segue.scan().state, segue.scan().n_missing) == ("done", N_SOUNDS)
    shutil.rmtree(music)
    elsewhere.rename(music)
    assert "3 returned" in segue.run("ingest", music)


def test_a_scan_that_is_killed_has_failed_and_one_that_is_stopped_says_so(segue: Segue, tmp_path: Path) -> None:
    music = tmp_path / "long"
    music.mkdir()
    for seed in range(N_MANY):
        make_sound(music / f"{seed:03d}.wav", seed=seed, seconds=20)
    process = segue.start("ingest", music)
    eventually(lambda: process.poll() is not None or segue.n("present"), within_s=60)
    eventually(lambda: segue.scan().n_new, within_s=10)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    long_ago = [{"$set": {"told_at": {"$subtract": ["$$NOW", 1000 * (ABANDONED_AFTER_S + 1)]}}}]
    segue.database["scans"].update_many({}, long_ago)
    assert (segue.scan().state, segue.scan().message) == ("failed", ABANDONED)

    process = segue.start("ingest", music)
    eventually(lambda: len(segue.scans.all()) == 2 and segue.scan().n_to_analyse, within_s=60)
    assert segue.scans.ask_to_stop(segue.scan().scan_id, now=system_clock())
    _, errors = process.communicate(timeout=60)
    assert (process.returncode, "the same command goes on" in errors) == (130, True)
    assert segue.scan().state == "stopped"
    assert segue.n("present") == N_MANY
    assert segue.database["features"].count_documents({}) < N_MANY


def test_a_library_that_is_removed_leaves_its_tracks_missing_and_their_analysis_where_it_is(
    segue: Segue, music: Path, tmp_path: Path
) -> None:
    other = tmp_path / "Other"
    other.mkdir()
    shutil.copy(music / "sub" / "0.wav", other / "copy.wav")
    make_sound(other / "own.wav", seed=9)
    segue.run("ingest", music)
    segue.run("ingest", other)
    process = segue.start("libraries", "remove", "Other")
    process.communicate("n\n")
    assert (process.returncode, len(segue.libraries.all())) == (1, 2)
    assert "1 tracks are missing now" in segue.run("libraries", "remove", "--yes", "Other")
    assert [library.name for library in segue.libraries.all()] == ["Müsic [1]"]
    assert (segue.n("present"), segue.n("missing")) == (N_SOUNDS, 1)
    assert segue.database["features"].count_documents({}) == N_SOUNDS + 1

    segue.run("libraries", "add", other, "--name", "Again")
    assert (segue.scan().state, segue.scan().asked_by) == ("waiting", "command")
    assert "0 analysed" in segue.run("ingest", other)
    assert (segue.n("present"), segue.n("missing")) == (N_SOUNDS + 1, 0)
    assert "lies in the library “Again”" in segue.run("libraries", "add", _made(other / "new"), code=2)
    assert "no folder" in segue.run("libraries", "add", other / "own.wav", code=2)
    segue.run("libraries", "rename", "Again", "New name")
    assert "is called “New name”" in segue.run("libraries", "rename", "New name", "New name")
    assert "another library" in segue.run("libraries", "rename", "New name", "Müsic [1]", code=2)
    assert "segue libraries list" in segue.run("libraries", "remove", "--yes", "Again", code=1)


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_music_from_before_there_were_libraries_is_in_none_until_it_is_ingested_again(
    segue: Segue, music: Path
) -> None:
    segue.run("ingest", music)
    segue.database["libraries"].delete_many({})
    segue.database["scans"].delete_many({})
    shown = segue.run("libraries", "list")
    assert "no libraries" in shown
    assert "music in no library" in shown
    segue.run("ingest", music)
    assert [library.name for library in segue.libraries.all()] == ["Müsic [1]"]
