"""`segue ingest --spark` beside the pool: the same documents, the same progress, the same way to stop it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pymongo import MongoClient
from pymongo.database import Database

from infra.commands.ingest import INTERRUPTED
from infra.stores.scans import MongoScanStore
from recommender.catalogue.libraries.scans import Scan
from recommender.clock import system_clock
from tests.builders.audio import make_foreign_sound, make_sound
from tests.deadline import eventually
from tests.paths import ROOT

pytestmark = [pytest.mark.live, pytest.mark.spark]

N_SOUNDS = 16
N_HELD = 6
OF_THE_RUN = {
    "tracks": ("added_at",),
    "files": (),
    "features": ("analysed_at", "seconds", "vector"),
}
"""What two runs never have in common, by collection; vectors are compared as numbers."""


class Segue:
    """`segue ingest` on a database of its own."""

    def __init__(self, database: Database[dict[str, Any]], mongo_uri: str, home: Path) -> None:
        self.database = database
        self.scans = MongoScanStore(database)
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("SEGUE_")},
            "SEGUE_HOME": str(home),
            "SEGUE_MONGO_URI": mongo_uri,
            "SEGUE_MONGO_DATABASE": database.name,
            "SEGUE_ANALYSIS_WORKERS": "2",
            "SEGUE_SPARK_MASTER": "local[2]",
            "SEGUE_SPARK_DRIVER_MEMORY": "600m",
        }

    def start(self, *arguments: str | Path, path_first: Path | None = None) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "infra", "ingest", *map(str, arguments)]
        environment = dict(self._environment)
        if path_first:
            environment["PATH"] = f"{path_first}{os.pathsep}{environment['PATH']}"
        return subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
        )

    def run(self, *arguments: str | Path) -> tuple[str, str]:
        process = self.start(*arguments)
        output, errors = process.communicate(timeout=240)
        assert process.returncode == 0, errors
        return output, errors

    def scan(self) -> Scan:
        return self.scans.all()[0]

    def n_analysed(self) -> int:
        scans = self.scans.all()
        return scans[0].n_analysed if scans else 0

    def documents(self, collection: str) -> list[dict[str, Any]]:
        left_out = dict.fromkeys(OF_THE_RUN[collection], 0)
        return list(self.database[collection].find({}, left_out or None).sort("_id", 1))

    def vectors(self) -> dict[str, np.ndarray]:
        found = self.database["features"].find({}, {"vector": 1})
        return {document["_id"]: np.frombuffer(document["vector"], np.float32) for document in found}


@pytest.fixture
def beside(mongo_database: Database[dict[str, Any]], mongo_uri: str, tmp_path: Path) -> Iterator[Segue]:
    """The same with another database, for the pool."""
    with MongoClient[dict[str, Any]](mongo_uri, tz_aware=True) as client:
        name = f"{mongo_database.name}-pool"
        yield Segue(client[name], mongo_uri, tmp_path / "home")
        client.drop_database(name)


@pytest.fixture
def on_spark(mongo_database: Database[dict[str, Any]], mongo_uri: str, tmp_path: Path) -> Segue:
    return Segue(mongo_database, mongo_uri, tmp_path / "home")


class HeldDecoder:
    """An ffmpeg that decodes nothing before it is let go."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._go = folder / "go"
        folder.mkdir()
        program = folder / "ffmpeg"
        program.write_text(
            f"#!/bin/sh\ntries=0\nwhile [ ! -e '{self._go}' ] && [ $tries -lt 2400 ]; do\n"
            f"  sleep 0.1; tries=$((tries + 1))\ndone\nexec '{shutil.which('ffmpeg')}' \"$@\"\n"
        )
        program.chmod(0o755)

    def let_go(self) -> None:
        self._go.touch()


@pytest.fixture
def held_decoder(tmp_path: Path) -> Iterator[HeldDecoder]:
    decoder = HeldDecoder(tmp_path / "decoder")
    yield decoder
    decoder.let_go()


def make_music(folder: Path, *, seconds: float) -> Path:
    folder.mkdir()
    for seed in range(N_SOUNDS):
        make_sound(folder / f"{seed:02d}.flac", seed=seed, seconds=seconds)
    return folder


def test_spark_writes_the_documents_that_the_pool_writes_and_tells_the_same(
    on_spark: Segue, beside: Segue, tmp_path: Path
) -> None:
    music = make_music(tmp_path / "Music", seconds=4)
    shutil.copy(music / "00.flac", music / "copy.flac")
    (music / "text.mp3").write_bytes(b"this is not music at all\n" * 400)
    make_sound(music / "silent.wav", level=0.0)
    by_pool, told_by_pool = beside.run(music)
    by_spark, told_by_spark = on_spark.run("--spark", music)
    assert by_spark == by_pool
    assert f"{N_SOUNDS} analysed, 0 unchanged, 2 rejected; 1 duplicates" in by_spark
    for told in (told_by_pool, told_by_spark):
        assert f"{N_SOUNDS + 3} of {N_SOUNDS + 3} listed in" in told
        assert f"{N_SOUNDS + 2} of {N_SOUNDS + 2} analysed in" in told
    for collection in OF_THE_RUN:
        assert on_spark.documents(collection) == beside.documents(collection), collection
    vectors = on_spark.vectors()
    for track_id, vector in beside.vectors().items():
        np.testing.assert_allclose(vectors[track_id], vector, rtol=0, atol=1e-6)
    figures = ("state", "n_found", "n_to_open", "n_done", "n_rejected", "n_to_analyse", "n_analysed", "n_new")
    assert [getattr(on_spark.scan(), name) for name in figures] == [getattr(beside.scan(), name) for name in figures]
    assert on_spark.database["ingest_batches"].count_documents({}) == 0


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="needs ffmpeg, which is not installed")
def test_a_scan_on_spark_tells_how_far_it_is_and_stops_when_it_is_told_to(
    on_spark: Segue, held_decoder: HeldDecoder, tmp_path: Path
) -> None:
    music = make_music(tmp_path / "Music", seconds=4)
    for seed in range(N_HELD):
        held = make_foreign_sound(music / f"held-{seed}.m4a", seed=N_SOUNDS + seed)
        os.utime(held, (10**9, 10**9))  # the oldest: what is not held is analysed first
    n_tracks = N_SOUNDS + N_HELD
    on_spark.run("--tags-only", music)
    process = on_spark.start("--spark", music, path_first=held_decoder.folder)
    eventually(lambda: process.poll() is not None or (on_spark.n_analysed() and on_spark.vectors()), within_s=120)
    scan = on_spark.scan()
    assert 0 < scan.n_analysed < scan.n_to_analyse == n_tracks
    assert on_spark.database["tracks"].count_documents({"status": "present"}) == n_tracks
    assert on_spark.scans.ask_to_stop(scan.scan_id, now=system_clock())
    process.wait(timeout=60)
    held_decoder.let_go()  # whoever still waits for it holds the pipes that are read now
    _, errors = process.communicate(timeout=60)
    assert process.returncode == INTERRUPTED, errors
    assert "the same command goes on from here" in errors
    assert "Traceback" not in errors
    assert on_spark.scan().state == "stopped"
    kept = len(on_spark.vectors())
    assert 0 < kept <= N_SOUNDS
    output, _ = on_spark.run(music)
    assert f"{n_tracks - kept} analysed, {kept} unchanged" in output
