"""Analyses the listed tracks of an ingest on Spark's executors, each with its own connection to the same stores."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from time import monotonic
from typing import Any
from uuid import uuid4

from pymongo.database import Database

from etl.analysis.analyse import analyse
from etl.analysis.fma_recipe import PublishedFeatures
from etl.ingest.analysis_order import AnalysisOrder
from etl.ingest.analysis_pass import AnalysisPass
from etl.ingest.ledger import KnownFile
from etl.ingest.listening import listen
from etl.ingest.pool import Pool
from etl.ingest.run import Run
from etl.ingest.summary import Progress, Summary
from etl.ingest.work import Changed, Failure
from etl.tables.published_features import PublishedBlocks
from infra.settings import Settings
from infra.stores.catalogue import mongo_catalogue
from infra.stores.database import open_database
from infra.stores.ingest.batch_progress import BatchProgress
from infra.stores.wanted_tracks import MongoWantedTracks
from infra.terminal.ingest_progress import shown_progress
from recommender.clock import system_clock
from recommender.errors import ServerUnavailable
from recommender.records import Analysis
from recommender.similarity.features import fingerprint

TELL_EVERY_S = 1.0
Work = tuple[KnownFile, PublishedFeatures | None]
"""A listed file, with what FMA has published of its track."""


@dataclass(frozen=True)
class BatchReport:
    """What a batch has changed."""

    summary: Summary
    """So many fewer are listed only."""
    n_imported: int
    n_computed: int


@dataclass(frozen=True, kw_only=True)
class ExtractBatch:
    """What an executor does with a batch of listed files; pickled on its way there."""

    run_id: str
    mongo_uri: str
    database: str
    middle_s: float
    is_published: bool = False
    """Whether what is published goes before what is computed."""
    since: datetime | None = None
    """Vectors made earlier do not count: a reanalysis."""
    counted: dict[str, str] = field(default_factory=dict)
    """Of the run."""

    def __call__(self, work: Iterable[Work]) -> BatchReport:
        """Analyse the files in one process beside this one, so that a decoder that crashes takes one file with it."""
        database = open_database(self.mongo_uri, self.database)
        catalogue = mongo_catalogue(database)
        mark = fingerprint(self.middle_s)
        pool: Pool[KnownFile, Analysis | Changed | Failure] = Pool(
            partial(listen, analyse=partial(analyse, middle_s=self.middle_s)), n_workers=1
        )
        work = list(work)
        published = PublishedBlocks({file.track_id: row for file, row in work if row is not None})
        progress, began, told_at = BatchProgress(database, self.run_id), system_clock(), float("-inf")

        def tell(summary: Summary) -> None:
            nonlocal told_at
            if monotonic() - told_at >= TELL_EVERY_S:
                told_at = monotonic()
                progress.tell(work[0][0].track_id, summary, began=began)

        try:
            # A batch that is tried again finds the first try's results.
            done = catalogue.features.analysed(mark, since=self.since) - catalogue.tracks.unheard()
            left = [file for file, _ in work if file.track_id not in done]
            n_before = len(work) - len(left)
            summary = Summary(listed=-n_before, analysed=n_before)
            with pool:
                AnalysisPass(
                    catalogue=catalogue,
                    fingerprint=mark,
                    counted=dict(self.counted),
                    clock=system_clock,
                    summary=summary,
                    progress=tell,
                    adjust=published if self.is_published else None,
                ).run(left, pool)
            told_at = float("-inf")
            tell(summary)
        finally:
            database.client.close()
        return BatchReport(summary, published.n_imported, published.n_computed)


def analyse_with_spark(
    run: Run,
    *,
    database: Database[dict[str, Any]],
    settings: Settings,
    mongo_uri: str,
    since: datetime | None = None,
    adjust: PublishedBlocks | None = None,
    tell: Progress = lambda _: None,
    say: Callable[[str], None] = lambda _: None,
) -> None:
    """Analyse the listed tracks on the cluster that the settings name, what somebody wants first.

    Results are stored there, as they come; `tell` hears how far all batches are. An interruption ends the job.
    """
    from infra.jobs.builds.build_index import spark_config
    from spark_jobs.extract import run as extract  # pyspark is heavy: loaded when Spark is asked for
    from spark_jobs.session import spark_session

    batch = ExtractBatch(
        run_id=uuid4().hex,
        mongo_uri=mongo_uri,
        database=settings.mongo_database,
        middle_s=settings.analysed_middle_s,
        is_published=adjust is not None,
        since=since,
        counted=run.counted,
    )
    rows = {} if adjust is None else adjust.rows
    order = AnalysisOrder(run.listed.values(), MongoWantedTracks(database))
    work: list[Work] = [(file, rows.get(file.track_id)) for file in order]
    before = run.summary
    say(f"{len(work)} tracks to analyse; starting Spark at {settings.spark_master}")
    progress = BatchProgress(database, batch.run_id)
    with shown_progress("analysed", len(work)) as show:

        def watch() -> None:
            run.summary = before + progress.summary()
            show(len(work) - run.summary.listed, run.summary.rejected)
            tell(run.summary)

        def watch_if_told() -> None:
            with suppress(ServerUnavailable):  # the executors say so where it matters
                watch()

        try:
            with spark_session(spark_config(settings), name="ingest") as spark:
                reports = extract(spark, work, batch, watch=watch_if_told)
            run.summary = sum((report.summary for report in reports), before)
            show(len(work) - run.summary.listed, run.summary.rejected)
        finally:
            with suppress(ServerUnavailable):  # as a run that died
                progress.end()
    if adjust is not None:
        adjust.n_imported += sum(report.n_imported for report in reports)
        adjust.n_computed += sum(report.n_computed for report in reports)
