"""Joins the reader's listing, the stores and the analysis: what `segue ingest` runs."""

import os
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any, Protocol

from pymongo.database import Database

from etl.analysis.analyse import analyse
from etl.ingest.emptied import require_music_left
from etl.ingest.opening import Adjust, Opening, Progress
from etl.ingest.pool import Pool
from etl.ingest.run import Run, ingest, prepare_run
from etl.ingest.stores import Catalogue
from etl.ingest.summary import Summary
from etl.ingest.work import Outcome, Task, do
from etl.readers.listing import Listing
from infra.settings import Settings
from infra.stores.catalogue import mongo_catalogue
from infra.stores.reanalysis import Reanalysis
from infra.terminal.ingest_progress import shown_progress
from recommender.clock import system_clock
from recommender.similarity.features import fingerprint


class OpenFiles(Protocol):
    """Opens the files of a plan."""

    def __call__(self, run: Run, *, catalogue: Catalogue, since: datetime | None) -> None:
        """Count in `run.summary`; vectors made before `since` do not count."""


def ingest_listing(
    listing: Listing,
    database: Database[dict[str, Any]],
    settings: Settings,
    *,
    reanalyse: bool = False,
    retry_rejected: bool = False,
    allow_empty: bool = False,
    open_files: OpenFiles,
    planned: Callable[[Run], None] = lambda _: None,
) -> Summary:
    """Bring the catalogue up to date with a listing; `open_files` is `open_with_pool`, or Spark.

    An interrupted `reanalyse` goes on where it stopped: what was analysed since it began is good. `planned` is told
    what is to be done before it is. Raises `FolderEmptied` for a folder that has lost all of its music, unless
    `allow_empty`.
    """
    catalogue = mongo_catalogue(database)
    mark = fingerprint(settings.analysed_middle_s)
    reanalysis = Reanalysis(database, listing.root or "files")
    since: datetime | None = reanalysis.begin(system_clock()) if reanalyse else None
    analysed = catalogue.features.analysed(mark, since=since)
    run = prepare_run(listing, catalogue, analysed, retry_rejected=reanalyse or retry_rejected)
    if not allow_empty:
        require_music_left(listing, run.known)
    planned(run)
    summary = ingest(run, catalogue, partial(open_files, catalogue=catalogue, since=since))
    if reanalyse:
        reanalysis.end()
    return summary


def open_with_pool(
    run: Run,
    *,
    catalogue: Catalogue,
    settings: Settings,
    since: datetime | None = None,  # noqa: ARG001 - `run.analysed` is already as of then
    adjust: Adjust | None = None,
    tell: Progress = lambda _: None,
) -> None:
    """Open the files of a plan with the processes of this machine; `tell` hears what the terminal shows."""
    n_workers = min(settings.analysis_workers or n_cores(), len(run.plan.to_open))
    work = partial(do, analyse=partial(analyse, middle_s=settings.analysed_middle_s))
    pool: Pool[Task, Outcome] = Pool(work, n_workers=n_workers)
    with pool, shown_progress(len(run.plan.to_open) + run.summary.done) as show:

        def progress(summary: Summary) -> None:
            show(summary)
            tell(summary)

        Opening(
            catalogue=catalogue,
            known=run.known,
            analysed=run.analysed,
            fingerprint=fingerprint(settings.analysed_middle_s),
            clock=system_clock,
            summary=run.summary,
            progress=progress,
            adjust=adjust,
        ).run(run.plan.to_open, pool)


def n_cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
