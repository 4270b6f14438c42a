"""Joins the reader's listing, the stores and the analysis: what `segue ingest` runs."""

import os
from collections.abc import Callable
from datetime import datetime
from functools import partial
from math import ceil
from typing import Any, Protocol

from pymongo.database import Database

from etl.ingest.analysis_order import AnalysisOrder
from etl.ingest.analysis_pass import Adjust, AnalysisPass
from etl.ingest.describing import Described
from etl.ingest.emptied import require_music_left
from etl.ingest.ledger import KnownFile
from etl.ingest.list_pass import ListPass
from etl.ingest.listening import listen
from etl.ingest.pool import Pool
from etl.ingest.run import Run, ingest, prepare_run
from etl.ingest.stores import Catalogue
from etl.ingest.summary import Progress, Summary
from etl.ingest.work import Changed, Failure, describe_file
from etl.readers.listing import FoundFile, Listing
from infra.settings import Settings
from infra.stores.catalogue import mongo_catalogue
from infra.stores.ingest.reanalysis import Reanalysis
from infra.stores.wanted_tracks import MongoWantedTracks
from infra.terminal.ingest_progress import shown_progress
from recommender.clock import system_clock
from recommender.records import Analysis
from recommender.similarity.features import fingerprint

FILES_PER_READER = 500
"""Fewer are read by this process's first helper before a second one has loaded its libraries."""


class AnalyseTracks(Protocol):
    """Analyses the listed tracks of a run."""

    def __call__(self, run: Run, *, database: Database[dict[str, Any]], since: datetime | None) -> None:
        """Count in `run.summary`; vectors made before `since` do not count."""


def ingest_listing(
    listing: Listing,
    database: Database[dict[str, Any]],
    settings: Settings,
    *,
    reanalyse: bool = False,
    retry_rejected: bool = False,
    allow_empty: bool = False,
    analyse_tracks: AnalyseTracks | None = None,
    planned: Callable[[Run], None] = lambda _: None,
    tell: Progress = lambda _: None,
) -> Summary:
    """Bring the catalogue up to date with a listing: first every track is listed, then all are analysed.

    `analyse_tracks` is `analyse_with_pool` unless given. An interrupted `reanalyse` goes on where it stopped: what was
    analysed since it began is good. `planned` is told what is to be done before it is, `tell` how far it is. Raises
    `FolderEmptied` for a folder that has lost all of its music, unless `allow_empty`.
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
    summary = ingest(
        run,
        catalogue,
        list_files=partial(list_with_pool, catalogue=catalogue, settings=settings, tell=tell),
        analyse_tracks=partial(
            analyse_tracks or partial(analyse_with_pool, settings=settings, tell=tell), database=database, since=since
        ),
    )
    if reanalyse:
        reanalysis.end()
    return summary


def list_with_pool(run: Run, *, catalogue: Catalogue, settings: Settings, tell: Progress) -> None:
    """Read the tags of a plan's files; `tell` hears what the terminal shows."""
    n_files = len(run.plan.to_open)
    n_workers = min(settings.analysis_workers or n_cores(), ceil(n_files / FILES_PER_READER))
    pool: Pool[FoundFile, Described | Changed | Failure] = Pool(describe_file, n_workers=n_workers)
    n_before = run.summary.done
    with pool, shown_progress("listed", n_files) as show:

        def progress(summary: Summary) -> None:
            show(summary.done - n_before, summary.rejected)
            tell(summary)

        ListPass(
            catalogue=catalogue,
            known=run.known,
            analysed=run.analysed,
            listed=run.listed,
            counted=run.counted,
            clock=system_clock,
            summary=run.summary,
            progress=progress,
        ).run(run.plan.to_open, pool)


def analyse_with_pool(
    run: Run,
    *,
    database: Database[dict[str, Any]],
    settings: Settings,
    since: datetime | None = None,  # noqa: ARG001 - `run.analysed` is already as of then
    adjust: Adjust | None = None,
    tell: Progress = lambda _: None,
    is_put_off: Callable[[], bool] = lambda: False,
) -> None:
    """Analyse the listed tracks with the processes of this machine, what somebody wants first.

    Once `is_put_off` says so, what is not begun is left to the next run.
    """
    from etl.analysis.analyse import analyse  # heavy: whoever finds nothing to analyse does without

    n_tracks = len(run.listed)
    n_workers = min(settings.analysis_workers or n_cores(), n_tracks)
    pool: Pool[KnownFile, Analysis | Changed | Failure] = Pool(
        partial(listen, analyse=partial(analyse, middle_s=settings.analysed_middle_s)), n_workers=n_workers
    )
    wanted = MongoWantedTracks(database)
    order = AnalysisOrder(run.listed.values(), wanted, is_put_off=is_put_off, n_at_least=n_workers)
    with pool, shown_progress("analysed", n_tracks) as show:

        def progress(summary: Summary) -> None:
            show(n_tracks - summary.listed, summary.rejected)
            tell(summary)

        AnalysisPass(
            catalogue=mongo_catalogue(database),
            fingerprint=fingerprint(settings.analysed_middle_s),
            clock=system_clock,
            summary=run.summary,
            progress=progress,
            adjust=adjust,
            counted=run.counted,
        ).run(order, pool)


def leave_to_next_run(run: Run, *, database: Database[dict[str, Any]], since: datetime | None) -> None:
    """Analyse nothing: what is listed stays so."""


def n_cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
