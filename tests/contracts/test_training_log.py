from datetime import UTC, datetime, timedelta

import pytest

from infra.stores.training.training_runs import MongoTrainingLog
from recommender.records import TrainingRun
from tests.contracts.fakes.training import MemoryTrainingLog

NOW = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)


def run(number: int, topic: str = "charts", **fields) -> TrainingRun:
    known = {"run_id": f"r{number}", "topic": topic, "seconds": 2.5, "outcome": "published", "version": f"v{number}"}
    return TrainingRun(**{**known, "started_at": NOW + timedelta(minutes=number), **fields})


class TrainingLogContract:
    def test_a_run_comes_back_as_it_was_put(self, log):
        full = run(1, n_rows=7, data_cutoff=NOW, metric="overlap@50", score=0.87, baseline=0.85, source="FILE")
        log.put(full)
        assert list(log.newest(5)) == [full]

    def test_a_failed_run_comes_back_with_its_reason(self, log):
        failed = run(1, outcome="failed", version="", message="no weeks")
        log.put(failed)
        assert list(log.newest(5)) == [failed]

    def test_newest_come_first_and_no_more_than_asked(self, log):
        for number in (2, 1, 3):
            log.put(run(number))
        assert [each.run_id for each in log.newest(2)] == ["r3", "r2"]

    def test_runs_of_one_topic(self, log):
        log.put(run(1))
        log.put(run(2, topic="mood"))
        assert [each.run_id for each in log.newest(5, "charts")] == ["r1"]


class TestMemoryTrainingLog(TrainingLogContract):
    @pytest.fixture
    def log(self):
        return MemoryTrainingLog()


@pytest.mark.live
class TestMongoTrainingLog(TrainingLogContract):
    @pytest.fixture
    def log(self, mongo_database):
        return MongoTrainingLog(mongo_database)
