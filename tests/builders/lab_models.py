"""Every model of the lab, trained by `segue train` on small slices of the real data, and a library of real clips."""

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import monotonic
from uuid import uuid4

import numpy as np
import pandas as pd

from etl.readers.folder import read_folder
from infra.jobs.ingest import ingest_listing
from infra.servers.running import ServerAddresses
from infra.settings import Settings
from infra.stores.artifacts import artifact_store
from infra.stores.database import open_database, prepare_database
from infra.stores.features import MongoFeatureStore
from infra.stores.tracks import MongoTrackStore
from recommender.similarity.features import fingerprint
from recommender.similarity.index_build import IndexConfig, build_track_index
from recommender.similarity.track_index import KIND
from tests.builders.index import table_of
from tests.paths import ROOT

LISTENER = "a-real-listener"
REGIONS, WEEKS, DEEPEST = ("global", "za"), 70, 100
FIRST_HOT_100 = "2005"
N_TRACKS = 1_000
N_CLIPS = 8
QUICK = {"OMP_THREAD_LIMIT": "1", "JAX_DISABLE_MOST_OPTIMIZATIONS": "true"}
"""Nothing of this changes what is learned: two trainings share two cores, and so little data needs no compiler."""


@contextmanager
def lab_of_real_data(servers: ServerAddresses, shared: Path, home: Path) -> Iterator[Settings]:
    """Yield settings whose artifacts are models of real data, and whose catalogue is real clips that have moods."""
    name = f"test_{uuid4().hex[:12]}"
    settings = replace(
        Settings(),
        access="open",
        home=home,
        mongo_uri=servers.mongo_uri,
        mongo_database=name,
        kafka_bootstrap=servers.kafka_bootstrap,
        kafka_partitions=2,
        cell=name.replace("_", ""),
        analysis_workers=2,
        artifacts_poll_s=0.2,
    )
    home.mkdir(parents=True, exist_ok=True)
    database = open_database(settings.mongo_uri, name)
    prepare_database(database)
    try:
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda arguments: run(settings, *arguments), trainings(shared / "data", home)))
        ingest_listing(
            read_folder(clips(shared / "data" / "music" / "clips", home / "music")),
            database,
            settings,
        )
        publish_index(settings)
        run(settings, "build", "moods")
        yield settings
    finally:
        database.client.drop_database(name)
        database.client.close()


def trainings(data: Path, folder: Path) -> tuple[tuple[str, ...], ...]:
    """Return the commands, longest first, with the files they read; the slices are written into `folder`."""
    fma, history = data / "fma" / "metadata", data / "listening" / "spotify_history"
    plays = [str(history / f"StreamingHistory{number}.json") for number in (1, 2, 3)]
    popularity = str(data / "popularity" / "spotify_tracks_114k.csv.gz")
    return (
        ("train", "popularity", popularity, "--sample", str(N_TRACKS), "--force"),
        ("train", "charts", str(chart_slice(data / "charts", folder)), "--models", "boosting"),
        (
            *("train", "descriptors", "--features", str(fma / "fma_features_mfcc_2000.csv")),
            *("--echonest", str(fma / "echonest-metrics.json")),
        ),
        ("train", "streams", *plays, "--listener", LISTENER),
        ("train", "releases", str(release_slice(data / "charts", folder))),
        ("train", "mood", str(data / "popularity" / "moods_686.csv")),
    )


def run(settings: Settings, *arguments: str) -> str:
    """Run one `segue` command; what it took is printed for whoever asks why a test is slow."""
    began = monotonic()
    done = subprocess.run(
        [sys.executable, "-c", "from infra.cli import main; main()", *arguments],
        cwd=ROOT,
        env=settings.as_environment() | QUICK,
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr + done.stdout
    print(f"segue {' '.join(arguments[:2])}: {monotonic() - began:.1f} s")
    return done.stdout


def chart_slice(charts: Path, folder: Path) -> Path:
    """Write the newest weeks of two regions, the upper half of each list."""
    rows = pd.read_parquet(charts / "spotify_weekly_top200.parquet")
    first = sorted(rows["week_end"].unique())[-WEEKS]
    kept = rows[rows["region"].isin(REGIONS) & (rows["rank"] <= DEEPEST) & (rows["week_end"] >= first)]
    kept.to_parquet(folder / "charts.parquet")
    return folder / "charts.parquet"


def release_slice(charts: Path, folder: Path) -> Path:
    """Write the newest years of the Hot 100."""
    rows = pd.read_csv(charts / "billboard_hot100_1958_2019.csv.gz")
    rows[rows["date"] >= FIRST_HOT_100].to_csv(folder / "hot_100.csv", index=False)
    return folder / "hot_100.csv"


def clips(source: Path, folder: Path) -> Path:
    """Link some clips, spread over the albums."""
    folder.mkdir(parents=True)
    every = sorted(source.glob("*.mp3"))
    for clip in every[:: len(every) // N_CLIPS][:N_CLIPS]:
        os.symlink(clip, folder / clip.name)
    return folder


def publish_index(settings: Settings) -> None:
    """Build the index of the catalogue, without Spark."""
    database = open_database(settings.mongo_uri, settings.mongo_database)
    try:
        tracks = list(MongoTrackStore(database).scan())
        features = [MongoFeatureStore(database).get(track.track_id) for track in tracks]
    finally:
        database.client.close()
    config = IndexConfig(fingerprint=fingerprint(settings.analysed_middle_s))
    vectors = np.stack([feature.vector for feature in features if feature is not None])
    artifact_store(settings).publish(
        KIND,
        lambda folder: build_track_index(folder, vectors, table_of(tracks), config, np.random.default_rng(1)),
    )
