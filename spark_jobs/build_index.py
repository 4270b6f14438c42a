"""The similarity index as a Spark job: read, fit, transform, grow trees, look up neighbours, measure, publish."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from pyspark import StorageLevel
from pyspark.sql import DataFrame, SparkSession

from recommender.artifacts.manifest import Description, Manifest
from recommender.artifacts.store import ArtifactStore
from recommender.errors import BadArtifact
from recommender.similarity.coded_vectors import VECTORS_FILE
from recommender.similarity.index_build import (
    IndexConfig,
    check_index,
    finish_index,
    hubness_rows,
    measure_cosines_in_blocks,
    require_tracks,
)
from recommender.similarity.learned.learning import learn_space
from recommender.similarity.publishing_gate import require_no_collapse
from recommender.similarity.space import Space
from recommender.similarity.space_fit import fit_projection, fit_scaling, fit_weights
from recommender.similarity.track_index import KIND
from recommender.similarity.track_table import TrackTable
from spark_jobs.candidate_blocks import find_on_executors
from spark_jobs.features_frame import Census, MongoSource, in_order, present_features, take_census
from spark_jobs.tree_shards import grow_on_executors
from spark_jobs.vector_blocks import Block, blocks_of, column_sums, summed_products, unit_blocks

_ROWS_PER_PARTITION = 20_000
_BETWEEN_STEPS = StorageLevel.DISK_ONLY
"""Kept in memory, a million tracks leave Java no room for the results that pass through it (2 GB by default)."""


@dataclass(frozen=True, kw_only=True)
class BuildIndexConfig:
    """How the job builds, and where it publishes."""

    store: ArtifactStore
    index: IndexConfig
    force: bool = False
    """Publish even when most of the tracks of the present version are gone."""
    say: Callable[[str], None] = lambda _: None
    """Hears of each step."""


def run(spark: SparkSession, source: MongoSource, config: BuildIndexConfig) -> str:
    """Build an index of every present track of a database that was analysed, and publish it; returns the version.

    Raises what `build` raises.
    """
    config.say("reading features")
    return build(spark, present_features(spark, source), config)


def build(spark: SparkSession, frame: DataFrame, config: BuildIndexConfig) -> str:
    """Build an index of a frame as `present_features` returns it, and publish it; returns the version.

    The same features and seed give the same vectors on any number of executors; rows are in order of track id.

    Raises:
        NotReady: nothing has been analysed.
        FingerprintMismatch: vectors of another declaration are among them.
        RecallTooLow, GateClosed, BadArtifact: the index is not good enough; the present version stays.

    """
    census = take_census(frame, fingerprint=config.index.fingerprint)
    require_tracks(census.n_tracks)
    partitions = max(spark.sparkContext.defaultParallelism, census.n_tracks // _ROWS_PER_PARTITION + 1)
    ordered = in_order(frame, fingerprint=config.index.fingerprint, partitions=partitions)
    ordered = ordered.persist(_BETWEEN_STEPS)
    try:
        config.say(f"fitting the space of {census.n_tracks:,} tracks")
        space = fit_distributed(ordered, projected_dims=config.index.projected_dims)
        return config.store.publish(
            KIND,
            lambda path: _write(spark, path, ordered, space, census, config),
            check=lambda path, manifest: _check(path, manifest, config),
        )
    finally:
        ordered.unpersist()


def fit_distributed(ordered: DataFrame, *, projected_dims: int) -> Space:
    """Fit a space in three passes; only sums travel to the driver."""
    scaling = fit_scaling(column_sums(ordered))
    weights = fit_weights(column_sums(ordered, scaling.standardise))
    projection = fit_projection(summed_products(ordered, scaling, weights), dims=projected_dims)
    return Space(scaling=scaling, weights=weights, projection=projection)


def _write(
    spark: SparkSession, path: Path, ordered: DataFrame, space: Space, census: Census, config: BuildIndexConfig
) -> Description:
    config.say("transforming")
    vectors, table = _collect(path, ordered, space, census)
    config.say("learning from the artists")
    learning = learn_space(vectors, table.artist_codes, space, seed=config.index.seed)
    rng = np.random.default_rng(config.index.seed)
    sample_rows = hubness_rows(len(vectors), size=config.index.hubness_sample, rng=rng)
    return finish_index(
        path,
        vectors,
        measure_cosines_in_blocks(vectors, sample_rows),
        sample_rows,
        table,
        learning,
        config.index,
        rng=rng,
        find_all=partial(find_on_executors, spark),
        grow_all=partial(grow_on_executors, spark),
        say=config.say,
        data_cutoff=census.data_cutoff,
        left_out=census.left_out,
    )


def _collect(path: Path, ordered: DataFrame, space: Space, census: Census) -> tuple[np.ndarray, TrackTable]:
    """Write the unit vectors as they come from the executors, and return them with their table."""
    blocks = unit_blocks(ordered, space).persist(_BETWEEN_STEPS)
    blocks.count()  # all partitions at once; the iteration below would run them one after another
    vectors = np.lib.format.open_memmap(path / VECTORS_FILE, "w+", np.float32, (census.n_tracks, space.dims))
    tables, at = [], 0
    for block in blocks_of(blocks):
        if at + len(block.vectors) > census.n_tracks:
            break
        vectors[at : at + len(block.vectors)] = block.vectors
        tables.append(block)
        at += len(block.vectors)
    blocks.unpersist()
    if at != census.n_tracks:
        raise BadArtifact("the catalogue changed while the index was built; nothing was published, build again")
    vectors.flush()
    return vectors, _table(tables)


def _table(blocks: list[Block]) -> TrackTable:
    columns: dict[str, list[object]] = {}
    for block in blocks:
        for name in block.table.column_names:
            columns.setdefault(name, []).extend(block.table.column(name).to_pylist())
    return TrackTable.from_columns(
        track_ids=columns["track_id"],  # type: ignore[arg-type]
        titles=[title or "" for title in columns["title"]],  # type: ignore[misc]
        artists=[artist or "" for artist in columns["artist"]],  # type: ignore[misc]
        albums=[album or "" for album in columns["album"]],  # type: ignore[misc]
        genres=[tuple(genres or ()) for genres in columns["genres"]],  # type: ignore[arg-type]
        durations_s=columns["duration_s"],  # type: ignore[arg-type]
    )


def _check(path: Path, manifest: Manifest, config: BuildIndexConfig) -> None:
    config.say("checking")
    check_index(path, manifest)
    if not config.force:
        require_no_collapse(manifest, _read_present(config.store))


def _read_present(store: ArtifactStore) -> Manifest | None:
    """Return the manifest in force; None when there is none, or none that can be read: then nothing is lost."""
    try:
        version = store.current(KIND)
        return None if version is None else store.manifest(KIND, version)
    except BadArtifact:
        return None
