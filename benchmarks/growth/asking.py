"""Asks a published index as a serving process does: `python -m benchmarks.growth.asking FOLDER`.

Prints one JSON object. A process of its own, so that its memory is its own.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import numpy as np
import psutil
from threadpoolctl import threadpool_limits

from benchmarks.engine import UNTIL, cpu_ms, tastes_of
from recommender.listening.engine import Engine, EngineConfig
from recommender.similarity.features import fingerprint
from recommender.similarity.hubness import distance, measure_cosines
from recommender.similarity.track_index import SAMPLE_FILE, TrackIndex

QUERIES = 1_000
RECALL_QUERIES = 200
K = 10
_ROUNDING = 1e-5


class Asked(msgspec.Struct, frozen=True):
    """What answers cost; milliseconds, MB."""

    load_s: float
    slates_mb: float
    """Of the index alone: what a process has more after it was loaded, and asked for neighbours and slates."""
    rss_mb: float
    """The same after searches, which bring further files into memory."""
    own_mb: float
    """The part of it that no other process shares."""
    look_up_p50: float
    look_up_p99: float
    search_p50: float
    """A vector that is no track's."""
    search_p99: float
    slate_cpu: float
    """CPU of a whole slate, mean; the first of each listener."""
    search_recall: float
    """Of ten neighbours of vectors between tracks, by mutual proximity, beside an exact ranking of all."""


def ask(folder: Path) -> Asked:
    """Load the index in `folder` and ask it."""
    process = psutil.Process()
    before = process.memory_full_info()
    started = time.perf_counter()
    index = TrackIndex.load(folder, expected_fingerprint=fingerprint())
    load_s = time.perf_counter() - started
    rng = np.random.default_rng(1)
    rows = rng.choice(len(index), size=min(QUERIES, len(index)), replace=False).tolist()
    look_up = _times_ms([lambda row=row: index.neighbours(row, K) for row in rows])
    tastes = tastes_of(index)
    engine = Engine(lambda: index, dict, EngineConfig())
    slate_cpu = float(cpu_ms(lambda taste: engine.slate(taste, made_at=UNTIL), tastes).mean())
    without_searches = process.memory_full_info()
    vectors = [_between(index, row) for row in rows]
    search = _times_ms([lambda vector=vector: index.nearest(vector, K) for vector in vectors])
    after = process.memory_full_info()
    return Asked(
        load_s=load_s,
        slates_mb=(without_searches.rss - before.rss) / 1e6,
        rss_mb=(after.rss - before.rss) / 1e6,
        own_mb=(after.uss - before.uss) / 1e6,
        look_up_p50=float(np.quantile(look_up, 0.5)),
        look_up_p99=float(np.quantile(look_up, 0.99)),
        search_p50=float(np.quantile(search, 0.5)),
        search_p99=float(np.quantile(search, 0.99)),
        slate_cpu=slate_cpu,
        search_recall=_recall(index, vectors[:RECALL_QUERIES], np.load(folder / SAMPLE_FILE)),
    )


def _between(index: TrackIndex, row: int) -> np.ndarray:
    """Return a unit vector between a track and its tenth neighbour: near some tracks, and none's own."""
    moved = index.vector(row) + index.vector(int(index.neighbours(row, K).rows[-1]))
    unit: np.ndarray = moved / np.linalg.norm(moved)
    return unit


def _times_ms(calls: list[Callable[[], object]]) -> np.ndarray:
    times = np.empty(len(calls))
    for i, call in enumerate(calls):
        started = time.perf_counter_ns()
        call()
        times[i] = (time.perf_counter_ns() - started) / 1e6
    return times


def _recall(index: TrackIndex, vectors: list[np.ndarray], sample: np.ndarray) -> float:
    """Return how many of the ten neighbours found for vectors are among the ten nearest of all tracks."""
    hits = 0
    for vector in vectors:
        own = measure_cosines(vector[None, :], sample)
        far = distance(
            index.cosines_to(vector),
            mean=index.cosine_mean,
            std=index.cosine_std,
            own_mean=float(own.mean[0]),
            own_std=float(own.std[0]),
        )
        furthest = np.partition(far, K - 1)[K - 1]
        hits += int((index.nearest(vector, K).distance <= furthest * (1 + _ROUNDING) + _ROUNDING**2).sum())
    return hits / (K * len(vectors))


if __name__ == "__main__":
    with threadpool_limits(1):
        print(msgspec.json.encode(ask(Path(sys.argv[1]))).decode())
