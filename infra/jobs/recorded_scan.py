"""Writes down how far the scan of a library is, while `segue ingest` does it, and hears when it is to stop."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event
from time import monotonic

import structlog

from etl.ingest.run import Run
from etl.ingest.summary import Summary
from infra.tasks import repeat_every
from recommender.catalogue.libraries.scans import BEAT_EVERY_S, Scan, ScanFigures, ScanState, ScanStore
from recommender.clock import Clock
from recommender.errors import SegueError, ServerUnavailable, describe

TELL_EVERY_S = 0.5
STOPPED = "stopped; what was finished is kept, the next scan goes on from there"
_log = structlog.get_logger(__name__)


class RecordedScan:
    """One scan on its way to the store."""

    def __init__(self, scans: ScanStore, scan: Scan) -> None:
        self.figures = ScanFigures()
        self._scans, self._scan = scans, scan
        self._run: Run | None = None
        self._told_at = float("-inf")

    def planned(self, run: Run) -> None:
        """Hear what is to be done."""
        self._run = run
        self.tell(run.summary, at_once=True)

    def tell(self, summary: Summary, *, at_once: bool = False) -> None:
        """Hear how far it is; passed on twice a second. A server that does not take it does not stop the scan."""
        if self._run is not None:
            self.figures = figures_of(self._run, summary)
        if at_once or monotonic() - self._told_at >= TELL_EVERY_S:
            self._told_at = monotonic()
            with suppress(ServerUnavailable):
                self._scans.tell(self._scan.scan_id, self.figures)


def figures_of(run: Run, summary: Summary) -> ScanFigures:
    """Return how far a run is, in the numbers that a scan tells."""
    plan = run.plan
    n_known = len(plan.unchanged) + len(plan.to_analyse) + len(plan.still_rejected)
    n_returned = sum(file != plan.to_analyse.get(file.track_id) for file in plan.returned)
    return ScanFigures(
        n_found=len(plan.to_open) + n_known + len(plan.to_reject) + n_returned,
        n_to_open=len(plan.to_open),
        n_done=summary.done,
        n_rejected=summary.rejected,
        n_to_analyse=len(run.listed),
        n_analysed=max(0, len(run.listed) - summary.listed - (summary.postponed - run.n_unread)),
        n_new=summary.analysed,
        n_missing=summary.missing,
    )


@contextmanager
def recorded_scan(
    scans: ScanStore, scan: Scan, *, clock: Clock, stop: Callable[[], None] | None = None
) -> Iterator[RecordedScan]:
    """Yield what hears of the scan's progress; its end is written down, whatever it is.

    `stop` is called, in another thread, when somebody wants the scan to end; by default it ends this process as
    politely as Ctrl-C does.
    """
    ended, recorded = Event(), RecordedScan(scans, scan)

    def beat() -> None:
        if scans.tell(scan.scan_id, recorded.figures) and not ended.is_set():
            ended.set()
            (stop or _interrupt)()

    repeat_every(BEAT_EVERY_S, beat, name="scan", stop=ended)

    def end(state: ScanState, message: str = "") -> None:
        ended.set()
        scans.end(scan.scan_id, state, now=clock(), message=message, figures=recorded.figures)

    try:
        yield recorded
    except KeyboardInterrupt:
        end("stopped", STOPPED)
        raise
    except Exception as error:
        # The scan's own error counts, not that its end could not be written: then it counts as abandoned.
        with suppress(SegueError):
            end("failed", describe(error) if isinstance(error, SegueError) else f"{type(error).__name__}: {error}")
        raise
    end("done")


def _interrupt() -> None:
    _log.info("scan_stopped")
    os.kill(os.getpid(), signal.SIGTERM)
