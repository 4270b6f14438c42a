from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from infra.jobs.train import logged_run
from recommender.artifacts.store import ArtifactStore
from recommender.prediction.evaluation.report import Evaluation, Report, ReportRow
from recommender.prediction.topics import TOPIC_NAMES
from recommender.prediction.training import Headline, Trained
from tests.builders.web import MadeWeb, open_gate
from tests.contracts.fakes.training import MemoryTrainingLog
from webapp.api.endpoint import register_endpoints
from webapp.lab.models import Models
from webapp.problems import register_problems

NOW = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)


def trained(topic: str, score: float) -> Trained:
    rows = (
        ReportRow(model="ours", metric="error", value=score, low=score - 0.1, high=score + 0.1, n=9),
        ReportRow(model="mean", metric="error", value=0.9, n=9),
    )
    return Trained(
        write=lambda folder: (folder / "model.json").write_text("{}") and None,
        fingerprint="f1",
        n_inputs=4,
        n_rows=1234,
        seed=0,
        config_digest="abcdef",
        evaluation=Evaluation(
            report=Report(task=topic, protocol="five folds", rows=rows, findings=("little is knowable",)),
            scores={"error": score},
            baselines={"error": 0.9},
        ),
        headline=Headline(metric="error", higher_is_better=False),
        data_cutoff=NOW,
    )


@dataclass
class MadeModels:
    """A store that can be looked at, and a client."""

    store: ArtifactStore
    runs: MemoryTrainingLog
    client: FlaskClient
    trouble: dict[str, str]
    """What the process says of models that it cannot use, by topic."""

    def train(self, topic: str, score: float) -> str:
        seconds = count(0, 1.5).__next__
        run = partial(logged_run, store=self.store, runs=self.runs, monotonic=seconds)
        return run(topic, lambda: trained(topic, score)).version


@pytest.fixture
def models(tmp_path: Path) -> MadeModels:
    ticks: Iterator[datetime] = (NOW + timedelta(seconds=n) for n in range(100))
    store = ArtifactStore(tmp_path / "artifacts", clock=lambda: next(ticks))
    runs = MemoryTrainingLog()
    trouble: dict[str, str] = {}
    web = MadeWeb(tmp_path)
    web.reset()
    services = replace(
        web.services(), lab=web.lab(artifacts=store, runs=runs, trouble=lambda topic: trouble.get(topic, ""))
    )
    app = Flask("models")
    register_problems(app)
    register_endpoints(open_gate(app), Models().endpoints(), services)
    return MadeModels(store, runs, app.test_client(), trouble)


def test_every_topic_is_listed_with_what_to_run_before_its_first_version(models):
    topics = models.client.get("/api/v1/lab/topics").json["topics"]
    assert [topic["topic"] for topic in topics] == list(TOPIC_NAMES)
    assert topics[0]["ready"] is False
    assert topics[0]["why"] == "there is no charts model yet; run `segue train charts`"
    assert topics[0]["version"] is topics[0]["score"] is None


def test_a_topic_shows_its_score_beside_its_baseline(models):
    version = models.train("mood", 0.5)
    mood = models.client.get("/api/v1/lab/topics").json["topics"][-1]
    assert mood == {
        "topic": "mood", "ready": True, "why": "", "version": version, "made_at": "2026-01-05T12:00:00Z",
        "data_cutoff": "2026-01-05T12:00:00Z", "n_rows": 1234, "metric": "error", "score": 0.5, "baseline": 0.9,
        "higher_is_better": False, "train_seconds": 1.5,
    }  # fmt: skip


def test_a_broken_pointer_is_told_and_does_not_hide_the_rest(models):
    models.train("mood", 0.5)
    (Path(models.store._folder("mood")) / "CURRENT").write_text("nonsense\n")
    mood = models.client.get("/api/v1/lab/topics").json["topics"][-1]
    assert mood["ready"] is False
    assert "segue artifacts use mood" in mood["why"]
    assert models.client.get("/api/v1/lab/topics/mood/quality").status_code == 503
    versions = models.client.get("/api/v1/lab/models").json["topics"][-1]["versions"]
    assert [version["is_current"] for version in versions] == [False]


