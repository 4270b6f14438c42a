"""A table is sent to the lab, the schedule trains on it, and the page is told how far that is."""

import os
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
import pytest
from flask.testing import FlaskClient
from pymongo.database import Database

from infra.jobs import sent_tables
from infra.jobs.sent_tables import TableUploads, kept_tables
from infra.schedule.build_rules import parse_time
from infra.schedule.jobs import ScheduledJobs
from infra.schedule.loop import Job
from infra.settings import Settings
from infra.stores.artifacts import artifact_store
from infra.stores.training.table_trainings import ABANDONED_AFTER_S, MongoTableTrainings
from recommender.clock import system_clock
from tests.builders.web import made_web
from tests.integration.web_process import environment_of
from webapp.app import create_app

pytestmark = pytest.mark.live


@dataclass
class Lab:
    """The web on one side, the schedule on the other, MongoDB and a folder between them."""

    client: FlaskClient
    settings: Settings
    database: Database[dict[str, Any]]
    folder: Path

    def send(self, topic: str, name: str, content: str, **headers: str) -> Any:
        """Post a table as the page does."""
        head = f'--cut\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        return self.client.post(
            f"/api/v1/lab/tables/{topic}",
            data=f"{head}{content}\r\n--cut--\r\n".encode(),
            content_type="multipart/form-data; boundary=cut",
            headers=headers,
        )

    def table(self, topic: str) -> dict[str, Any]:
        """What the page is told of a topic."""
        told = self.client.get("/api/v1/lab/tables").json["tables"]
        return next(each for each in told if each["topic"] == topic)

    def jobs(self, stop: Event | None = None) -> list[Job]:
        """What the schedule would do for tables now."""
        jobs = ScheduledJobs(
            settings=self.settings,
            database=self.database,
            store=artifact_store(self.settings),
            at=parse_time("03:30"),
            stop=stop or Event(),
        )
        return [job for job in jobs() if job.name.endswith("on a table")]


