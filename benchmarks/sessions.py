"""What the next track of a session costs to ask for and a session to learn, at two sizes, in one run.

Sessions are made up: runs through neighbouring tracks with a jump to a popular one (Zipf, exponent 0.7) at two plays of
five. The published form is written, mapped, and asked with 50 sessions in memory on top of it.
"""

import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import psutil
from threadpoolctl import threadpool_limits

from benchmarks.results_file import Cell, Goal, Table, write_result
from recommender.records import TrackId
from recommender.sequences.models.blend import Blend, Part
from recommender.sequences.models.by_name import BLENDED, SETTINGS
from recommender.sequences.serving import served
from recommender.sequences.serving.artifact import write
from recommender.sequences.serving.served import HeardTrack
from recommender.sequences.serving.session_arrays import SessionArrays

SIZES = ((4_000, 1_000), (106_574, 45_000))
"""Tracks and sessions; of 22 plays on average."""
MEAN_TRACKS = 22
JUMPS = 0.4
DAYS = 1_000.0
N_QUERIES = 300
MAX_MS = 2.0
MAX_FOLLOWERS_MS = 3.0
MAX_MEMORY_MB = 100.0
MINUTE = 1 / 1_440


def main() -> None:
    """Measure and write `benchmarks/results/sessions.json`."""
    with threadpool_limits(1):
        rows = [_measure(n_tracks, n_sessions) for n_tracks, n_sessions in SIZES]
    columns = (
        "tracks", "sessions", "plays", "query, p50 ms", "query, p95 ms", "query, CPU ms", "learn a session, ms",
        "followers, CPU ms", "followers, CPU p95 ms", "largest work",
        "write, s", "load, s", "on disk, MB", "memory, MB",
    )  # fmt: skip
    median_ms = float(rows[0][3])  # type: ignore[arg-type]
    followers_ms, memory_mb = float(rows[1][8]), float(rows[1][-1])  # type: ignore[arg-type]
    write_result(
        "sessions",
        goals=[
            Goal(
                f"next track of a session, {SIZES[0][0]:,} tracks, {SIZES[0][1]:,} sessions, p50",
                f"<= {MAX_MS:g} ms",
                f"{median_ms:.2g} ms",
                median_ms <= MAX_MS,
            ),
            Goal(
                f"followers for a slate, {SIZES[1][0]:,} tracks, {SIZES[1][1]:,} sessions, CPU, p95",
                f"<= {MAX_FOLLOWERS_MS:g} ms",
                f"{followers_ms:.2g} ms",
                followers_ms <= MAX_FOLLOWERS_MS,
            ),
            Goal(
                f"memory of the sessions in a process, {SIZES[1][0]:,} tracks",
                f"<= {MAX_MEMORY_MB:g} MB",
                f"{memory_mb:.3g} MB",
                memory_mb <= MAX_MEMORY_MB,
            ),
        ],
        tables=[Table("The blend of eight models asked for 20 tracks, one thread", columns, tuple(rows))],
    )


def _measure(n_tracks: int, n_sessions: int) -> tuple[Cell, ...]:
    rng = np.random.default_rng(0)
    sessions = made_up(n_tracks, n_sessions, rng)
    n_plays = len(sessions.track)
    # every form is weighed, as in a blend that was learned
    blend = Blend(tuple(Part(SETTINGS[name][0], 1.0, 0.5, 0.25) for name in BLENDED))

    def heard(length: int) -> Sequence[HeardTrack]:
        first = int(rng.integers(n_plays - length))
        return [
            HeardTrack(track_id(track), f"a{track // 10}", DAYS + MINUTE * place)
            for place, track in enumerate(sessions.track[first : first + length].tolist())
        ]

    with tempfile.TemporaryDirectory(prefix="segue-sessions-") as name:
        folder = Path(name)
        artists = [f"a{number}" for number in range(n_tracks // 10 + 1)]
        ids = [track_id(number) for number in range(n_tracks)]
        write_s = _seconds(lambda: write(sessions, folder, track_ids=ids, artists=artists, blend=blend))
        on_disk = sum(file.stat().st_size for file in folder.iterdir())
        before, began = psutil.Process().memory_info().rss, time.perf_counter()
        model = served.load(folder)
        load_s = time.perf_counter() - began
        learn_s = float(np.mean([_seconds(partial(model.learn, heard(MEAN_TRACKS))) for _ in range(50)]))
        queries = [heard(int(rng.integers(1, 2 * MEAN_TRACKS))) for _ in range(N_QUERIES)]
        model.next_tracks(queries[0], n=20)
        cpu_began = time.thread_time()
        times_ms = [1_000 * _seconds(partial(model.next_tracks, query, n=20)) for query in queries]
        cpu_ms = 1_000 * (time.thread_time() - cpu_began) / N_QUERIES
        slates_ms = [1_000 * _cpu_seconds(partial(model.followers, query, n=60, min_sessions=2)) for query in queries]
        work = max(model.work_of(query) for query in queries)
        memory = psutil.Process().memory_info().rss - before
    return (
        n_tracks, n_sessions, n_plays, float(np.median(times_ms)), float(np.quantile(times_ms, 0.95)), cpu_ms,
        1_000 * learn_s, float(np.median(slates_ms)), float(np.quantile(slates_ms, 0.95)), work,
        write_s, load_s, on_disk / 1e6, memory / 1e6,
    )  # fmt: skip


def track_id(number: int) -> TrackId:
    """Return an id as long as that of a real track."""
    return TrackId(f"{number:032x}")


def made_up(n_tracks: int, n_sessions: int, rng: np.random.Generator) -> SessionArrays:
    """Return sessions whose tracks follow each other again and again."""
    lengths = np.maximum(2, rng.geometric(1 / MEAN_TRACKS, n_sessions))
    start = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    n_plays = int(start[-1])
    popularity = np.arange(1, n_tracks + 1) ** -0.7
    is_jump = rng.random(n_plays) < JUMPS
    is_jump[0] = True
    jump = np.maximum.accumulate(np.where(is_jump, np.arange(n_plays), 0))
    jumped_to = rng.choice(n_tracks, n_plays, p=popularity / popularity.sum())
    track = ((jumped_to[jump] + np.arange(n_plays) - jump) % n_tracks).astype(np.int32)
    return SessionArrays(track, track // 10, np.sort(rng.random(n_plays)) * DAYS, start)


def _cpu_seconds(work: Callable[[], object]) -> float:
    began = time.thread_time()
    work()
    return time.thread_time() - began


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
