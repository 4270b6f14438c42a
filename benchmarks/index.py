"""P2: recall, time and memory of the similarity search at FMA's size, beside others in the same run.

Recall@10 is counted against exact search by cosine in the full space. For segue it is the recall of the list that
Annoy fetched and the exact re-rank by cosine ordered; the time is that of the whole answer, hubness correction
included.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import numpy as np
from annoy import AnnoyIndex
from threadpoolctl import threadpool_limits

from benchmarks.big_catalogue import FMA_TRACKS, BigCatalogue, big_catalogue
from benchmarks.results_file import Goal, Table, write_result
from recommender.artifacts.store import ArtifactStore
from recommender.similarity.features import fingerprint
from recommender.similarity.index_build import IndexConfig, build_track_index, check_index, measure_recall
from recommender.similarity.search.exact import nearest_exactly
from recommender.similarity.track_index import KIND, TrackIndex

K = 10
WANTED_RECALL = 0.995
WANTED_MS = 0.6
WANTED_BUILD_S = 30.0
COLUMNS = ("method", "recall@10", "p50 ms", "p99 ms", "CPU ms", "build s", "MB on disk", "MB in memory")
_MEMORY_SCRIPT = """
import sys, psutil
from pathlib import Path
import numpy as np
from recommender.similarity.track_index import TrackIndex
before = psutil.Process().memory_info().rss
index = TrackIndex.load(Path(sys.argv[1]), expected_fingerprint=sys.argv[2])
for row in np.random.default_rng(1).choice(len(index), 300, replace=False).tolist():
    index.neighbours(row, 20)
