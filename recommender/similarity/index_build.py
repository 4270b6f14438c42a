"""Making an index: from raw vectors on one machine, or from unit vectors that Spark has made."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import numpy as np

from recommender.artifacts.manifest import Description, Manifest, config_digest
from recommender.errors import BadArtifact, NotReady
from recommender.similarity.coded_vectors import VECTORS_FILE, write_codes
from recommender.similarity.duplicates.finding import find_copies, join_songs
from recommender.similarity.hubness import SAMPLE_SIZE, CosineStatistics, measure_cosines
from recommender.similarity.learned.learning import Learning, learn_space
from recommender.similarity.neighbour_table import N_NEIGHBOURS, ROWS_FILE
from recommender.similarity.neighbour_table_build import (
    FindAll,
    RankedSpace,
    find_all_here,
    project_all,
    write_neighbour_table,
)
from recommender.similarity.search.exact import nearest_exactly
from recommender.similarity.search.settings import SHARD_TRACKS, SearchSettings, chosen_settings
from recommender.similarity.search.trees import GrowAll, grow_all_here, split_into_shards, write_trees
from recommender.similarity.space_fit import PROJECTED_DIMS, fit_space
from recommender.similarity.track_index import (
    SAMPLE_FILE,
    USUAL_FILE,
    TrackIndex,
    open_files,
    open_index,
)
from recommender.similarity.track_table import TrackTable

RECALL_AT = 10
RECALL_QUERIES = 1000
SELF_CHECKED = 100
LONELY_SHARE = 0.1
_BLOCK = 8192
_ROUNDING = 1e-5


@dataclass(frozen=True)
class IndexConfig:
    """How an index is made; its digest is part of the version's name."""

    fingerprint: str
    seed: int = 1
    projected_dims: int = PROJECTED_DIMS
    hubness_sample: int = SAMPLE_SIZE
    search: SearchSettings = field(default_factory=SearchSettings)
    n_neighbours: int = N_NEIGHBOURS
    shard_tracks: int = SHARD_TRACKS

    @property
    def digest(self) -> str:
        """Identity of this configuration, 12 hex digits."""
        return config_digest(self)


def build_track_index(
    path: Path, vectors_raw: np.ndarray, table: TrackTable, config: IndexConfig, rng: np.random.Generator
) -> Description:
    """Fit, transform and index raw vectors [n_tracks, n_columns] into the empty folder `path`, without Spark."""
    require_tracks(len(vectors_raw))

    def blocks() -> list[np.ndarray]:
        return [vectors_raw[at : at + _BLOCK] for at in range(0, len(vectors_raw), _BLOCK)]

    space = fit_space(blocks, projected_dims=config.projected_dims)
    n_tracks = len(vectors_raw)
    vectors = np.lib.format.open_memmap(path / VECTORS_FILE, "w+", np.float32, (n_tracks, space.dims))
    for at in range(0, n_tracks, _BLOCK):
        vectors[at : at + _BLOCK] = space.transform(vectors_raw[at : at + _BLOCK])
    learning = learn_space(vectors, table.artist_codes, space, seed=config.seed)
    sample_rows = hubness_rows(n_tracks, size=config.hubness_sample, rng=rng)
    cosines = measure_cosines_in_blocks(vectors, sample_rows)
    vectors.flush()
    return finish_index(path, vectors, cosines, sample_rows, table, learning, config, rng=rng)


def require_tracks(n_tracks: int) -> None:
    """Raise `NotReady` for an empty catalogue."""
    if n_tracks == 0:
        raise NotReady("no track has been analysed yet, so there is nothing to index; run `segue ingest PATH` first")


def hubness_rows(n_tracks: int, *, size: int, rng: np.random.Generator) -> np.ndarray:
    """Return the rows of the tracks that all are compared with, int64, sorted; all of a small catalogue."""
    if n_tracks <= size:
        return np.arange(n_tracks)
    return np.sort(rng.choice(n_tracks, size=size, replace=False))


def measure_cosines_in_blocks(vectors: np.ndarray, sample_rows: np.ndarray) -> CosineStatistics:
    """Return mean and standard deviation of the cosines of every vector [n_tracks, dims] to the sampled rows."""
    sample = np.asarray(vectors[sample_rows])
    row_in_sample = np.full(len(vectors), -1)
    row_in_sample[sample_rows] = np.arange(len(sample_rows))
    parts = [
        measure_cosines(vectors[at : at + _BLOCK], sample, same=row_in_sample[at : at + _BLOCK])
        for at in range(0, len(vectors), _BLOCK)
    ]
    return CosineStatistics(np.concatenate([part.mean for part in parts]), np.concatenate([part.std for part in parts]))


