"""`segue experiment` on a real MongoDB, and the processes that take up what it starts."""

from dataclasses import replace
from datetime import timedelta

import pytest
from click.testing import CliRunner
from msgspec.structs import replace as with_fields

from infra.cli import segue
from infra.settings import Settings
from infra.stores.activity import MongoActivityArchive
from infra.stores.experiments.experiments import MongoExperimentStore
from infra.tasks import Tasks
from infra.workers.engine import in_experiments
from recommender.clock import system_clock
from recommender.experiments.records import arm_label
from recommender.listening.engine import Engine, EngineConfig
from recommender.listening.taste import Taste
from tests.builders.events import placed
from tests.builders.experiments import ARMS, did, experiment, listeners_in, shown
from tests.builders.index import made_index
from tests.deadline import eventually

pytestmark = pytest.mark.live


@pytest.fixture
def run(mongo_database, mongo_uri, tmp_path, monkeypatch):
    settings = replace(Settings(), home=tmp_path, mongo_uri=mongo_uri, mongo_database=mongo_database.name)
    for name, value in settings.as_environment().items():
        if name.startswith("SEGUE_"):
            monkeypatch.setenv(name, value)

    def run_command(*arguments: str) -> str:
        result = CliRunner().invoke(segue, ["experiment", *arguments])
        return result.output if result.exception is None else str(result.exception)

    return run_command


def test_an_experiment_is_started_taken_up_reported_and_stopped(run, mongo_database, tmp_path):
    assert "there was no experiment yet" in run("report")
    assert "trial runs: as_set, popular_off" in run("start", "trial", "--arms", "as_set, popular_off")
    assert "trial runs" in run("start", "other", "--arms", "as_set,popular_off")
    (tmp_path / "index").mkdir()
    index, tasks = made_index(tmp_path / "index", n_kinds=3, per_kind=12), Tasks()
    engine = in_experiments(Engine(lambda: index, dict, EngineConfig()), mongo_database, tasks)
    anna = listeners_in(experiment(), ARMS[1], 1)[0]

    def arm():
        return engine.slate(Taste(listener_id=anna), made_at=system_clock()).arm

    label = arm_label(experiment(), ARMS[1])
    assert arm() == label
    now = system_clock()
    events = [shown(anna, "ab", arm=label), did(anna, "started", "a"), did(anna, "skipped", "a")]
    archive = MongoActivityArchive(mongo_database)
    archive.put_many(placed([with_fields(each, occurred_at=now + timedelta(seconds=1)) for each in events]))
    assert "of 1 more the time is not up" in run("report")
    assert "early skips per play" in run("rates", "--by", "position")
    assert MongoExperimentStore(mongo_database).stop_arm("trial", ARMS[1], at=now, why="it hurts")
    assert "The guard stopped popular_off" in run("report")
    assert "trial is over" in run("stop")
    assert "no experiment runs" in run("stop")
    eventually(lambda: not arm(), within_s=20, what="the engine as it is set again")
    tasks.end()
    assert "trial" in run("list")
