from datetime import UTC, datetime

import pytest

from infra.model_publishing import logged_run
from recommender.artifacts.store import ArtifactStore
from recommender.errors import BadInput
from recommender.prediction.report import Report, ReportRow
from recommender.prediction.training import Headline, NotBetter, Trained, read_report
from tests.contracts.fakes.training import MemoryTrainingLog

NOW = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)


def trained(score: float, baseline: float = 0.5, *, higher_is_better: bool = True) -> Trained:
    rows = (ReportRow(model="m", metric="score", value=score, n=3),)
    return Trained(
        topic="mood",
        write=lambda folder: (folder / "model.json").write_text("{}") and None,
        fingerprint="f1",
        n_inputs=4,
        n_rows=9,
        seed=0,
        config_digest="abcdef",
        report=Report(task="mood", protocol="p", rows=rows),
        headline=Headline(metric="score", higher_is_better=higher_is_better),
        scores={"score": score},
        baselines={"score": baseline},
        data_cutoff=NOW,
        train_seconds=1.5,
    )


@pytest.fixture
def store(tmp_path) -> ArtifactStore:
    return ArtifactStore(tmp_path)


@pytest.fixture
def log() -> MemoryTrainingLog:
    return MemoryTrainingLog()


def test_what_is_published_carries_scores_baselines_and_its_evaluation(store, log):
    manifest = logged_run("mood", lambda: trained(0.8), store=store, runs=log, source="moods.csv")
    assert manifest.offline_metrics == {"score": 0.8}
    assert manifest.baseline_metrics == {"score": 0.5}
    assert (manifest.counts["rows"], manifest.train_seconds, manifest.data_cutoff) == (9, 1.5, NOW)
    assert read_report(store.local_path("mood", manifest.version)).value("m", "score") == 0.8
    (run,) = log.newest(5)
    assert (run.outcome, run.version, run.score, run.baseline) == ("published", manifest.version, 0.8, 0.5)
    assert run.source == "moods.csv"


def test_a_worse_version_is_not_published_and_the_run_says_why(store, log):
    first = logged_run("mood", lambda: trained(0.8), store=store, runs=log)
    with pytest.raises(NotBetter, match="--force"):
        logged_run("mood", lambda: trained(0.7), store=store, runs=log)
    assert store.current("mood") == first.version
    assert log.newest(1)[0].outcome == "not better"
    assert log.newest(1)[0].score == 0.7


def test_force_publishes_a_worse_one(store, log):
    first = logged_run("mood", lambda: trained(0.8), store=store, runs=log)
    second = logged_run("mood", lambda: trained(0.7), store=store, runs=log, force=True)
    assert store.current("mood") == second.version != first.version


def test_gains_are_compared_not_scores(store, log):
    logged_run("mood", lambda: trained(0.8, 0.7), store=store, runs=log)
    harder = logged_run("mood", lambda: trained(0.7, 0.5), store=store, runs=log)
    assert store.current("mood") == harder.version


def test_an_error_is_better_when_it_is_lower(store, log):
    logged_run("mood", lambda: trained(0.4, 0.7, higher_is_better=False), store=store, runs=log)
    with pytest.raises(NotBetter):
        logged_run("mood", lambda: trained(0.6, 0.7, higher_is_better=False), store=store, runs=log)


def test_a_training_that_fails_is_in_the_log(store, log):
    def fail() -> Trained:
        raise BadInput("weeks.csv: no column for the rank")

    with pytest.raises(BadInput):
        logged_run("charts", fail, store=store, runs=log)
    assert (log.newest(1)[0].outcome, log.newest(1)[0].message) == ("failed", "weeks.csv: no column for the rank")