def finish_index(
    path: Path,
    vectors: np.ndarray,
    cosines: CosineStatistics,
    sample_rows: np.ndarray,
    table: TrackTable,
    learning: Learning,
    config: IndexConfig,
    *,
    rng: np.random.Generator,
    find_all: FindAll = find_all_here,
    grow_all: GrowAll = grow_all_here,
    data_cutoff: datetime | None = None,
    left_out: int = 0,
    say: Callable[[str], None] = lambda _: None,
) -> Description:
    """Write what is served instead of `vectors.npy`, grow trees until recall is right, and describe the index.

    `find_all` asks for the candidates of the neighbour table, `grow_all` grows the trees of each shard.

    Raises:
        RecallTooLow: no affordable search finds enough of the true neighbours.

    """
    space = learning.space
    space.save(path)
    write_codes(path, vectors)
    np.save(path / USUAL_FILE, np.stack([cosines.mean, cosines.std]))
    np.save(path / SAMPLE_FILE, vectors[sample_rows])
    say("looking up the neighbours of every track")
    ranked = RankedSpace(unit=vectors, cosines=cosines)
    projected = project_all(vectors, space)
    table_recall = write_neighbour_table(
        path, ranked, projected, find_all=find_all, rng=rng, n_neighbours=config.n_neighbours
    )
    copies = find_copies(vectors, np.load(path / ROWS_FILE, mmap_mode="r"), table, metric=space.metric)
    replace(table, song_codes=join_songs(table.song_codes, copies)).save(path)
    say("growing trees and measuring recall")
    shards = split_into_shards(projected, config.shard_tracks)
    queries = np.sort(rng.choice(len(vectors), size=min(RECALL_QUERIES, len(vectors)), replace=False))
    truth = nearest_exactly(vectors, queries, RECALL_AT)
    grown = 0

    def measure(search: SearchSettings) -> float:
        nonlocal grown
        if search.trees != grown:
            write_trees(path, shards, grow_all, trees=search.trees, seed=config.seed)
            grown = search.trees
        return measure_recall(open_candidate(search), vectors, queries, truth)

    def open_candidate(search: SearchSettings) -> TrackIndex:
        return open_files(path, version="", n_tracks=len(vectors), search=search)

    first = replace(config.search, lonely_cosine=lonely_cosine(truth))
    search, recall = chosen_settings(first, measure)
    if search.trees != grown:
        recall = measure(search)
    (path / VECTORS_FILE).unlink()
    return Description(
        fingerprint=config.fingerprint,
        metric="cosine",
        dims=space.dims,
        counts={
            "tracks": len(vectors),
            "trees": search.trees,
            "left_out": left_out,
            "sample": len(sample_rows),
            "copies": len(copies),
        },
        seed=config.seed,
        config_digest=config.digest,
        parameters={
            "search_k": search.search_k,
            "fetched": search.fetched,
            "lonely_cosine": search.lonely_cosine,
            "projected_dims": space.projection.shape[1],
        },
        offline_metrics={"recall_at_10": recall, "table_recall_at_10": table_recall, **learning.scores},
        baseline_metrics=learning.baselines,
        data_cutoff=data_cutoff,
    )


def lonely_cosine(truth: np.ndarray) -> float:
    """Return the cosine below which a tenth nearest track is among the furthest tenth of all; -1 without ten."""
    return float(np.quantile(truth[:, -1], LONELY_SHARE)) if truth.shape[1] == RECALL_AT else -1.0


def measure_recall(index: TrackIndex, vectors: np.ndarray, queries: np.ndarray, truth: np.ndarray) -> float:
    """Return the share of the true nearest (by cosine, full space) that serving finds before hubs are corrected.

    `vectors` are the tracks', float32 [n_tracks, dims]. `truth` is float32 [n_queries, k], the
    cosines of the true nearest, descending: what counts is how near the found
    ones are, so that of equally near tracks any will do.
    """
    k = int(truth.shape[1])
    if k == 0:
        return 1.0
    hits = 0
    for row, cosines in zip(queries.tolist(), truth, strict=True):
        rows = index.by_cosine(row, k)
        hits += int((vectors[rows] @ vectors[row] >= cosines[-1] - 1e-6).sum())
    return hits / (len(queries) * k)


def check_index(path: Path, manifest: Manifest) -> None:
    """Refuse an index in which the search for a sampled track's vector does not find it; raises `BadArtifact`.

    Only an exact double may be found in its place. What is asked is the search by cosine: the correction for hubs may
    well put a dozen near copies of a track before the track itself.
    """
    index = open_index(path, manifest)
    rows = np.unique(np.linspace(0, len(index) - 1, min(SELF_CHECKED, len(index))).astype(int))
    for row in rows.tolist():
        vector = index.vector(row)
        nearest = index.nearest_by_cosine(vector)
        is_found = nearest == row or (nearest is not None and index.vector(nearest) @ vector >= 1 - _ROUNDING)
        if not is_found or not np.isfinite(index.nearest(vector, RECALL_AT).distance).all():
            raise BadArtifact(f"track {index.table.track_ids[row]} does not find itself; nothing was published")
