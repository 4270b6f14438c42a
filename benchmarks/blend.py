"""What a subtraction does to a blend at FMA's size: ways to subtract beside each other, in one run.

Each blend is of two neighbours, without a third track near both: the hard case, where what is wanted and what is not
sound alike. Likeness is in standard deviations of each track's own cosines.
"""

from collections.abc import Callable

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.big_catalogue import big_index
from benchmarks.results_file import Goal, Table, write_result
from recommender.similarity.track_index import TrackIndex

BLENDS = 150
N = 25
NEAR = 60
WANTED_KEPT = 0.9
SEGUE = "what is more like the other goes (segue)"

Rank = Callable[[np.ndarray, np.ndarray], np.ndarray]
"""Likeness to what is added and to what is subtracted, float [n_tracks] each -> values by which the list is ranked."""

WAYS: dict[str, Rank] = {
    SEGUE: lambda like, unlike: np.where(unlike > like, -np.inf, like),
    "none": lambda like, _unlike: like,
    "likeness minus half of the other": lambda like, unlike: like - 0.5 * unlike,
    "likeness minus the whole other": lambda like, unlike: like - unlike,
    "likeness minus the other where it is above 0": lambda like, unlike: like - np.maximum(unlike, 0.0),
    "only what is less than 1 like the other": lambda like, unlike: np.where(unlike < 1.0, like, -np.inf),
}


def main() -> None:
    """Measure and write `benchmarks/results/blend.json`."""
    index = big_index()
    rng = np.random.default_rng(3)
    measured: dict[str, list[tuple[float, float, float]]] = {name: [] for name in WAYS}
    with threadpool_limits(1):
        for _ in range(BLENDS):
            added, subtracted = _draw(index, rng)
            like, unlike = _likeness(index, added).mean(axis=0), _likeness(index, [subtracted])[0]
            for name, rank in WAYS.items():
                values = rank(like, unlike)
                values[[*added, subtracted]] = -np.inf
                best = np.argpartition(-values, N)[:N]
                nearer = float((unlike[best] > like[best]).mean())
                measured[name].append((float(like[best].mean()), float(unlike[best].mean()), nearer))
    rows = tuple((name, *(float(mean) for mean in np.mean(figures, axis=0))) for name, figures in measured.items())
    kept = float(rows[0][1]) / float(rows[1][1])
    write_result(
        "blend",
        goals=[
            Goal(
                "likeness that a blend keeps when something near is subtracted",
                f">= {WANTED_KEPT} of what it is without",
                f"{kept:.2f}",
                kept >= WANTED_KEPT,
            )
        ],
        tables=[
            Table(
                f"{BLENDS} blends of two tracks without a third near them, {N} of {len(index):,} tracks each",
                ("subtraction", "like what is added", "like what is subtracted", "share nearer to that"),
                rows,
            )
        ],
    )


def _draw(index: TrackIndex, rng: np.random.Generator) -> tuple[list[int], int]:
    one = int(rng.integers(len(index)))
    near = index.neighbours(one, NEAR).rows
    other, edge = int(rng.choice(near)), int(near[-1])
    return [one, other], int(rng.choice(index.neighbours(edge, NEAR).rows))


def _likeness(index: TrackIndex, rows: list[int]) -> np.ndarray:
    cosines = np.stack([index.cosines_to(vector) for vector in index.vectors_of(rows)])
    alike: np.ndarray = (cosines - index.cosine_mean) / index.cosine_std
    return alike


if __name__ == "__main__":
    main()
