from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from infra.jobs.train import logged_run
from recommender.artifacts.store import ArtifactStore
from recommender.errors import BadInput
from recommender.prediction.evaluation.report import Evaluation, Report, ReportRow
from recommender.prediction.training import PROTOCOL, Headline, NotBetter, Trained, read_report
from tests.contracts.fakes.training import MemoryTrainingLog

NOW = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)


def trained(score: float, baseline: float = 0.5, *, higher_is_better: bool = True, protocol: int = 1) -> Trained:
    rows = (ReportRow(model="m", metric="score", value=score, n=3),)
    return Trained(
        write=lambda folder: (folder / "model.json").write_text("{}") and None,
        fingerprint="f1",
        n_inputs=4,
        n_rows=9,
        seed=0,
        config_digest="abcdef",
        evaluation=Evaluation(
            report=Report(task="mood", protocol="p", rows=rows),
            scores={"score": score},
            baselines={"score": baseline},
        ),
        headline=Headline(metric="score", higher_is_better=higher_is_better),
        data_cutoff=NOW,
        parameters={PROTOCOL: float(protocol)} if protocol > 1 else {},
    )


@pytest.fixture
def store(tmp_path) -> ArtifactStore:
    return ArtifactStore(tmp_path)


@pytest.fixture
def log() -> MemoryTrainingLog:
    return MemoryTrainingLog()


def test_what_is_published_carries_scores_baselines_and_its_evaluation(store, log):
    seconds = count(0, 1.5).__next__
    manifest = logged_run("mood", lambda: trained(0.8), store=store, runs=log, source="moods.csv", monotonic=seconds)
    assert manifest.offline_metrics == {"score": 0.8}
    assert manifest.baseline_metrics == {"score": 0.5}
    assert (manifest.counts["rows"], manifest.train_seconds, manifest.data_cutoff) == (9, 1.5, NOW)
    assert read_report(store.local_path("mood", manifest.version)).value("m", "score") == 0.8
    (run,) = log.newest(5)
    assert (run.outcome, run.version, run.score, run.baseline) == ("published", manifest.version, 0.8, 0.5)
    assert run.source == "moods.csv"


def test_a_forecast_of_newer_weeks_replaces_one_of_weeks_that_are_past(store, log):
    logged_run("charts", lambda: replace(trained(0.8), is_dated=True), store=store, runs=log)
    worse = replace(trained(0.6), is_dated=True)
    with pytest.raises(NotBetter):
        logged_run("charts", lambda: worse, store=store, runs=log)
    newer = replace(worse, data_cutoff=NOW + timedelta(days=7))
    assert logged_run("charts", lambda: newer, store=store, runs=log).offline_metrics == {"score": 0.6}


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


def test_a_version_that_was_evaluated_by_other_rules_keeps_no_new_one_back(store, log):
    logged_run("mood", lambda: trained(0.8), store=store, runs=log)
    stricter = logged_run("mood", lambda: trained(0.6, protocol=2), store=store, runs=log)
    assert store.current("mood") == stricter.version
    with pytest.raises(NotBetter):
        logged_run("mood", lambda: trained(0.55, protocol=2), store=store, runs=log)


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
