"""`segue build index`, `artifacts`, `schedule` and `evaluate similarity` as a person runs them."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import mutagen
import numpy as np
import pytest
import soundfile
from mutagen.id3 import TALB, TIT2, TPE1
from pymongo.database import Database

from infra.schedule.build_rules import Progress
from infra.schedule.jobs import progress
from infra.settings import Settings
from infra.stores.features import MongoFeatureStore
from recommender.artifacts.manifest import Description
from recommender.artifacts.store import ArtifactStore
from recommender.records import Features, TrackId
from recommender.similarity.features import N_COLUMNS, fingerprint
from recommender.similarity.track_index import KIND
from tests.conftest import SHARED
from tests.integration.spark.test_build_index import NOW

CLIPS = SHARED / "data" / "music" / "clips"


def segue(home: Path, *arguments: str, limit_s: float = 60, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("SEGUE_")},
        "SEGUE_HOME": str(home),
        **settings,
    }
    command = [sys.executable, "-c", "from infra.cli import main; main()", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=limit_s, check=False)


def publish(store: ArtifactStore, *, tracks: int = 3) -> str:
    def write(folder: Path) -> Description:
        (folder / "data").write_text("x")
        return Description(
            fingerprint=fingerprint(),
            metric="cosine",
            dims=3,
            counts={"tracks": tracks},
            seed=1,
            config_digest="abcdef123456",
            offline_metrics={"recall_at_10": 0.9971},
            data_cutoff=NOW,
        )

    return store.publish(KIND, write)


def test_versions_are_listed_chosen_and_pruned(tmp_path: Path) -> None:
    assert "segue build index" in segue(tmp_path, "artifacts", "list").stdout
    store = ArtifactStore(tmp_path / "artifacts")
    made = [publish(store) for _ in range(4)]
    assert segue(tmp_path, "artifacts", "use", KIND, made[0]).returncode == 0
    listed = segue(tmp_path, "artifacts", "list").stdout
    assert f"{made[0]} *" in listed
    assert "0.9971" in listed
    assert [listed.index(each) for each in made[::-1]] == sorted(listed.index(each) for each in made)
    pruned = segue(tmp_path, "artifacts", "prune", "--keep", "2")
    assert f"{KIND}: 1 deleted" in pruned.stdout
    assert store.current(KIND) == made[0]
    unknown = segue(tmp_path, "artifacts", "use", KIND, "20200101T000000Z-abcdef")
    assert unknown.returncode == 1
    assert "segue artifacts list" in unknown.stderr


@pytest.mark.live
def test_building_from_an_empty_catalogue_says_what_to_do(tmp_path: Path, mongo_uri: str) -> None:
    run = segue(tmp_path, "build", "index", SEGUE_MONGO_URI=mongo_uri, SEGUE_MONGO_DATABASE="test_empty_build")
    assert run.returncode == 1
    assert "segue ingest PATH" in run.stderr


@pytest.mark.live
def test_the_schedule_does_nothing_when_nothing_is_due_and_reports_a_failing_build(
    tmp_path: Path, mongo_uri: str, mongo_database: Database[dict[str, Any]]
) -> None:
    server = {"SEGUE_MONGO_URI": mongo_uri, "SEGUE_MONGO_DATABASE": mongo_database.name}
    assert segue(tmp_path, "schedule", "--once", **server).returncode == 0
    vectors = np.zeros((1, N_COLUMNS), dtype=np.float32)
    MongoFeatureStore(mongo_database).put_many([Features(TrackId("a"), fingerprint(), vectors[0], NOW, 0.1)])
    failing = segue(tmp_path, "schedule", "--once", **server, SEGUE_SPARK_MASTER="nonsense")
    assert failing.returncode != 0
    assert "build_started" in failing.stderr + failing.stdout
    assert "build_failed" in failing.stderr + failing.stdout
    assert "Spark at nonsense does not start" in (tmp_path / "logs" / "build-index.log").read_text()
    assert segue(tmp_path, "schedule", "--once", **server, SEGUE_SCHEDULE_AT="25:00").returncode == 2


@pytest.mark.live
def test_the_schedule_counts_what_was_analysed_since_the_newest_version(
    tmp_path: Path, mongo_database: Database[dict[str, Any]]
) -> None:
    store = ArtifactStore(tmp_path)
    features = MongoFeatureStore(mongo_database)
    vector = np.zeros(N_COLUMNS, dtype=np.float32)
    features.put_many([Features(TrackId("old"), fingerprint(), vector, NOW, 0.1)])
    assert progress(store, mongo_database, Settings(), last_tried=None) == Progress(
        last_build=None, n_indexed=0, n_new=1
    )
    publish(store, tracks=1)
    assert progress(store, mongo_database, Settings(), last_tried=None).n_new == 0
    later = NOW.replace(hour=13)
    features.put_many([Features(TrackId("new"), fingerprint(), vector, later, 0.1)])
    features.put_many([Features(TrackId("other"), "ba9876543210", vector, later, 0.1)])
    assert progress(store, mongo_database, Settings(), last_tried=None).n_new == 1


@pytest.mark.live
@pytest.mark.spark
def test_similarity_on_real_clips_reaches_its_goals(tmp_path: Path) -> None:
    """Needs the shared clips; without them, made-up tones prove that the command works, not how good it is."""
    real = CLIPS.is_dir()
    music = CLIPS if real else made_up_music(tmp_path / "music")
    result = tmp_path / "result.json"
    run = segue(tmp_path / "home", "evaluate", "similarity", "--music", str(music), "--json", str(result), limit_s=280)
    assert run.returncode == 0, run.stderr
    assert "album P@10" in run.stdout
    report = msgspec.json.decode(result.read_bytes())
    assert report["task"] == "similarity"
    value = {(row["model"], row["metric"]): row["value"] for row in report["rows"]}
    assert ("raw Euclid, 140 MFCC moments", "album_p10") in value
    assert not (tmp_path / "home" / "artifacts").exists()
    if real:
        assert value["segue", "album_p10"] >= 0.235
        assert value["segue", "artist_p10"] >= 0.255
        assert value["segue", "n10_skewness"] <= 0.60
        assert value["raw Euclid, 140 MFCC moments", "album_p10"] == pytest.approx(0.167, abs=0.003)


def made_up_music(folder: Path) -> Path:
    """Three albums of eight tracks: low hums, high tones and noise."""
    rng = np.random.default_rng(1)
    folder.mkdir()
    seconds = np.arange(3 * 22_050) / 22_050
    for number in range(24):
        album = number % 3
        tone = np.sin(2 * np.pi * (110 * 4**album + 7 * number) * seconds)
        sound = tone + (0.05 + 0.4 * (album == 2)) * rng.standard_normal(len(seconds))
        path = folder / f"{number}.wav"
        soundfile.write(path, 0.3 * sound / np.abs(sound).max(), 22_050)
        tags = mutagen.File(path)
        tags.add_tags()
        for frame in (TIT2(text=f"T{number}"), TPE1(text=f"Artist {album}"), TALB(text=f"Album {album}")):
            tags.tags.add(frame)
        tags.save()
    return folder