@pytest.fixture
def lab(
    mongo_database: Database[dict[str, Any]], mongo_uri: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Lab:
    settings = replace(
        Settings(), home=tmp_path / "home", mongo_uri=mongo_uri, mongo_database=mongo_database.name, cell="tables"
    )
    for name, value in environment_of(settings).items():
        monkeypatch.setenv(name, value)
    folder = tmp_path / "home" / "tables"
    uploads = TableUploads(folder=folder, trainings=MongoTableTrainings(mongo_database), clock=system_clock)
    services = made_web(tmp_path).services(table_limit_bytes=1_000_000)
    services = replace(services, lab=replace(services.lab, tables=uploads), clock=system_clock)
    client = create_app(services).test_client()
    client.get("/api/v1/listener")
    return Lab(client, settings, mongo_database, folder)


def careers(seed: int = 0) -> str:
    """A table of releases: some artists release often, others seldom."""
    rng = np.random.default_rng(seed)
    rows = ["artist,year,n_releases"]
    for artist in range(120):
        rate = rng.gamma(1.0, 1.5)
        rows += [f"Artist {artist},{year},{rng.poisson(rate)}" for year in range(2000, 2026)]
    return "\n".join(rows)


def test_a_table_that_was_sent_is_trained_on_and_one_that_is_none_says_why(lab: Lab) -> None:
    sent = lab.send("releases", "my careers.csv", careers())
    assert (sent.status_code, sent.json["state"], sent.json["name"]) == (200, "waiting", "my careers.csv")
    (job,) = lab.jobs()
    assert job.run() == 0, (lab.settings.home / "logs" / "train-releases.log").read_text()
    assert lab.table("releases")["state"] == "published"
    assert artifact_store(lab.settings).current("releases") is not None
    assert [path.name for path in kept_tables(lab.folder / "releases")] == ["my careers.csv"]
    assert lab.jobs() == []

    lab.send("releases", "letter.csv", "Dear all,\nthis is no table\n")
    (job,) = lab.jobs()
    assert job.run() == 2
    failed = lab.table("releases")
    assert (failed["state"], failed["name"]) == ("failed", "letter.csv")
    assert failed["step"].startswith("letter.csv")
    assert str(lab.folder) not in failed["step"]
    assert [path.name for path in kept_tables(lab.folder / "releases")] == ["my careers.csv"]


def test_a_newer_table_takes_the_place_of_one_that_waits(lab: Lab) -> None:
    lab.send("mood", "old.csv", "a")
    lab.send("mood", "new.csv", "b")
    assert lab.table("mood")["name"] == "new.csv"
    assert len(lab.jobs()) == 1
    assert [path.name for path in kept_tables(lab.folder / "mood")] == ["new.csv"]


def test_while_a_table_is_trained_on_the_next_is_asked_to_wait(lab: Lab) -> None:
    lab.send("mood", "moods.csv", "a")
    trainings = MongoTableTrainings(lab.database)
    path = trainings.take("mood")
    assert path is not None
    assert path.read_text() == "a"
    assert trainings.take("mood") is None
    trainings.tell("mood", path, step="fold 2")
    assert (lab.table("mood")["state"], lab.table("mood")["step"]) == ("training", "fold 2")
    again = lab.send("mood", "next.csv", "b")
    assert (again.status_code, again.json["type"]) == (503, "urn:segue:problem:too-busy")


def test_a_training_whose_process_is_gone_is_taken_up_again(lab: Lab) -> None:
    lab.send("mood", "moods.csv", "a")
    trainings = MongoTableTrainings(lab.database)
    trainings.take("mood")
    assert not trainings.are_due()
    long_ago = system_clock() - timedelta(seconds=2 * ABANDONED_AFTER_S)
    lab.database["table_trainings"].update_one({"_id": "mood"}, {"$set": {"told_at": long_ago}})
    assert trainings.are_due()
    assert lab.table("mood")["state"] == "waiting"
    assert lab.send("mood", "better.csv", "b").status_code == 200
    assert trainings.take("mood") is not None


def test_a_schedule_that_is_stopped_trains_on_the_table_later(lab: Lab) -> None:
    lab.send("releases", "careers.csv", careers())
    stop = Event()
    (job,) = lab.jobs(stop)
    stop.set()
    assert job.run() != 0
    assert lab.table("releases")["state"] == "waiting"
    (job,) = lab.jobs()
    assert job.run() == 0


def test_a_disk_without_room_is_asked_for_before_the_table_arrives(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sent_tables, "free_mb", lambda _: 900.0)
    answer = lab.send("mood", "a.csv", "a")
    assert (answer.status_code, "no room" in answer.json["detail"]) == (503, True)


def test_what_a_killed_process_left_is_forgotten(lab: Lab) -> None:
    lab.folder.mkdir(parents=True)
    left, fresh = lab.folder / "segue-upload-old", lab.folder / "segue-upload-new"
    for path in (left, fresh):
        path.touch()
    long_ago = (system_clock() - 2 * sent_tables.ARRIVES_WITHIN).timestamp()
    os.utime(left, (long_ago, long_ago))
    lab.send("mood", "a.csv", "a")
    assert (left.exists(), fresh.exists()) == (False, True)


def test_what_cannot_be_taken_is_refused_and_nothing_of_it_stays(lab: Lab) -> None:
    assert lab.send("streams", "a.csv", "a").status_code == 404
    assert lab.send("mood", "a.csv", "a" * 1_100_000).status_code == 413
    assert lab.send("mood", "a.csv", "a", Origin="http://elsewhere.example").status_code == 403
    assert lab.client.post("/api/v1/lab/tables/mood", data=b"a").status_code == 415
    lab.client.delete_cookie("segue_listener")
    assert lab.send("mood", "a.csv", "a").status_code == 401
    assert lab.client.get("/api/v1/lab/tables").json["tables"] == []
    assert [path for path in lab.folder.rglob("*") if path.is_file()] == []