def test_a_version_that_this_program_cannot_use_is_not_called_ready(models):
    models.train("mood", 0.5)
    models.trouble["mood"] = "made of other inputs; run `segue train mood FILE`"
    mood = models.client.get("/api/v1/lab/topics").json["topics"][-1]
    assert (mood["ready"], mood["why"]) == (False, "made of other inputs; run `segue train mood FILE`")


def test_the_quality_is_the_report_of_the_version_in_use(models):
    first = models.train("mood", 0.5)
    models.train("mood", 0.4)
    quality = models.client.get("/api/v1/lab/topics/mood/quality").json
    assert (quality["protocol"], quality["findings"]) == ("five folds", ["little is knowable"])
    assert quality["rows"][0] == {"model": "ours", "metric": "error", "value": 0.4, "low": 0.30000000000000004,
                                  "high": 0.5, "n": 9}  # fmt: skip
    assert quality["rows"][1]["low"] is None
    models.store.use("mood", first)
    assert models.client.get("/api/v1/lab/topics/mood/quality").json["rows"][0]["value"] == 0.5


def test_quality_of_what_is_not_there_is_refused(models):
    assert models.client.get("/api/v1/lab/topics/mood/quality").status_code == 503
    unknown = models.client.get("/api/v1/lab/topics/weather/quality")
    assert unknown.status_code == 404
    assert "charts, popularity" in unknown.json["detail"]
    assert models.client.get("/api/v1/lab/topics/track_index/quality").status_code == 404


def test_versions_and_runs_come_newest_first(models):
    made = [models.train("mood", 0.5), models.train("mood", 0.4)]
    answer = models.client.get("/api/v1/lab/models").json
    versions = answer["topics"][-1]["versions"]
    assert [version["version"] for version in versions] == made[::-1]
    assert [version["is_current"] for version in versions] == [True, False]
    assert [version["score"] for version in versions] == [0.4, 0.5]
    assert [each["version"] for each in answer["runs"]] == made[::-1]
    assert answer["runs"][0]["outcome"] == "published"


def test_an_older_version_can_be_used_again(models):
    first = models.train("mood", 0.5)
    models.train("mood", 0.4)
    answer = models.client.post("/api/v1/lab/models/mood/use", json={"version": first})
    assert answer.status_code == 200
    assert [each["is_current"] for each in answer.json["versions"]] == [False, True]
    assert models.store.current("mood") == first


@pytest.mark.parametrize("version", ["20200101T000000Z-abcdef", "../../secret", "x"])
def test_an_unknown_version_is_not_found_and_changes_nothing(models, version):
    used = models.train("mood", 0.5)
    answer = models.client.post("/api/v1/lab/models/mood/use", json={"version": version})
    assert answer.status_code == 404
    assert models.store.current("mood") == used


def test_pages_of_other_sites_may_not_choose(models):
    first = models.train("mood", 0.5)
    second = models.train("mood", 0.4)
    other = {"Origin": "https://elsewhere.example"}
    answer = models.client.post("/api/v1/lab/models/mood/use", json={"version": first}, headers=other)
    assert answer.status_code == 403
    assert models.store.current("mood") == second


def test_the_body_is_checked(models):
    use = "/api/v1/lab/models/mood/use"
    assert models.client.post(use, json={}).status_code == 422
    assert models.client.post(use, data=b"[", content_type="application/json").status_code == 400
    assert models.client.post("/api/v1/lab/models/weather/use", json={"version": "x"}).status_code == 404


def test_a_damaged_version_is_not_used(models):
    first = models.train("mood", 0.5)
    second = models.train("mood", 0.4)
    (models.store.local_path("mood", first) / "model.json").write_text("[]")
    answer = models.client.post("/api/v1/lab/models/mood/use", json={"version": first})
    assert answer.status_code == 422
    assert "model.json" in answer.json["detail"]
    assert models.store.current("mood") == second
