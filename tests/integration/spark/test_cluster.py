"""The index built by `segue build index` on a standalone master and two workers, beside the one built here."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pymongo.database import Database

from infra.servers.listening_port import free_port
from infra.settings import Settings
from infra.stores.artifacts import artifact_store
from infra.stores.features import MongoFeatureStore
from infra.stores.tracks import MongoTrackStore
from recommender.records import Features, Track, TrackId
from recommender.similarity.features import N_COLUMNS, fingerprint
from recommender.similarity.track_index import KIND, TrackIndex
from tests.builders.index import all_vectors
from tests.integration.spark.test_build_index import HALF_A_STEP, NOW

pytestmark = [pytest.mark.spark, pytest.mark.live]

WITHIN_S = 90.0


class Cluster:
    """A standalone Spark of the pip package on 127.0.0.1: one master, two workers of one core."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._processes: list[subprocess.Popen[bytes]] = []
        port = free_port()
        self.master = f"spark://127.0.0.1:{port}"
        self._start("master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", str(free_port()))
        self._wait_for("master.Master", r"Starting Spark master|I have been elected leader")
        for number in (1, 2):
            work = ("--work-dir", str(folder / f"work{number}"), "--webui-port", str(free_port()))
            self._start("worker.Worker", "--host", "127.0.0.1", "-c", "1", "-m", "1g", *work, self.master)
        self._wait_for("master.Master", r"Registering worker", times=2)

    def _start(self, name: str, *arguments: str) -> None:
        package = find_spec("pyspark")
        assert package is not None
        assert package.origin is not None
        command = [
            str(Path(package.origin).parent / "bin" / "spark-class"),
            f"org.apache.spark.deploy.{name}",
            *arguments,
        ]
        environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_DAEMON_MEMORY": "256m"}
        with (self._folder / f"{name}{len(self._processes)}.log").open("wb") as log:
            self._processes.append(subprocess.Popen(command, stdout=log, stderr=log, env=environment))

    def _wait_for(self, name: str, pattern: str, *, times: int = 1) -> None:
        deadline = time.monotonic() + WITHIN_S
        while time.monotonic() < deadline:
            text = "".join(path.read_text() for path in self._folder.glob(f"{name}*.log"))
            if len(re.findall(pattern, text)) >= times:
                return
            time.sleep(0.1)
        raise AssertionError(f"no {pattern!r} within {WITHIN_S} s:\n{text[-3000:]}")

    def executors(self) -> int:
        """How many executors have been launched."""
        text = "".join(path.read_text() for path in self._folder.glob("worker.Worker*.log"))
        return len(re.findall(r"Asked to launch executor", text))

    def stop(self) -> None:
        for process in reversed(self._processes):
            process.terminate()
        for process in self._processes:
            process.wait(timeout=30)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    folder = tmp_path / "cluster"
    folder.mkdir()
    started = Cluster(folder)
    yield started
    started.stop()


def build(home: Path, master: str, mongo_uri: str, database: str) -> TrackIndex:
    """Run `segue build index` as a user would, and open what it published."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("SEGUE_")},
        "SEGUE_HOME": str(home),
        "SEGUE_MONGO_URI": mongo_uri,
        "SEGUE_MONGO_DATABASE": database,
        "SEGUE_SPARK_MASTER": master,
        "SEGUE_SPARK_DRIVER_MEMORY": "1g",
    }
    command = [sys.executable, "-c", "from infra.cli import main; main()", "build", "index"]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=240, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "recall@10" in run.stdout
    store = artifact_store(Settings(home=home))
    return TrackIndex.load(store.local_path(KIND, str(store.current(KIND))), expected_fingerprint=fingerprint())


def test_a_cluster_builds_the_same_vectors_as_one_machine(
    cluster: Cluster, mongo_uri: str, mongo_database: Database[dict[str, Any]], tmp_path: Path
) -> None:
    rng = np.random.default_rng(5)
    ids = [TrackId(f"t{i:04d}") for i in range(500)]
    MongoTrackStore(mongo_database).put_many(Track(track_id=each, title=each, artist="A") for each in ids)
    raw = rng.gamma(2.0, 50.0, (500, N_COLUMNS)).astype(np.float32)
    MongoFeatureStore(mongo_database).put_many(
        Features(each, fingerprint(), vector, NOW, 0.1) for each, vector in zip(ids, raw, strict=True)
    )
    alone = build(tmp_path / "alone", "local[*]", mongo_uri, mongo_database.name)
    spread = build(tmp_path / "spread", cluster.master, mongo_uri, mongo_database.name)
    assert cluster.executors() >= 2
    assert alone.table.track_ids == spread.table.track_ids == ids
    unit = alone.space.transform(raw)
    assert np.abs(unit - spread.space.transform(raw)).max() <= 1e-6
    for index in (alone, spread):
        assert np.abs(unit - all_vectors(index)).max() <= HALF_A_STEP
    assert (alone.neighbours(100, 10).rows == spread.neighbours(100, 10).rows).all()
