"""What the schedule does for a library that somebody wants scanned: `segue ingest` of its folder, one at a time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event

from etl.locations import file_path
from infra.invocation import segue_command
from infra.schedule.loop import Job
from recommender.catalogue.libraries.records import Library, LibraryStore
from recommender.catalogue.libraries.scans import Scan, ScanOrigin, ScanStore, due_scans
from recommender.clock import Clock

MAX_SCAN_S = 7 * 24 * 3_600.0
"""A first scan of hundreds of thousands of files takes days on a small machine; nothing takes a week."""
WHY: dict[ScanOrigin, str] = {
    "page": "somebody asked for it",
    "watch": "the folder has changed, or was not watched",
    "command": "a command asked for it",
}
RunChild = Callable[..., int]


@dataclass(frozen=True, kw_only=True)
class ScanJobs:
    """Makes a job of every scan that waits."""

    scans: ScanStore
    libraries: LibraryStore
    logs: Path
    run_child: RunChild
    """`run_in_child` with its `stop`."""
    stop: Event
    """Whoever ends the schedule will want the library scanned later."""
    clock: Clock

    def are_due(self) -> bool:
        """Return whether any scan may begin."""
        return bool(due_scans(self.scans.all()))

    def jobs(self) -> Iterator[Job]:
        """Yield a job a scan, the one asked for first first; scans whose processes are gone have failed."""
        self.scans.settle_abandoned(now=self.clock())
        for scan in due_scans(self.scans.all()):
            library = self.libraries.get(scan.library_id)
            if library is None:
                self.scans.forget(scan.library_id)
                continue
            why = WHY[scan.asked_by]
            run = partial(self._run, scan, library)
            yield Job(name=f"scan {library.name}", why=lambda *_, why=why: why, run=run, is_awaited=True)

    def _run(self, scan: Scan, library: Library) -> int:
        last = ""

        def hear(line: str) -> None:
            nonlocal last
            last = line

        options = ("--retry-rejected",) if scan.retry_rejected else ()
        command = segue_command("ingest", "--scan", scan.scan_id, *options, str(file_path(library.folder)))
        log = self.logs / f"scan-{library.library_id}.log"
        try:
            code = self.run_child(log, command=command, tell=hear, max_s=MAX_SCAN_S)
        except OSError as error:
            self._fail(scan, f"`segue ingest` does not start: {error}")
            raise
        if code and self.stop.is_set():
            self.scans.wait_again(scan.scan_id)
            return code
        if code:
            self._fail(scan, _reason(code, last))
        return 0 if self._was_stopped(scan) else code

    def _fail(self, scan: Scan, why: str) -> None:
        """Say why a scan is over that did not say so itself."""
        self.scans.end(scan.scan_id, "failed", now=self.clock(), message=why)

    def _was_stopped(self, scan: Scan) -> bool:
        return any(one.scan_id == scan.scan_id and one.state == "stopped" for one in self.scans.all())


def _reason(code: int, last: str) -> str:
    said = last.removeprefix("segue: ")
    return f"its process was ended by signal {-code}; the next scan goes on from there" if code < 0 else said
