"""Lists along a curve at FMA's size, beside chance and beside filling without exchange, in one run.

The vectors are made up of the real features of 365 clips (see `big_catalogue`), lengths are uniform from 2 to 7 min.
Energy and mood are ranks along two directions of the space by chance, with noise: what sounds alike has nearly the
same.
"""

import time
from collections.abc import Callable, Sequence

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.big_catalogue import big_index
from benchmarks.results_file import Goal, Table, write_result
from recommender.playlists.generated.arc import TOLERANCE, ArcTracks, Draft, find_arc
from recommender.playlists.generated.arc_list import MAX_CANDIDATES
from recommender.similarity.track_index import TrackIndex

NOISE = 0.5
MINUTES = (15, 30, 60, 120, 180)
CURVES = {
    "dinner": ((0.3, 0.45, 0.5, 0.4, 0.3), (0.6, 0.6, 0.7, 0.6, 0.5)),
    "run": ((0.5, 0.8, 0.95, 0.9, 0.4), (0.6, 0.7, 0.8, 0.8, 0.6)),
    "sleep": ((0.45, 0.3, 0.15, 0.05, 0.0), (0.5, 0.5, 0.4, 0.4, 0.4)),
}
Make = Callable[[Sequence[Sequence[float]], float], Sequence[int]]


def main() -> None:
    """Measure and write `benchmarks/results/arc.json`."""
    index = big_index()
    rng = np.random.default_rng(1)
    every = np.arange(len(index), dtype=np.int32)
    levels = np.stack([_ranks(index, rng), _ranks(index, rng)])
    durations_s = index.table.durations_s.astype(np.float64)
    some = np.sort(rng.choice(every, MAX_CANDIDATES, replace=False))
    tracks = ArcTracks(some, levels[:, some], durations_s[some])

    def fill_only(curves: Sequence[Sequence[float]], total_s: float) -> Sequence[int]:
        draft = Draft(index, tracks, curves, total_s, 2)
        draft.fill()
        return draft.arc().rows

    def by_chance(_curves: Sequence[Sequence[float]], total_s: float) -> Sequence[int]:
        order = rng.permutation(every)
        return order[: int(np.searchsorted(np.cumsum(durations_s[order]), total_s)) + 1].tolist()

    methods: dict[str, Make] = {
        "segue": lambda curves, total_s: find_arc(index, tracks, curves, total_s=total_s, artist_cap=2).rows,
        "filled from the beginning, no exchange": fill_only,
        "chance": by_chance,
    }
    with threadpool_limits(1):
        rows = [(name, *_measure(index, make, levels, durations_s)) for name, make in methods.items()]
    off = float(rows[0][2])
    columns = ("method", "time off, mean %", "worst %", "off the curves, mean", "mean step", "p50 ms", "max ms")
    title = f"15 lists of 15 to 180 min along two curves, {len(index):,} tracks, one thread"
    write_result(
        "arc",
        goals=[
            Goal("length of a list along a curve", "within 2 %", f"{off:.2f} % off at worst", off <= 100 * TOLERANCE)
        ],
        tables=[Table(title, columns, tuple(rows))],
    )


def _ranks(index: TrackIndex, rng: np.random.Generator) -> np.ndarray:
    along = index.cosines_to(rng.standard_normal(index.space.dims).astype(np.float32))
    noisy = along / along.std() + NOISE * rng.standard_normal(len(along))
    ranks: np.ndarray = (noisy.argsort().argsort() / (len(along) - 1)).astype(np.float32)
    return ranks


def _measure(index: TrackIndex, make: Make, levels: np.ndarray, durations_s: np.ndarray) -> tuple[float, ...]:
    times_off, curves_off, steps, times_ms = [], [], [], []
    for curves in CURVES.values():
        for minutes in MINUTES:
            total_s = 60.0 * minutes
            began = time.perf_counter()
            rows = list(make(curves, total_s))
            times_ms.append(1000 * (time.perf_counter() - began))
            lengths = durations_s[rows]
            middles = (np.cumsum(lengths) - lengths / 2) / total_s
            wanted = [np.interp(middles, np.linspace(0, 1, len(curve)), curve) for curve in curves]
            curves_off.append(float(np.abs(levels[:, rows] - np.array(wanted)).mean()))
            times_off.append(100 * abs(float(lengths.sum()) - total_s) / total_s)
            vectors = index.vectors_of(rows)
            steps.append(float(1.0 - np.einsum("ij,ij->i", vectors[1:], vectors[:-1]).mean()))
    means = (float(np.mean(times_off)), max(times_off), float(np.mean(curves_off)), float(np.mean(steps)))
    return (*means, float(np.median(times_ms)), max(times_ms))


if __name__ == "__main__":
    main()