info = psutil.Process().memory_full_info()
print((info.rss - before) / 1e6, (info.uss - before) / 1e6)
"""

Ask = Callable[[int], np.ndarray]
"""Row of a track -> rows of its ten nearest, itself left out."""


@click.command()
@click.option("--tracks", default=FMA_TRACKS, help="Size of the catalogue.")
@click.option("--queries", default=1000, help="Queries timed per method.")
def main(tracks: int, queries: int) -> None:
    """Measure and write `benchmarks/results/index.json`."""
    with threadpool_limits(1), tempfile.TemporaryDirectory(prefix="segue-bench-index-") as folder:
        rows, build_s = _measure(Path(folder), tracks, queries)
    recall, p50 = float(rows[0][1]), float(rows[0][2])
    goals = [
        Goal("P2 recall@10, serving path", f">= {WANTED_RECALL}", f"{recall:.4f}", recall >= WANTED_RECALL),
        Goal("P2 p50 of one answer", f"<= {WANTED_MS} ms (aim 0.4)", f"{p50:.2f} ms", p50 <= WANTED_MS),
        Goal("P2 build", f"<= {WANTED_BUILD_S:.0f} s", f"{build_s:.1f} s", build_s <= WANTED_BUILD_S),
    ]
    title = f"{tracks:,} vectors of 363 numbers, {queries} queries, one thread"
    write_result("index", goals=goals, tables=[Table(title, COLUMNS, tuple(rows))])


def _measure(folder: Path, n_tracks: int, n_queries: int) -> tuple[list[tuple[str | float, ...]], float]:
    made = big_catalogue(n_tracks)
    index, build_s, megabytes = _build(folder, made)
    vectors = index.space.transform(made.vectors_raw)
    queries = np.random.default_rng(20261121).choice(n_tracks, size=min(n_queries, n_tracks), replace=False)
    truth = nearest_exactly(vectors, queries, K)
    rss, own = _memory_of_a_process(folder, index)
    search = index.search
    settings = f"{index.space.projection.shape[1]} axes, {search.trees} trees, search_k {search.search_k}"
    memory = f"{rss:.0f}, not shared {own:.0f}"
    times = _times(lambda row: index.neighbours(row, K).rows, queries)
    rows: list[tuple[str | float, ...]] = [
        (f"segue: {settings}", measure_recall(index, vectors, queries, truth), *times, build_s, megabytes, memory)
    ]
    for other in (_annoy_default, _voyager, _hnswlib):
        with other(folder, vectors) as (label, ask, seconds, size):
            rows.append((label, _recall(ask, vectors, queries, truth), *_times(ask, queries), seconds, size, ""))
    rows.append(("exact, numpy", 1.0, *_times(_exactly(vectors), queries[:200]), 0.0, vectors.nbytes / 1e6, ""))
    return rows, build_s


def _build(folder: Path, made: BigCatalogue) -> tuple[TrackIndex, float, float]:
    store = ArtifactStore(folder / "artifacts")
    config = IndexConfig(fingerprint=fingerprint())
    started = time.perf_counter()
    version = store.publish(
        KIND,
        lambda path: build_track_index(path, made.vectors_raw, made.table, config, np.random.default_rng(config.seed)),
        check=check_index,
    )
    seconds = time.perf_counter() - started
    path = store.local_path(KIND, version)
    index = TrackIndex.load(path, expected_fingerprint=fingerprint())
    return index, seconds, store.manifest(KIND, version).size / 1e6


def _memory_of_a_process(folder: Path, index: TrackIndex) -> tuple[float, float]:
    """Return MB that a fresh process takes for the index after 300 answers: all, and what it shares with nobody."""
    path = folder / "artifacts" / KIND / index.version
    command = [sys.executable, "-c", _MEMORY_SCRIPT, str(path), fingerprint()]
    output = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1]).stdout
    rss, own = output.split()
    return float(rss), float(own)


@contextmanager
def _annoy_default(folder: Path, vectors: np.ndarray) -> Iterator[tuple[str, Ask, float, float]]:
    """Annoy as its README shows it: 10 trees in the full space, `search_k` left alone."""
    started = time.perf_counter()
    index = AnnoyIndex(vectors.shape[1], "angular")
    index.set_seed(1)
    for row, vector in enumerate(vectors):
        index.add_item(row, vector)
    index.build(10, n_jobs=1)
    seconds = time.perf_counter() - started
    path = folder / "default.ann"
    index.save(str(path))
    yield (
        "Annoy's defaults: 10 trees",
        lambda row: _others(index.get_nns_by_item(row, K + 1), row),
        seconds,
        path.stat().st_size / 1e6,
    )


@contextmanager
def _voyager(folder: Path, vectors: np.ndarray) -> Iterator[tuple[str, Ask, float, float]]:
    import voyager

    started = time.perf_counter()
    index = voyager.Index(voyager.Space.Cosine, num_dimensions=vectors.shape[1], random_seed=1)
    index.add_items(vectors, num_threads=1)
    seconds = time.perf_counter() - started
    path = folder / "voyager"
    index.save(str(path))
    yield (
        "voyager: query_ef 100",
        lambda row: _others(index.query(vectors[row], k=K + 1, query_ef=100)[0].tolist(), row),
        seconds,
        path.stat().st_size / 1e6,
    )


@contextmanager
def _hnswlib(folder: Path, vectors: np.ndarray) -> Iterator[tuple[str, Ask, float, float]]:
    import hnswlib

    started = time.perf_counter()
    index = hnswlib.Index(space="ip", dim=vectors.shape[1])
    index.init_index(max_elements=len(vectors), ef_construction=200, M=16, random_seed=1)
    index.add_items(vectors, num_threads=1)
    seconds = time.perf_counter() - started
    index.set_ef(100)
    path = folder / "hnswlib"
    index.save_index(str(path))
    yield (
        "hnswlib: M 16, ef 100",
        lambda row: _others(index.knn_query(vectors[row], k=K + 1, num_threads=1)[0][0].tolist(), row),
        seconds,
        path.stat().st_size / 1e6,
    )


def _exactly(vectors: np.ndarray) -> Ask:
    def ask(row: int) -> np.ndarray:
        cosine = vectors @ vectors[row]
        nearest = np.argpartition(-cosine, K)[: K + 1]
        return nearest[np.argsort(-cosine[nearest])]

    return ask


def _others(rows: list[int], row: int) -> np.ndarray:
    return np.array([other for other in rows if other != row][:K])


def _recall(ask: Ask, vectors: np.ndarray, queries: np.ndarray, truth: np.ndarray) -> float:
    hits = 0
    for row, cosines in zip(queries.tolist(), truth, strict=True):
        hits += int((vectors[ask(row)] @ vectors[row] >= cosines[-1] - 1e-6).sum())
    return hits / truth.size


def _times(ask: Ask, queries: np.ndarray) -> tuple[float, float, float]:
    """Return p50 and p99 of the wall time and the mean CPU time of one answer, ms; the first tenth warms up."""
    rows = queries.tolist()
    warm = len(rows) // 10
    for row in rows[:warm]:
        ask(row)
    wall = []
    cpu = time.process_time()
    for row in rows[warm:]:
        started = time.perf_counter()
        ask(row)
        wall.append(time.perf_counter() - started)
    cpu = (time.process_time() - cpu) / max(len(wall), 1)
    p50, p99 = np.percentile(wall, [50, 99])
    return float(p50) * 1e3, float(p99) * 1e3, cpu * 1e3


if __name__ == "__main__":
    main()
