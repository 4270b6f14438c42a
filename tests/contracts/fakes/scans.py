"""Scans in memory; they pass the same contract as MongoDB's."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec.structs import asdict, replace

from recommender.catalogue.libraries.scans import (
    ABANDONED,
    ABANDONED_AFTER_S,
    KEPT_PER_LIBRARY,
    Scan,
    ScanFigures,
    ScanOrigin,
    ScanState,
)


class MemoryScanStore:
    def __init__(self, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._scans: dict[str, Scan] = {}
        self.told_at: dict[str, datetime] = {}
        self._clock = clock
        self._number = 0

    def ask(
        self,
        library_id: str,
        *,
        asked_by: ScanOrigin,
        now: datetime,
        retry_rejected: bool = False,
        is_rest: bool = False,
    ) -> Scan:
        waiting = self._waiting(library_id)
        if waiting is None:
            return self._put(self._new(library_id, asked_by, now, retry_rejected=retry_rejected, is_rest=is_rest))
        return self._put(
            replace(
                waiting,
                asked_by="page" if asked_by == "page" else waiting.asked_by,
                retry_rejected=waiting.retry_rejected or retry_rejected,
                is_rest=waiting.is_rest and is_rest,
            )
        )

    def take(self, scan_id: str, *, now: datetime) -> Scan | None:
        scan = self._scans.get(scan_id)
        if scan is None or scan.state != "waiting":
            return None
        self.told_at[scan_id] = self._clock()
        return self._put(replace(scan, state="scanning", began=now))

    def begin(self, library_id: str, *, now: datetime, retry_rejected: bool = False) -> Scan:
        scan = self._new(library_id, "command", now, retry_rejected=retry_rejected, state="scanning", began=now)
        self.told_at[scan.scan_id] = self._clock()
        over = [each for each in self.all() if each.library_id == library_id and each.is_over]
        for old in over[KEPT_PER_LIBRARY:]:
            del self._scans[old.scan_id]
        return self._put(scan)

    def tell(self, scan_id: str, figures: ScanFigures | None = None) -> bool:
        scan = self._scans.get(scan_id)
        if scan is None or scan.state != "scanning":
            return True
        self.told_at[scan_id] = now = self._clock()
        if figures is not None:
            opening_began = scan.opening_began or (now if figures.n_to_open else None)
            analyses = figures.n_to_analyse and figures.is_listed
            analysis_began = scan.analysis_began or (now if analyses else None)
            began = {"opening_began": opening_began, "analysis_began": analysis_began}
            scan = self._put(replace(scan, **asdict(figures), **began))
        return scan.is_to_stop

    def end(
        self, scan_id: str, state: ScanState, *, now: datetime, message: str = "", figures: ScanFigures | None = None
    ) -> None:
        scan = self._scans.get(scan_id)
        if scan is not None and not scan.is_over:
            fields = {} if figures is None else asdict(figures)
            self._put(replace(scan, **fields, state=state, ended=now, message=message))

    def wait_again(self, scan_id: str) -> None:
        scan = self._scans.get(scan_id)
        if scan is not None and self._waiting(scan.library_id) is None:
            times = dict.fromkeys(("began", "opening_began", "analysis_began", "ended"))
            self._put(replace(scan, state="waiting", is_to_stop=False, message="", **times))

    def ask_to_stop(self, scan_id: str, *, now: datetime) -> bool:
        scan = self._scans.get(scan_id)
        if scan is None or scan.is_over:
            return False
        is_waiting = scan.state == "waiting"
        self._put(replace(scan, state="stopped", ended=now) if is_waiting else replace(scan, is_to_stop=True))
        return True

    def all(self) -> tuple[Scan, ...]:
        newest = sorted(self._scans.values(), key=lambda scan: (scan.asked_at, scan.scan_id), reverse=True)
        return tuple(map(self._as_it_is, newest))

    def settle_abandoned(self, *, now: datetime) -> None:
        for scan in self.all():
            if scan.message == ABANDONED:
                self._put(replace(scan, ended=now))

    def forget(self, library_id: str) -> None:
        self._scans = {key: scan for key, scan in self._scans.items() if scan.library_id != library_id}

    def _as_it_is(self, scan: Scan) -> Scan:
        told_at = self.told_at.get(scan.scan_id, self._clock())
        if scan.state != "scanning" or self._clock() - told_at <= timedelta(seconds=ABANDONED_AFTER_S):
            return scan
        return replace(scan, state="failed", message=ABANDONED, ended=told_at)

    def _waiting(self, library_id: str) -> Scan | None:
        scans = self._scans.values()
        return next((scan for scan in scans if scan.library_id == library_id and scan.state == "waiting"), None)

    def _new(self, library_id: str, asked_by: ScanOrigin, now: datetime, **fields: Any) -> Scan:
        self._number += 1
        scan_id = f"scan-{self._number:04d}"
        return Scan(scan_id=scan_id, library_id=library_id, asked_by=asked_by, asked_at=now, **fields)

    def _put(self, scan: Scan) -> Scan:
        self._scans[scan.scan_id] = scan
        return scan
