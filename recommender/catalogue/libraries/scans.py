"""Scans of libraries: how far one is, which one is next, and the rules of both."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Annotated, Literal, Protocol

from msgspec import Meta, Struct

from recommender.errors import SegueError
from recommender.records import AwareTime

ScanState = Literal["waiting", "scanning", "done", "failed", "stopped"]
ScanOrigin = Literal["page", "watch", "command"]

ABANDONED_AFTER_S = 15.0
"""A scan that told nothing for so long has lost its process."""
BEAT_EVERY_S = 2.0
ABANDONED = "its process has ended before its time; what it had finished is kept, the next scan does the rest"
QUIET = timedelta(seconds=10)
"""Without a change, after which what was copied into a folder counts as whole."""
PATIENCE = timedelta(minutes=5)
"""After a first change; a folder in which something always changes is scanned all the same."""
KEPT_PER_LIBRARY = 20
MAX_ANALYSIS_S = 1_800.0
"""Of a scan, after which it leaves the rest to another one, so that what is analysed gets into the index meanwhile."""

_Count = Annotated[int, Meta(ge=0)]


class ScanFigures(Struct, frozen=True, kw_only=True):
    """How far a scan is, in files."""

    n_found: _Count = 0
    """In the folder, by their names."""
    n_to_open: _Count = 0
    """New, changed or tried again; the others are known and unchanged."""
    n_done: _Count = 0
    """Of those found: dealt with, the unchanged ones at once."""
    n_rejected: _Count = 0
    n_to_analyse: _Count = 0
    """Tracks that are listed, and were not analysed when the scan began or came to them."""
    n_analysed: _Count = 0
    """Of those to analyse: dealt with, also those that turned out to be no music; not those put off to another scan."""
    n_new: _Count = 0
    """Tracks that were analysed."""
    n_missing: _Count = 0
    """Tracks whose last file is gone."""

    @property
    def n_opened(self) -> int:
        """How many of those to open are dealt with."""
        return max(0, self.n_done + self.n_to_open - self.n_found)

    @property
    def is_listed(self) -> bool:
        """Whether all that is to be opened is in the catalogue, or rejected."""
        return self.n_opened >= self.n_to_open


class Scan(ScanFigures, frozen=True, kw_only=True):
    """One look through a library's folder."""

    scan_id: Annotated[str, Meta(min_length=1, max_length=64)]
    library_id: str
    asked_by: ScanOrigin
    asked_at: AwareTime
    state: ScanState = "waiting"
    retry_rejected: bool = False
    """Whether files that were rejected are opened again, although they have not changed."""
    is_to_stop: bool = False
    is_rest: bool = False
    """Whether it goes on with an analysis that was put off: nobody waits for its tracks to be listed."""
    began: AwareTime | None = None
    opening_began: AwareTime | None = None
    """When the folder had been read and the first file was opened."""
    analysis_began: AwareTime | None = None
    """When every track was listed and the first one was analysed."""
    ended: AwareTime | None = None
    message: str = ""
    """Why it failed or was stopped."""

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state not in ("waiting", "scanning")


class BeingScanned(SegueError):
    """A library is being scanned, and what was asked for cannot be done meanwhile."""


class ScanStore(Protocol):
    """Where scans are kept: one that waits a library, those that run, and the newest that are over."""

    def ask(
        self,
        library_id: str,
        *,
        asked_by: ScanOrigin,
        now: datetime,
        retry_rejected: bool = False,
        is_rest: bool = False,
    ) -> Scan:
        """Have the library scanned; one that waits already is the one.

        It tries rejected files if either does, and is for a rest only if both are.
        """

    def take(self, scan_id: str, *, now: datetime) -> Scan | None:
        """Begin with a scan that waits; None when it waits no longer."""

    def begin(self, library_id: str, *, now: datetime, retry_rejected: bool = False) -> Scan:
        """Begin a scan that nobody has asked for but the command itself."""

    def tell(self, scan_id: str, figures: ScanFigures | None = None) -> bool:
        """Say that the scan goes on, and how far it is; return whether it is to stop."""

    def end(
        self, scan_id: str, state: ScanState, *, now: datetime, message: str = "", figures: ScanFigures | None = None
    ) -> None:
        """Say what came of a scan; what is over already is left alone."""

    def wait_again(self, scan_id: str) -> None:
        """Have a scan that was interrupted wait for another try, unless one of its library waits already."""

    def ask_to_stop(self, scan_id: str, *, now: datetime) -> bool:
        """Stop a scan that waits at once, and one that runs soon; return whether there was anything to stop."""

    def all(self) -> tuple[Scan, ...]:
        """Return every scan, the one asked for last first; one whose process is gone has failed."""

    def settle_abandoned(self, *, now: datetime) -> None:
        """Write down that the scans whose processes are gone have failed."""

    def forget(self, library_id: str) -> None:
        """Drop every scan of a library."""


