"""The map of the room at FMA's size, and at a million tracks by landmarks: seconds, memory, and what it keeps.

Each method runs in a process of its own, so that its peak memory is its own. The vectors are made up of the real
features of a few hundred sounds (see `big_catalogue`). At a million, most tracks are placed by executors of Spark on
this machine.
"""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import click
import numpy as np

from benchmarks.big_catalogue import CACHE, FMA_TRACKS, big_store, mixed_vectors
from benchmarks.real_sounds import real_vectors
from benchmarks.results_file import Goal, Table, write_result
from recommender.room.map.alignment import fit_into_room
from recommender.room.map.arrangement import IndexedSounds, arrange
from recommender.room.map.config import MapConfig
from recommender.room.map.layout import Layout, lay_out, main_axes
from recommender.room.map.placement import Placed, place
from recommender.room.map.quality import measure_quality
from recommender.similarity.coded_vectors import VECTORS_FILE, CodedVectors
from recommender.similarity.space import Space
from recommender.similarity.track_index import KIND
from recommender.similarity.track_table import TrackTable

COLUMNS = (
    "method",
    "s",
    "peak MB",
    "of 15 neighbours kept",
    "order of distances",
    "kept among 3,000",
    "order of 3,000",
)
N_NEIGHBOURS = 15
MIN_KEPT, MIN_ORDER, MAX_S, MAX_MB = 0.55, 0.70, 60.0, 2_000.0
MAX_MILLION_S = 600.0
MILLION = 1_000_000
PLACED_SHARE = 10
"""One in so many is left out of the layout and placed afterwards, to see what placing costs."""
SAMPLED = 3_000
"""Tracks by chance among which neighbours are looked for, too: they are further apart than those among all."""
Row = tuple[str, float, float, float, float, float, float]


@click.command()
@click.option("--tracks", default=FMA_TRACKS, help="Size of the catalogue.")
@click.option("--cache", default=CACHE, type=click.Path(path_type=Path), help="Where the index of that size is kept.")
@click.option("--million/--no-million", default=True, help="Also a million tracks by landmarks: minutes, 4 GB of disk.")
def main(tracks: int, cache: Path, million: bool) -> None:
    """Measure and write `benchmarks/results/room_map.json`."""
    folder = _index_folder(tracks, cache)
    once = [
        (what, _import_seconds(fresh=fresh)) for what, fresh in (("compiled anew", True), ("from its cache", False))
    ]
    rows = [_alone(name, folder) for name in METHODS]
    segue = rows[0]
    goals = [
        Goal("neighbours that the map keeps", f">= {MIN_KEPT}", f"{segue[3]:.3f}", segue[3] >= MIN_KEPT),
        Goal("order of distances", f">= {MIN_ORDER}", f"{segue[4]:.3f}", segue[4] >= MIN_ORDER),
        Goal("time of the layout", f"<= {MAX_S:g} s", f"{segue[1]:.0f} s", segue[1] <= MAX_S),
        Goal("memory of the layout", f"<= {MAX_MB / 1e3:g} GB", f"{segue[2] / 1e3:.2f} GB", segue[2] <= MAX_MB),
    ]
    tables = [
        Table(f"{tracks:,} vectors, this machine's cores", COLUMNS, tuple(rows)),
        Table("Loading PaCMAP", ("what", "s"), tuple(once)),
    ]
    if million:
        row = _million(tracks, cache)
        tables.append(Table("A million vectors", COLUMNS, (row,)))
        target = f"<= {MAX_MILLION_S / 60:g} min"
        goals.append(Goal("a million tracks by landmarks", target, f"{row[1] / 60:.1f} min", row[1] <= MAX_MILLION_S))
    write_result("room_map", goals=goals, tables=tables)


def _index_folder(n_tracks: int, cache: Path) -> Path:
    store = big_store(n_tracks, cache=cache)
    return store.local_path(KIND, str(store.current(KIND)))


def _read(folder: Path) -> IndexedSounds:
    unit = CodedVectors.load(folder).decode_to_disk()
    return IndexedSounds(TrackTable.load(folder).track_ids, unit, Space.load(folder))


