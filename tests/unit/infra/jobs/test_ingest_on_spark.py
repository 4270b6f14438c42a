from contextlib import nullcontext
from typing import Any

import pytest

from etl.ingest.ledger import KnownFile
from etl.ingest.plan import make_plan
from etl.ingest.run import Run
from etl.ingest.summary import Summary
from etl.readers.listing import Listing
from infra.jobs import ingest_on_spark
from infra.jobs.ingest_on_spark import BatchReport, analyse_with_spark
from infra.settings import Settings
from recommender.errors import ServerUnavailable
from recommender.records import TrackId


class ProgressAway:
    """The progress of batches in a MongoDB that does not answer."""

    def __init__(self, *_: object) -> None:
        pass

    def summary(self) -> Summary:
        raise ServerUnavailable("MongoDB does not answer")

    def end(self) -> None:
        raise ServerUnavailable("MongoDB does not answer")


def test_a_run_that_ends_while_mongodb_is_away_counts_what_its_batches_report(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def extract(_spark: object, work: list[Any], *_: object, **__: object) -> list[BatchReport]:
        return [BatchReport(Summary(listed=-1, analysed=1), 0, 0) for _ in work]

    for name, value in {
        "infra.jobs.builds.build_index.spark_config": lambda _: None,
        "spark_jobs.session.spark_session": lambda *_, **__: nullcontext(),
        "spark_jobs.extract.run": extract,
    }.items():
        monkeypatch.setattr(name, value)
    monkeypatch.setattr(ingest_on_spark, "BatchProgress", ProgressAway)
    monkeypatch.setattr(ingest_on_spark, "MongoWantedTracks", lambda _: tuple)
    listed = {
        TrackId(str(n)): KnownFile(url=f"file:///{n}", size=1, mtime_ns=1, track_id=TrackId(str(n))) for n in range(3)
    }
    plan = make_plan(Listing(files=()), {}, set())
    run = Run(plan=plan, known={}, analysed=set(), listed=listed, summary=Summary(listed=3, unchanged=2))
    database: Any = None
    analyse_with_spark(run, database=database, settings=Settings(), mongo_uri="")
    assert run.summary == Summary(analysed=3, unchanged=2)
    assert "3 of 3 analysed" in capsys.readouterr().err
