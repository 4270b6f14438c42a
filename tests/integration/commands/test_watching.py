"""Folders are really watched, and `segue schedule` really scans what comes into them."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import psutil
import pytest
from pymongo.database import Database

from infra.jobs.libraries import add_folder
from infra.schedule.folder_watch import FolderWatch
from infra.settings import Settings
from infra.stores.libraries import MongoLibraryStore
from infra.stores.scans import MongoScanStore
from recommender.catalogue.libraries.records import Library
from recommender.catalogue.libraries.scans import Scan
from recommender.clock import system_clock
from tests.builders.audio import make_sound
from tests.deadline import eventually
from tests.integration.web_process import environment_of
from tests.paths import ROOT

QUIET = timedelta(milliseconds=300)
LIMITED = """
import sys
from pathlib import Path
from threading import Event
from datetime import timedelta
from infra.schedule.folder_watch import FolderWatch
from recommender.clock import system_clock

told = Event()
options = {"clock": system_clock, "quiet": timedelta(seconds=0.2), "poll_every_ms": 50}
watch = FolderWatch(Path(sys.argv[1]), told.set, **options)
watch.start()
assert told.wait(20), "nothing was told after the watch had failed"
told.clear()
(Path(sys.argv[1]) / "9" / "new.mp3").touch()
assert told.wait(20), "a new file was not seen by polling"
print("polls", watch.polls)
"""


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[tuple[Path, Event]]:
    """A folder, and what is set when it has changed."""
    folder, told = tmp_path / "music", Event()
    (folder / "sub").mkdir(parents=True)
    watch = FolderWatch(folder, told.set, clock=system_clock, quiet=QUIET)
    watch.start()
    eventually(lambda: _is_seen(folder, told), what="the watch to begin")
    yield folder, told
    watch.end()


def _is_seen(folder: Path, told: Event) -> bool:
    (folder / "first.mp3").touch()
    return told.wait(1)


def test_a_change_is_told_once_it_is_quiet(watched: tuple[Path, Event]) -> None:
    folder, told = watched
    told.clear()
    for change in (
        lambda: (folder / "sub" / "new.mp3").touch(),
        lambda: (folder / "sub").rename(folder / "renamed"),
        lambda: (folder / "renamed" / "new.mp3").unlink(),
    ):
        change()
        assert told.wait(10)
        told.clear()
    (folder / "notes.txt").touch()
    assert not told.wait(1.5)


def test_where_the_machine_gives_no_more_watches_the_folder_is_polled(tmp_path: Path) -> None:
    """The limit is real: the process lives in a user namespace whose limit is its own."""
    for number in range(10):
        (tmp_path / str(number)).mkdir()
    limit = "echo 3 > /proc/sys/user/max_inotify_watches"
    if subprocess.run(["unshare", "-Ur", "sh", "-c", limit], capture_output=True, check=False).returncode:
        pytest.skip("needs a user namespace of its own (unshare -Ur), to lower the limit of watches")
    shell = f'{limit} && exec "$0" -c "$1" "$2"'
    ran = subprocess.run(
        ["unshare", "-Ur", "sh", "-c", shell, sys.executable, LIMITED, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert "polls True" in ran.stdout
    assert "folder_polled" in ran.stdout + ran.stderr
    assert "max_user_watches" in ran.stdout + ran.stderr


class Schedule:
    """A running `segue schedule` and what it has stored."""

    def __init__(self, database: Database[dict[str, Any]], process: subprocess.Popen[bytes]) -> None:
        self.database, self.process = database, process
        self.scans = MongoScanStore(database)

    def titles(self, status: str = "present") -> list[str]:
        return sorted(track["title"] for track in self.database["tracks"].find({"status": status}))

    def n_analysed(self) -> int:
        return self.database["features"].count_documents({})

    def ended(self, n: int) -> Scan:
        """Wait until so many scans are over, and return the one asked for last."""
        eventually(lambda: len([scan for scan in self.scans.all() if scan.is_over]) >= n, within_s=90)
        return next(scan for scan in self.scans.all() if scan.is_over)


@contextmanager
def running_schedule(settings: Settings, database: Database[dict[str, Any]], log: Path) -> Iterator[Schedule]:
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "infra", "schedule"],
            env=environment_of(settings),
            stdout=output,
            stderr=output,
            cwd=ROOT,
        )
    try:
        yield Schedule(database, process)
    finally:
        process.terminate()
        process.wait(timeout=60)


@pytest.fixture
def library(mongo_database: Database[dict[str, Any]], tmp_path: Path) -> Library:
    (tmp_path / "music").mkdir()
    make_sound(tmp_path / "music" / "one.wav", seed=1, seconds=3)
    return add_folder(tmp_path / "music", MongoLibraryStore(mongo_database), system_clock())


@pytest.fixture
def settings(mongo_database: Database[dict[str, Any]], mongo_uri: str, tmp_path: Path) -> Settings:
    return replace(
        Settings(),
        home=tmp_path / "home",
        mongo_uri=mongo_uri,
        mongo_database=mongo_database.name,
        analysis_workers=1,
        schedule_new_share=1e9,  # no index is built beside these tests
    )


@pytest.mark.live
@pytest.mark.usefixtures("library")
def test_a_file_that_comes_into_a_watched_folder_is_in_the_library_soon(
    mongo_database: Database[dict[str, Any]], settings: Settings, tmp_path: Path
) -> None:
    music = tmp_path / "music"
    with running_schedule(settings, mongo_database, tmp_path / "schedule.log") as schedule:
        first = schedule.ended(1)
        assert (first.asked_by, first.state, first.n_new) == ("watch", "done", 1)
        make_sound(music / "two.wav", seed=2, seconds=3)
        second = schedule.ended(2)
        assert (second.asked_by, second.state, second.n_new) == ("watch", "done", 1)
        assert schedule.titles() == ["one", "two"]

        music.rename(tmp_path / "elsewhere")
        music.mkdir()  # as a mount point is without its disk
        third = schedule.ended(3)
        assert (third.state, "Is its disk mounted?" in third.message) == ("failed", True)
        assert (schedule.titles(), schedule.titles("missing")) == (["one", "two"], [])


@pytest.mark.live
def test_a_scan_that_is_killed_is_not_scanning_for_ever_and_the_next_does_the_rest(
    mongo_database: Database[dict[str, Any]], settings: Settings, tmp_path: Path, library: Library
) -> None:
    for seed in range(30):
        make_sound(tmp_path / "music" / f"{seed:02d}.wav", seed=seed + 10, seconds=15)
    with running_schedule(replace(settings, watch="off"), mongo_database, tmp_path / "schedule.log") as schedule:
        schedule.scans.ask(library.library_id, asked_by="command", now=system_clock())
        eventually(schedule.n_analysed, within_s=60, what="the first are stored")
        (child,) = psutil.Process(schedule.process.pid).children()
        child.kill()
        killed = schedule.ended(1)
        assert (killed.state, "signal 9" in killed.message) == ("failed", True)
        assert 0 < schedule.n_analysed() < 31
        assert len(schedule.titles()) == 31
        for file in (tmp_path / "music").glob("2*.wav"):
            shutil.move(file, tmp_path)
        schedule.scans.ask(library.library_id, asked_by="command", now=system_clock())
        again = schedule.ended(2)
        assert (again.state, again.n_found, again.n_done) == ("done", 21, 21)
