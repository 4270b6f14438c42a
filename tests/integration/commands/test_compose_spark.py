"""The profile spark of docker-compose.yml: Spark's master, two workers, and what runs on them, as processes."""

import json
import re
import urllib.error
import urllib.request
from pathlib import Path

import numpy as np
import pytest
from pymongo import MongoClient

from infra.servers.listening_port import free_port
from infra.settings import Settings
from infra.stores.activity import MongoActivityArchive
from infra.stores.artifacts import artifact_store
from infra.stores.database import open_database, prepare_database
from infra.stores.features import MongoFeatureStore
from recommender.artifacts.store import ArtifactStore
from recommender.clock import system_clock
from recommender.records import ActivityEvent
from recommender.similarity.features import fingerprint
from recommender.similarity.index_build import IndexConfig, build_track_index
from recommender.similarity.track_index import KIND, TrackIndex
from recommender.simulation.activity import simulate_events
from tests.builders.audio import make_sound
from tests.builders.events import placed
from tests.builders.index import all_vectors
from tests.integration.commands.compose_services import Running, addresses_of, status_of
from tests.integration.spark.test_build_index import HALF_A_STEP, fill, some_tracks

pytestmark = pytest.mark.live


@pytest.fixture
def addresses(settings: Settings) -> dict[str, str]:
    return addresses_of(settings)


@pytest.mark.spark
@pytest.mark.timeout(600)
def test_ingest_index_and_charts_on_two_spark_workers_are_those_of_one_machine(tmp_path, settings, addresses):
    port, page = free_port(), free_port()
    replaced = {**addresses, "spark-master:7077": f"127.0.0.1:{port}", "spark-master": "127.0.0.1", "7077": str(port)}
    pages = {"SPARK_MASTER_WEBUI_PORT": str(page), "SPARK_WORKER_WEBUI_PORT": "0", "SPARK_LOCAL_IP": "127.0.0.1"}
    music = tmp_path / "music"
    music.mkdir()
    for seed in range(6):
        make_sound(music / f"{seed}.flac", seed=seed, seconds=3.0)
    replaced["/music"] = str(music)
    with open_database(settings.mongo_uri, settings.mongo_database).client as client:
        prepare_database(client[settings.mongo_database])
        fill(client[settings.mongo_database], 60, fingerprint=fingerprint())
        MongoActivityArchive(client[settings.mongo_database]).put_many(placed(_three_weeks_of_listening()))
    running: list[Running] = []
    try:
        for name in ("spark-master", "spark-worker-1", "spark-worker-2"):
            own = {**pages, "SPARK_WORKER_DIR": str(tmp_path / name)}
            running.append(Running(name, replaced, own, tmp_path / f"{name}.log"))
            running[0].wait_for(lambda: status_of(f"http://127.0.0.1:{page}/json/") == 200)
        running[0].wait_for(lambda: _alive_workers(page) == 2)
        own = {"SEGUE_HOME": str(tmp_path / "home"), "SEGUE_MONGO_DATABASE": settings.mongo_database}

        def done(name: str) -> str:
            running.append(Running(name, replaced, own, tmp_path / f"{name}.log"))
            assert running[-1].process.wait(240) == 0, running[-1].said()
            return running[-1].said()

        ingested = done("spark-ingest")
        assert "6 of 6 analysed in" in ingested
        assert "6 analysed, 0 unchanged, 0 rejected" in ingested
        built = done("spark-build")
        assert "recall@10" in built
        assert re.search(r"tracks\W+66\b", built)
        charts = done("spark-charts")
        with MongoClient(settings.mongo_uri) as client:
            assert client[settings.mongo_database]["chart_weeks"].count_documents({}) >= 2, charts
        for app in ("ingest", "build index", "weekly chart"):
            assert f"Registering app segue {app}" in running[0].said()
        assert all("Asked to launch executor" in worker.said() for worker in running[1:3])
        _check_that_one_machine_builds_the_same(settings, tmp_path)
    finally:
        for each in running:
            each.kill()


def _check_that_one_machine_builds_the_same(settings: Settings, folder: Path) -> None:
    cluster = _opened(artifact_store(Settings(home=folder / "home")))
    with open_database(settings.mongo_uri, settings.mongo_database).client as client:
        features = MongoFeatureStore(client[settings.mongo_database]).scan(fingerprint())
        raw_of = {each.track_id: each.vector for each in features}
    raw = np.array([raw_of[each] for each in cluster.table.track_ids])
    config = IndexConfig(fingerprint=fingerprint())
    here = ArtifactStore(folder / "here")
    here.publish(
        KIND, lambda path: build_track_index(path, raw, cluster.table, config, np.random.default_rng(config.seed))
    )
    alone = _opened(here)
    unit = alone.space.transform(raw)
    assert np.abs(unit - cluster.space.transform(raw)).max() <= 1e-6
    assert np.abs(all_vectors(alone) - all_vectors(cluster)).max() <= 2 * HALF_A_STEP
    assert (alone.neighbours(7, 10).rows == cluster.neighbours(7, 10).rows).all()


def _opened(store: ArtifactStore) -> TrackIndex:
    path = store.local_path(KIND, str(store.current(KIND)))
    return TrackIndex.load(path, expected_fingerprint=fingerprint())


def _three_weeks_of_listening() -> list[ActivityEvent]:
    rng = np.random.default_rng(3)
    return list(simulate_events(some_tracks(60), n_listeners=5, hours=24 * 21, until=system_clock(), rng=rng))


def _alive_workers(page: int) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{page}/json/", timeout=5) as response:
        return json.load(response)["aliveworkers"]
