"""Opens the files of an ingest on Spark's executors, each with its own connection to the same stores."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial, reduce
from operator import add

from etl.analysis.analyse import analyse
from etl.ingest.opening import Opening
from etl.ingest.pool import Pool
from etl.ingest.run import Run
from etl.ingest.stores import Catalogue
from etl.ingest.summary import Summary
from etl.ingest.work import Outcome, Task, do
from etl.readers.listing import FoundFile
from infra.settings import Settings
from infra.stores.catalogue import mongo_catalogue
from infra.stores.database import open_database
from recommender.clock import system_clock
from recommender.similarity.features import fingerprint


@dataclass(frozen=True, kw_only=True)
class ExtractBatch:
    """What an executor does with a batch of files; pickled on its way there."""

    mongo_uri: str
    database: str
    middle_s: float
    since: datetime | None = None
    """Vectors made earlier do not count: a reanalysis."""

    def __call__(self, files: Iterable[FoundFile]) -> Summary:
        """Open the files in one process beside this one, so that a decoder that crashes takes one file with it."""
        files = list(files)
        database = open_database(self.mongo_uri, self.database)
        catalogue = mongo_catalogue(database)
        mark = fingerprint(self.middle_s)
        summary = Summary()
        pool: Pool[Task, Outcome] = Pool(partial(do, analyse=partial(analyse, middle_s=self.middle_s)), n_workers=1)
        try:
            with pool:
                Opening(
                    catalogue=catalogue,
                    known={file.url: file for file in catalogue.files.named([file.url for file in files])},
                    analysed=catalogue.features.analysed(mark, since=self.since),
                    fingerprint=mark,
                    clock=system_clock,
                    summary=summary,
                    progress=lambda _: None,
                ).run(files, pool)
        finally:
            database.client.close()
        return summary


def open_with_spark(
    run: Run,
    *,
    catalogue: Catalogue,  # noqa: ARG001 - each executor opens its own
    settings: Settings,
    mongo_uri: str,
    since: datetime | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> None:
    """Open the files of a plan on the cluster that the settings name; results are stored there, as they come."""
    from infra.jobs.builds.build_index import spark_config
    from spark_jobs.extract import run as extract  # pyspark is heavy: loaded when Spark is asked for
    from spark_jobs.session import spark_session

    batch = ExtractBatch(
        mongo_uri=mongo_uri,
        database=settings.mongo_database,
        middle_s=settings.analysed_middle_s,
        since=since,
    )
    say(f"{len(run.plan.to_open)} files to open; starting Spark at {settings.spark_master}")
    with spark_session(spark_config(settings), name="ingest") as spark:
        reports = extract(spark, run.plan.to_open, batch)
    run.summary = reduce(add, reports, run.summary)
