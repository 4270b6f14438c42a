from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from infra.schedule.scan_jobs import ScanJobs
from recommender.catalogue.libraries.records import Library
from recommender.catalogue.libraries.scans import Scan
from tests.contracts.fakes.libraries import MemoryLibraryStore
from tests.contracts.fakes.scans import MemoryScanStore

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
POP = Library(library_id="pop", name="Pop", folder="file:///po%FFp/", added_at=NOW)


class Made:
    """Scans and libraries in memory, and a child that does what the test says."""

    def __init__(self, child: Callable[["Made", tuple[str, ...]], int]) -> None:
        self.scans, self.libraries, self.stop = MemoryScanStore(), MemoryLibraryStore(), Event()
        self.libraries.put(POP)
        self.commands: list[tuple[str, ...]] = []
        self._child = child
        self.jobs = ScanJobs(
            scans=self.scans,
            libraries=self.libraries,
            logs=Path("logs"),
            run_child=self._run,
            stop=self.stop,
            clock=lambda: NOW,
        )

    def _run(self, _log: Path, *, command: tuple[str, ...], tell: Callable[[str], None], **_: Any) -> int:
        self.commands.append(command[command.index("ingest") :])
        self.tell = tell
        return self._child(self, command)

    def run(self) -> list[int]:
        return [job.run() for job in list(self.jobs.jobs())]

    def scan(self) -> Scan:
        return self.scans.all()[0]


def end(state: str, code: int) -> Callable[[Made, tuple[str, ...]], int]:
    """A child that takes its scan, ends it and exits."""

    def child(made: Made, _: tuple[str, ...]) -> int:
        made.scans.take(made.scan().scan_id, now=NOW)
        made.scans.end(made.scan().scan_id, state, now=NOW)  # type: ignore[arg-type]
        return code

    return child


def test_a_scan_is_segue_ingest_of_the_librarys_folder() -> None:
    made = Made(end("done", 0))
    scan = made.scans.ask("pop", asked_by="page", now=NOW, retry_rejected=True)
    assert made.jobs.are_due()
    (job,) = made.jobs.jobs()
    assert (job.name, job.why(NOW, None)) == ("scan Pop", "somebody asked for it")
    assert job.run() == 0
    assert made.commands == [("ingest", "--scan", scan.scan_id, "--retry-rejected", "/po\udcffp")]
    assert (made.scan().state, made.jobs.are_due(), list(made.jobs.jobs())) == ("done", False, [])


def test_a_child_that_dies_or_never_begins_leaves_a_failed_scan_with_its_reason() -> None:
    def die(made: Made, _: tuple[str, ...]) -> int:
        made.scans.take(made.scan().scan_id, now=NOW)
        return -9

    made = Made(die)
    made.scans.ask("pop", asked_by="page", now=NOW)
    assert made.run() == [-9]
    assert (made.scan().state, "signal 9" in made.scan().message) == ("failed", True)

    def refuse(made: Made, _: tuple[str, ...]) -> int:
        made.tell("segue: MongoDB does not answer")
        return 1

    made = Made(refuse)
    made.scans.ask("pop", asked_by="page", now=NOW)
    assert made.run() == [1]
    assert (made.scan().state, made.scan().message) == ("failed", "MongoDB does not answer")
    assert not made.jobs.are_due()


def test_a_child_that_cannot_be_started_does_not_keep_the_scan_waiting() -> None:
    def child(*_: object) -> int:
        raise OSError("no space left")

    made = Made(child)
    made.scans.ask("pop", asked_by="page", now=NOW)
    with pytest.raises(OSError, match="no space left"):
        made.run()
    assert (made.scan().state, "no space left" in made.scan().message) == ("failed", True)


def test_a_scan_that_somebody_stopped_is_no_failure() -> None:
    made = Made(end("stopped", 130))
    made.scans.ask("pop", asked_by="page", now=NOW)
    assert made.run() == [0]
    assert made.scan().state == "stopped"


def test_a_schedule_that_is_stopped_scans_later() -> None:
    def child(made: Made, command: tuple[str, ...]) -> int:
        made.stop.set()
        return end("stopped", 130)(made, command)

    made = Made(child)
    made.scans.ask("pop", asked_by="page", now=NOW)
    made.run()
    assert (made.scan().state, made.jobs.are_due()) == ("waiting", True)


def test_scans_of_a_library_that_is_gone_are_forgotten() -> None:
    made = Made(end("done", 0))
    made.scans.ask("rock", asked_by="page", now=NOW)
    assert made.run() == []
    assert made.scans.all() == ()
