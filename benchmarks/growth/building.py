"""Builds the index of made-up features by the Spark job: `python -m benchmarks.growth.building FEATURES HOME`.

Prints one JSON object. A process of its own, so that its peak memory is its own.
"""

import sys
import time
from pathlib import Path

import msgspec

from benchmarks.growth.memory_watch import DRIVER, EXECUTORS, JAVA, watch_memory
from recommender.artifacts.store import ArtifactStore
from recommender.similarity.features import fingerprint
from recommender.similarity.index_build import IndexConfig
from recommender.similarity.track_index import KIND
from spark_jobs.build_index import BuildIndexConfig, build
from spark_jobs.session import SparkConfig, spark_session


class Built(msgspec.Struct, frozen=True):
    """What a build cost."""

    path: str
    """Folder of the published version."""
    seconds: float
    """Spark's start included."""
    steps: tuple[tuple[str, float], ...]
    """(step, seconds after the start at which it began)."""
    driver_mb: float
    java_mb: float
    executors_mb: float
    size_mb: float
    """On disk."""
    recall: float
    """Of the search at ten neighbours, by cosine, as the build measured it."""
    table_recall: float
    """Of the neighbour table at ten neighbours, by mutual proximity."""


DRIVER_MEMORY = "6g"
"""`SEGUE_SPARK_DRIVER_MEMORY`: with its default of 2g, the vectors of a million tracks do not pass through Java."""


def build_from(features: Path, home: Path) -> Built:
    """Build and publish below `home`."""
    store = ArtifactStore(home / "artifacts")
    steps: list[tuple[str, float]] = []
    started = time.perf_counter()
    config = BuildIndexConfig(
        store=store,
        index=IndexConfig(fingerprint=fingerprint()),
        say=lambda step: steps.append((step, round(time.perf_counter() - started, 1))),
    )
    spark_config = SparkConfig(master="local[*]", jars=(), home=home, driver_memory=DRIVER_MEMORY)
    with (
        watch_memory() as peaks,
        spark_session(spark_config, name="bench growth") as spark,
    ):
        version = build(spark, spark.read.parquet(str(features)), config)
        seconds = time.perf_counter() - started
    manifest = store.manifest(KIND, version)
    return Built(
        path=str(store.local_path(KIND, version)),
        seconds=seconds,
        steps=tuple(steps),
        driver_mb=peaks[DRIVER],
        java_mb=peaks[JAVA],
        executors_mb=peaks[EXECUTORS],
        size_mb=manifest.size / 1e6,
        recall=manifest.offline_metrics["recall_at_10"],
        table_recall=manifest.offline_metrics["table_recall_at_10"],
    )


if __name__ == "__main__":
    print(msgspec.json.encode(build_from(Path(sys.argv[1]), Path(sys.argv[2]))).decode())