def _alone(name: str, folder: Path) -> Row:
    """Run one method in a new process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_measure, name, folder).result()


def _measure(name: str, folder: Path) -> Row:
    sounds = _read(folder)
    started = time.perf_counter()
    positions = METHODS[name](sounds)
    seconds = time.perf_counter() - started
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    return (name, seconds, megabytes, *_quality(sounds, positions))


def _quality(sounds: IndexedSounds, positions: np.ndarray) -> tuple[float, float, float, float]:
    rng = np.random.default_rng(1)
    sampled = np.sort(rng.choice(len(positions), size=min(SAMPLED, len(positions)), replace=False))
    figures = []
    for unit, places in ((sounds.unit, positions), (sounds.unit[sampled], positions[sampled])):
        [quality] = measure_quality(unit, [places], n_neighbours=N_NEIGHBOURS, rng=rng)
        figures += [quality.neighbours_kept or 0.0, quality.global_order or 0.0]
    return figures[0], figures[1], figures[2], figures[3]


def _segue(sounds: IndexedSounds) -> np.ndarray:
    return lay_out(sounds.project(), seed=1).positions


def _whole_arrangement(sounds: IndexedSounds) -> np.ndarray:
    return arrange(sounds, None, MapConfig(index_version="")).positions


def _pacmap_defaults(sounds: IndexedSounds) -> np.ndarray:
    import pacmap

    reducer = pacmap.PaCMAP(n_components=3, random_state=1)
    found: np.ndarray = reducer.fit_transform(sounds.project(), init="pca")
    return fit_into_room(found)


def _main_axes(sounds: IndexedSounds) -> np.ndarray:
    return fit_into_room(main_axes(sounds.project()))


def _some_placed(sounds: IndexedSounds) -> np.ndarray:
    """Lay most out, and place the others, as is done with tracks that come later."""
    vectors = sounds.project()
    is_placed = np.random.default_rng(1).integers(PLACED_SHARE, size=len(vectors)) == 0
    layout: Layout = lay_out(vectors[~is_placed], seed=1)
    positions = np.empty((len(vectors), 3), dtype=np.float32)
    positions[~is_placed] = layout.positions
    positions[is_placed] = place(vectors[is_placed], Placed.of(vectors[~is_placed], layout.positions))
    return positions


METHODS: dict[str, Callable[[IndexedSounds], np.ndarray]] = {
    "segue: PaCMAP": _segue,
    "the same, with all figures measured": _whole_arrangement,
    "the same, a tenth placed afterwards": _some_placed,
    "PaCMAP's defaults": _pacmap_defaults,
    "main axes alone": _main_axes,
}


def _import_seconds(*, fresh: bool) -> float:
    """Return how long a new process takes to load PaCMAP, with an empty cache of compiled code or the one there is."""
    with tempfile.TemporaryDirectory(prefix="segue-bench-numba-") as folder:
        code = "import recommender.room.map.layout, pacmap"
        command = [*(["env", f"NUMBA_CACHE_DIR={folder}"] if fresh else []), sys.executable, "-W", "ignore", "-c", code]
        started = time.perf_counter()
        subprocess.run(command, check=True, cwd=Path(__file__).parents[1])
        return time.perf_counter() - started


def _million(n_known: int, cache: Path) -> Row:
    from spark_jobs.map_blocks import place_on_executors
    from spark_jobs.session import SparkConfig, spark_session

    with tempfile.TemporaryDirectory(prefix="segue-bench-room-") as folder:
        space = Space.load(_index_folder(n_known, cache))
        sounds = _made_sounds(Path(folder), space, cache)
        spark_config = SparkConfig(master="local[*]", jars=(), home=Path(folder) / "home")
        started = time.perf_counter()
        with spark_session(spark_config, name="bench room") as spark:
            config = replace(MapConfig(index_version=""), max_laid_out=MapConfig(index_version="").n_landmarks)
            made = arrange(sounds, None, config, place_many=partial(place_on_executors, spark))
        seconds = time.perf_counter() - started
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    figures = _quality(sounds, made.positions)
    return (f"segue: {made.n_landmarks:,} landmarks, the rest placed", seconds, megabytes, *figures)


def _made_sounds(folder: Path, space: Space, cache: Path) -> IndexedSounds:
    """Make a million unit vectors on disk, block by block."""
    real, rng = real_vectors(cache), np.random.default_rng(1)
    unit = np.lib.format.open_memmap(folder / VECTORS_FILE, "w+", np.float32, (MILLION, space.dims))
    for at in range(0, MILLION, 50_000):
        unit[at : at + 50_000] = space.transform(mixed_vectors(real, min(50_000, MILLION - at), rng))
    return IndexedSounds([f"{i:07d}" for i in range(MILLION)], unit.view(np.ndarray), space)


if __name__ == "__main__":
    main()