def due_scans(scans: Iterable[Scan]) -> Sequence[Scan]:
    """Return the scans that may begin: they wait, and none runs of their library.

    The one asked for first comes first; those that only go on with an analysis come last.
    """
    scans = tuple(scans)
    busy = {scan.library_id for scan in scans if scan.state == "scanning"}
    waiting = (scan for scan in scans if scan.state == "waiting" and scan.library_id not in busy)
    return sorted(waiting, key=lambda scan: (scan.is_rest, scan.asked_at))


def is_to_give_way(library_id: str, scans: Iterable[Scan], *, analysed_s: float) -> bool:
    """Say whether the analysis of a library is put off: after `MAX_ANALYSIS_S`, or for tracks that wait to be listed.

    They may be its own or another's; a library that somebody else scans meanwhile could not begin, whoever gives way.
    """
    if analysed_s > MAX_ANALYSIS_S:
        return True
    scans = tuple(scans)
    busy = {scan.library_id for scan in scans if scan.state == "scanning"} - {library_id}
    return any(scan.state == "waiting" and not scan.is_rest and scan.library_id not in busy for scan in scans)


def last_scans(scans: Iterable[Scan]) -> dict[str, Scan]:
    """Return by library the scan that ended last."""
    last: dict[str, Scan] = {}
    for scan in scans:
        before = last.get(scan.library_id)
        if scan.is_over and (before is None or _ended(scan) > _ended(before)):
            last[scan.library_id] = scan
    return last


def require_idle(library_id: str, scans: Iterable[Scan]) -> None:
    """Raise `BeingScanned` while the library is."""
    if any(scan.library_id == library_id and scan.state == "scanning" for scan in scans):
        raise BeingScanned("the library is being scanned; stop the scan first, or wait for its end")


def is_awaited(scans: Iterable[Scan], *, since: datetime | None) -> bool:
    """Say whether somebody who asked for a scan on the page waits to hear what it found since the last build."""
    return any(
        scan.asked_by == "page" and scan.n_new > 0 and scan.is_over and (since is None or _ended(scan) > since)
        for scan in scans
    )


def rate_per_s(scan: Scan, now: datetime) -> float | None:
    """Return how many files a second are opened, or tracks analysed, whichever goes on; None before it can be told."""
    n_done, _, began = _phase(scan)
    if scan.state != "scanning" or began is None or not n_done or now <= began:
        return None
    return n_done / (now - began).total_seconds()


def left_s(scan: Scan, now: datetime) -> float | None:
    """Return how many seconds the rest of what goes on may take at the speed so far; None before that can be told."""
    n_done, n_all, began = _phase(scan)
    if rate_per_s(scan, now) is None or began is None:
        return None
    return max(0.0, (now - began).total_seconds() * (n_all - n_done) / n_done)


def _phase(scan: Scan) -> tuple[int, int, datetime | None]:
    """Return how many are done of how many since when: files that are opened, or tracks that are analysed."""
    if scan.analysis_began is not None:
        return scan.n_analysed, scan.n_to_analyse, scan.analysis_began
    return scan.n_opened, scan.n_to_open, scan.opening_began


def is_settled(now: datetime, *, first_change: datetime, last_change: datetime, quiet: timedelta = QUIET) -> bool:
    """Say whether a folder that has changed has been quiet for long enough to be scanned, or never will be."""
    return now - last_change >= quiet or now - first_change >= PATIENCE


def _ended(scan: Scan) -> datetime:
    return scan.ended or scan.asked_at
