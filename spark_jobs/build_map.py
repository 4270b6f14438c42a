"""The map of the room as a Spark job: read the index, measure each sound, lay out, place, look at it, publish."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pyspark.sql import SparkSession

from recommender.artifacts.manifest import Manifest
from recommender.artifacts.opening import open_version
from recommender.artifacts.store import ArtifactStore
from recommender.errors import BadArtifact, FingerprintMismatch
from recommender.room.map.arrangement import IndexedSounds, arrange
from recommender.room.map.build import check_map, write_map
from recommender.room.map.config import MapConfig
from recommender.room.map.track_map import KIND, TrackMap, load
from recommender.similarity.coded_vectors import CodedVectors
from recommender.similarity.space import Space
from recommender.similarity.track_index import KIND as INDEX_KIND
from recommender.similarity.track_table import TrackTable
from spark_jobs.features_frame import MongoSource, present_features, usable_rows
from spark_jobs.map_blocks import ROWS_PER_TASK, collect_measures, place_on_executors


@dataclass(frozen=True, kw_only=True)
class BuildMapConfig:
    """What the job reads, how it lays out, and where it publishes."""

    source: MongoSource
    store: ArtifactStore
    map: MapConfig
    fingerprint: str
    """Of the feature vectors."""
    again: bool = False
    """Lay every track out again, also where few are new."""
    rows_per_task: int = ROWS_PER_TASK
    """Tracks that an executor places at a time."""
    say: Callable[[str], None] = lambda _: None
    """Hears of each step."""


def run(spark: SparkSession, config: BuildMapConfig) -> str:
    """Make a map of one index and publish it; returns the version.

    The same index, earlier map and seed give the same places on any number of executors.

    Raises:
        FingerprintMismatch: the index was made of vectors of another declaration.
        BadArtifact: the index is damaged, or what was made is no map; the present version stays.

    """
    config.say("reading the index")
    folder = config.store.local_path(INDEX_KIND, config.map.index_version)
    sounds, index = read_sounds(folder, fingerprint=config.fingerprint)
    config.say(f"measuring {len(sounds.track_ids):,} sounds")
    vectors = usable_rows(present_features(spark, config.source), fingerprint=config.fingerprint)
    measures = collect_measures(vectors, sounds.track_ids)
    arrangement = arrange(
        sounds,
        read_earlier(config.store),
        config.map,
        again=config.again,
        place_many=partial(place_on_executors, spark, rows_per_task=config.rows_per_task),
        say=config.say,
    )
    return config.store.publish(
        KIND,
        lambda path: write_map(
            path, sounds.track_ids, arrangement, measures, config.map, data_cutoff=index.data_cutoff
        ),
        check=check_map,
    )


def read_sounds(folder: Path, *, fingerprint: str) -> tuple[IndexedSounds, Manifest]:
    """Open what a map needs of a version of the index: not its trees, and the vectors lie on disk."""
    with open_version(folder, fingerprint=fingerprint) as manifest:
        unit = CodedVectors.load(folder).decode_to_disk()
        sounds = IndexedSounds(TrackTable.load(folder).track_ids, unit, Space.load(folder))
    if not len(sounds.track_ids) == len(unit) == manifest.counts["tracks"]:
        raise BadArtifact(f"{folder}: {len(unit)} vectors of {len(sounds.track_ids)} tracks; run `segue build index`")
    return sounds, manifest


def read_earlier(store: ArtifactStore) -> TrackMap | None:
    """Return the map in use; None where there is none, or none that can be read: then the room is made anew."""
    try:
        version = store.current(KIND)
        return None if version is None else load(store.local_path(KIND, version))
    except (BadArtifact, FingerprintMismatch):
        return None
