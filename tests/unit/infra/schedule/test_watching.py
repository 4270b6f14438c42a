from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from infra.schedule.folder_watch import AGAIN_AFTER, FolderWatch, identity_of, matters
from infra.schedule.watching import LibraryWatches
from recommender.catalogue.libraries.records import Library
from tests.contracts.fakes.libraries import MemoryLibraryStore
from tests.contracts.fakes.scans import MemoryScanStore

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)


class SilentWatch:
    """A watch that tells when the test says so."""

    def __init__(self, folder: Path, tell: Callable[[], object], **options: Any) -> None:
        self.folder, self.tell, self.options = folder, tell, options
        self.identity = identity_of(folder)
        self.is_over = self.is_ended = False

    def start(self) -> None:
        pass

    def end(self) -> None:
        self.is_ended = True


class Made:
    def __init__(self) -> None:
        self.libraries, self.scans = MemoryLibraryStore(), MemoryScanStore()
        self.begun: list[SilentWatch] = []
        self.watches = LibraryWatches(
            libraries=self.libraries,
            scans=self.scans,
            clock=lambda: NOW,
            open_watch=self._open,  # type: ignore[arg-type]
        )

    def _open(self, *arguments: Any, **options: Any) -> SilentWatch:
        self.begun.append(SilentWatch(*arguments, **options))
        return self.begun[-1]

    def waiting(self) -> list[str]:
        """Take the scans that wait, and return of which libraries they are."""
        return [scan.library_id for scan in self.scans.all() if self.scans.take(scan.scan_id, now=NOW)]


@pytest.fixture
def made() -> Made:
    return Made()


@pytest.fixture
def pop(tmp_path: Path, made: Made) -> Library:
    folder = tmp_path / "pop"
    folder.mkdir()
    library = Library(library_id="pop", name="Pop", folder=f"{folder.as_uri()}/", added_at=NOW)
    made.libraries.put(library)
    return library


@pytest.mark.usefixtures("pop")
def test_a_library_is_scanned_when_its_watch_begins_and_when_it_tells_of_a_change(made: Made) -> None:
    made.watches.look()
    assert (len(made.begun), made.waiting()) == (1, ["pop"])
    made.watches.look()
    assert (len(made.begun), made.waiting()) == (1, [])
    made.begun[0].tell()
    assert made.waiting() == ["pop"]
    assert {scan.asked_by for scan in made.scans.all()} == {"watch"}


def test_a_library_that_wants_no_watch_or_is_removed_has_none(made: Made, pop: Library) -> None:
    made.watches.look()
    made.libraries.put(Library(library_id="pop", name="P", folder=pop.folder, added_at=NOW, is_watched=False))
    made.watches.look()
    assert made.begun[0].is_ended
    made.libraries.put(pop)
    made.watches.look()
    made.libraries.delete("pop")
    made.watches.look()
    assert [watch.is_ended for watch in made.begun] == [True, True]


@pytest.mark.usefixtures("pop")
def test_another_disk_in_the_place_of_the_folder_is_watched_and_scanned(made: Made, tmp_path: Path) -> None:
    made.watches.look()
    made.waiting()
    (tmp_path / "pop").rename(tmp_path / "away")
    with capture_logs() as logs:
        made.watches.look()
        made.watches.look()
    assert [log["event"] for log in logs] == ["library_folder_away"]
    assert (made.begun[0].is_ended, made.waiting()) == (True, [])
    (tmp_path / "away").rename(tmp_path / "pop")
    made.watches.look()
    assert (len(made.begun), made.waiting()) == (2, ["pop"])


@pytest.mark.usefixtures("pop")
def test_a_watch_whose_folder_went_away_while_it_began_is_begun_again(made: Made) -> None:
    made.watches.look()
    made.begun[0].is_over = True
    made.watches.look()
    assert len(made.begun) == 2


def test_a_watch_that_failed_is_begun_again_after_a_while(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def fail(*_: Any, **__: Any) -> Any:
        raise RuntimeError("unable to decode a path")

    now = NOW
    monkeypatch.setattr("watchfiles.watch", fail)
    watch = FolderWatch(tmp_path, lambda: None, clock=lambda: now)
    watch.start()
    watch.wait(10)
    assert not watch.is_over
    now += AGAIN_AFTER
    assert watch.is_over


def test_only_music_covers_and_folders_matter(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    (tmp_path / "folder.with.dots").mkdir()
    answers = {
        name: matters(str(tmp_path / name), below=tmp_path)
        for name in (
            "sub/a.mp3", "cover.jpg", "folder.with.dots", "gone folder", "notes.txt", ".hidden/a.mp3", ".a.mp3.Xy12"
        )
    }  # fmt: skip
    assert [name for name, does in answers.items() if not does] == ["notes.txt", ".hidden/a.mp3", ".a.mp3.Xy12"]
