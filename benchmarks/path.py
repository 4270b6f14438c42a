"""A path of 25 tracks between two of FMA's size, beside the straight line, the greedy walk and chance, in one run.

The vectors are made up of the real features of 365 clips (see `big_catalogue`). All but chance keep the same rules:
no track, song or sound twice, two tracks of an artist in any ten. A step is 1 - cosine.
"""

import time
from collections.abc import Callable, Sequence

import click
import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.big_catalogue import FMA_TRACKS, big_index
from benchmarks.results_file import Goal, Table, write_result
from recommender.listening.reranking import ARTIST_WINDOW, SAME_SOUND
from recommender.playlists.generated.landmarks import landmarks_of
from recommender.playlists.generated.path import complete, find_path
from recommender.similarity.track_index import TrackIndex

N = 25
ARTIST_CAP = 2
NEAR = 60
"""Neighbours among which a baseline chooses."""
WANTED_SHARE = 0.6
WANTED_MS = 150.0
COLUMNS = ("method", "mean step", "largest step", "largest angle, degrees", "exactly n", "p50 ms", "p99 ms", "max ms")

Walk = Callable[[int, int], Sequence[int]]


@click.command()
@click.option("--tracks", default=FMA_TRACKS, help="Size of the catalogue.")
@click.option("--pairs", "n_pairs", default=1000, help="Pairs of tracks by chance.")
def main(tracks: int, n_pairs: int) -> None:
    """Measure and write `benchmarks/results/path.json`."""
    index = big_index(tracks)
    rng = np.random.default_rng(1)
    pairs = [(int(a), int(b)) for a, b in (rng.choice(len(index), 2, replace=False) for _ in range(n_pairs))]
    began = time.perf_counter()
    landmarks_of(index)
    chosen_s = time.perf_counter() - began
    methods: dict[str, Walk] = {
        "segue": lambda a, b: find_path(index, [a, b], n=N, artist_cap=ARTIST_CAP).rows,
        "straight line, then improved as segue does": lambda a, b: _straight_improved(index, a, b),
        "straight line: nearest to points between": lambda a, b: _straight(index, a, b),
        "greedy: the neighbour nearest to the end": lambda a, b: _greedy(index, a, b),
        "chance": lambda a, b: [a, *rng.choice(len(index), N - 2, replace=False).tolist(), b],
    }
    with threadpool_limits(1):
        measured = {name: (name, *_measure(index, walk, pairs)) for name, walk in methods.items()}
        lengths = tuple(_of_length(index, n, pairs[:100]) for n in (5, 12, 50, 100))
    segue, greedy = measured["segue"], measured["greedy: the neighbour nearest to the end"]
    share = float(segue[2]) / float(greedy[2])
    title = f"Paths of {N} among {tracks:,} tracks, {n_pairs:,} pairs, one thread"
    write_result(
        "path",
        goals=[
            Goal("largest step of a path", f"<= {WANTED_SHARE} x greedy's", f"{share:.2f} x", share <= WANTED_SHARE),
            Goal("paths of exactly n tracks", "every one", f"{segue[4]} of {n_pairs:,}", segue[4] == n_pairs),
            Goal("time of a path (p99)", f"<= {WANTED_MS:g} ms", f"{segue[6]:.0f} ms", float(segue[6]) <= WANTED_MS),
        ],
        tables=[
            Table(title, COLUMNS, tuple(measured.values())),
            Table("segue's paths of other lengths, 100 pairs", COLUMNS, lengths),
            Table("Once for an index", ("what", "s"), (("choosing and joining 2,000 landmarks", chosen_s),)),
        ],
    )


def _of_length(index: TrackIndex, n: int, pairs: list[tuple[int, int]]) -> tuple[str | float, ...]:
    def walk(a: int, b: int) -> Sequence[int]:
        return find_path(index, [a, b], n=n, artist_cap=ARTIST_CAP).rows

    return (f"{n} tracks", *_measure(index, walk, pairs, n=n))


def _measure(index: TrackIndex, walk: Walk, pairs: list[tuple[int, int]], *, n: int = N) -> tuple[float, ...]:
    """Return a row's figures: means over the pairs of mean and largest step, how many lists are whole, times."""
    means, largest, times, whole = [], [], [], 0
    for a, b in pairs:
        began = time.perf_counter()
        rows = list(walk(a, b))
        times.append((time.perf_counter() - began) * 1000)
        whole += len(rows) == n == len(set(rows)) and rows[0] == a and rows[-1] == b
        vectors = index.vectors_of(rows)
        steps = 1.0 - np.einsum("ij,ij->i", vectors[1:], vectors[:-1])
        means.append(float(steps.mean()))
        largest.append(float(steps.max()))
    angle = float(np.degrees(np.arccos(1.0 - np.array(largest))).mean())
    p50, p99 = np.quantile(times, [0.5, 0.99])
    return (float(np.mean(means)), float(np.mean(largest)), angle, whole, float(p50), float(p99), max(times))


def _straight(index: TrackIndex, a: int, b: int) -> list[int]:
    """Return the nearest open track to each of the points between the two on the great circle."""
    rows = [a]
    for point in _points(index, a, b, N)[1:-1]:
        rows.append(next(row for row in _by_cosine(index, point) if row != b and _may_follow(index, rows, row)))
    return [*rows, b]


def _straight_improved(index: TrackIndex, a: int, b: int) -> Sequence[int]:
    points = _points(index, a, b, N // 2)[1:-1]
    way = [a, *dict.fromkeys(row for point in points if (row := _by_cosine(index, point)[0]) not in (a, b)), b]
    every = np.ones(len(index), dtype=bool)
    return complete(index, way, [a, b], n=N, artist_cap=ARTIST_CAP, allowed=every).rows


def _greedy(index: TrackIndex, a: int, b: int) -> list[int]:
    """Return a walk: of the neighbours of each track, the one that is nearest to the end."""
    rows = [a]
    for _ in range(N - 2):
        near = index.neighbours(rows[-1], NEAR).rows
        toward = near[np.argsort(-(index.vectors_of(near) @ index.vector(b)))]
        rows.append(next(row for row in toward.tolist() if row != b and _may_follow(index, rows, row)))
    return [*rows, b]


def _by_cosine(index: TrackIndex, point: np.ndarray) -> list[int]:
    near = index.nearest(point, NEAR).rows
    order: list[int] = near[np.argsort(-(index.vectors_of(near) @ point))].tolist()
    return order


def _may_follow(index: TrackIndex, rows: list[int], row: int) -> bool:
    table = index.table
    if table.song_codes[row] in table.song_codes[rows]:
        return False
    if list(table.artist_codes[rows[1 - ARTIST_WINDOW :]]).count(table.artist_codes[row]) >= ARTIST_CAP:
        return False
    return bool((index.vectors_of(rows) @ index.vector(row) < SAME_SOUND).all())


def _points(index: TrackIndex, a: int, b: int, n: int) -> np.ndarray:
    one, other = index.vectors_of((a, b))
    angle = float(np.arccos(np.clip(one @ other, -1.0, 1.0)))
    share = np.linspace(0.0, 1.0, n)[:, None]
    points = (np.sin((1 - share) * angle) * one + np.sin(share * angle) * other) / max(np.sin(angle), 1e-6)
    unit: np.ndarray = (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)
    return unit


if __name__ == "__main__":
    main()
