"""P6: what forecasting 500 series costs, by smoothing each and by boosted trees, and how long one answer takes.

Made-up weekly streams of songs that come, rise and fall; two years of training weeks for the trees.
"""

import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from time import perf_counter, process_time

import numpy as np

from benchmarks.results_file import Goal, Table, write_result
from recommender.artifacts.store import ArtifactStore
from recommender.prediction.charts.features import Rows, rows_of
from recommender.prediction.charts.grid import Grid, grids_of
from recommender.prediction.charts.models.arima import Arima
from recommender.prediction.charts.models.boosting import Boosting
from recommender.prediction.charts.models.chart_model import Predictor
from recommender.prediction.charts.records import ChartEntry, ChartTable, chart_table
from recommender.prediction.charts.served import load
from recommender.prediction.charts.train import train

N_SERIES, LISTED, N_WEEKS, CORES = 500, 580, 104, 2
GOAL_S, GOAL_MS = 10.0, 20.0


def made_table(rng: np.random.Generator) -> ChartTable:
    """Return a chart that lists `LISTED` songs every week; at least `N_SERIES` of them have a long past."""
    born = rng.integers(-40, N_WEEKS - 10, size=3 * LISTED)
    lasts = rng.integers(40, 140, size=3 * LISTED)
    age = np.arange(N_WEEKS)[:, None] - born
    strength = 12 + rng.normal(size=3 * LISTED) - age / 40 + np.cumsum(rng.normal(0, 0.08, age.shape), axis=0)
    strength = np.where((age >= 0) & (age < lasts), strength, -np.inf)
    entries = [
        ChartEntry(
            chart="made", week=2600 + week, rank=rank, title=f"Song {song}", artist=f"Artist {song % 300}",
            streams=float(np.exp(row[song])),
        )
        for week, row in enumerate(strength)
        for rank, song in enumerate(np.argsort(-row)[:LISTED], start=1)
        if np.isfinite(row[song])
    ]  # fmt: skip
    return chart_table(entries)


def smoothing_seconds(grid: Grid, last: Rows) -> tuple[float, int]:
    """Return the seconds to smooth every listed series of the last week on `CORES` processes, and how many it was."""
    listed = last.where(np.isfinite(grid.rank[-1, last.song]))
    parts = [listed.where(np.arange(len(listed)) % CORES == core) for core in range(CORES)]
    with ProcessPoolExecutor(CORES) as pool:
        list(pool.map(_smooth, [(grid, part.where(np.arange(len(part)) < 5)) for part in parts]))  # imports
        began = perf_counter()
        n_smoothed = sum(pool.map(_smooth, [(grid, part) for part in parts]))
        seconds = perf_counter() - began
    return seconds, n_smoothed


def _smooth(given: tuple[Grid, Rows]) -> int:
    grid, rows = given
    positions, _, _ = Arima([grid], strongest=LISTED).smooth_rows(rows)
    return len(positions)


def answer_ms(folder: Path, n: int = 200) -> float:
    """Return the 99th percentile of one answer from a published version, ms."""
    served = load(folder)
    times = []
    for _ in range(n):
        began = perf_counter()
        served.answer("made", n=50)
        times.append((perf_counter() - began) * 1000)
    return float(np.percentile(times, 99))


def main() -> None:
    """Measure and write the result."""
    table = made_table(np.random.default_rng(1))
    grid = grids_of(table)[0]
    cpu, began = process_time(), perf_counter()
    rows = rows_of(grid)
    features_s = perf_counter() - began
    known = rows.where(np.isfinite(rows.next_in_top))
    last = rows.where(rows.row == grid.n_weeks - 1)
    began = perf_counter()
    predict: Predictor = Boosting().fit(known)
    fit_s = perf_counter() - began
    began = perf_counter()
    predict(last)
    predict_s = perf_counter() - began
    trees_cpu_s = process_time() - cpu
    smooth_s, n_smoothed = smoothing_seconds(grid, last)
    with tempfile.TemporaryDirectory() as folder:
        store = ArtifactStore(folder)
        version = store.publish("charts", train(table, models=["drift"]).write_version)
        ms = answer_ms(store.local_path("charts", version))
    if n_smoothed < N_SERIES:
        raise ValueError(f"only {n_smoothed} series are long enough; list more songs")
    goals = (
        Goal("500 series by smoothing (arima)", f"<= {GOAL_S:g} s", f"{smooth_s:.1f} s", smooth_s <= GOAL_S),
        Goal(
            "500 series by boosted trees, features, training and all", f"<= {GOAL_S:g} s",
            f"{features_s + fit_s + predict_s:.1f} s", features_s + fit_s + predict_s <= GOAL_S,
        ),
        Goal("one list of next week's chart", f"<= {GOAL_MS:g} ms", f"{ms:.2f} ms (p99)", ms <= GOAL_MS),
    )  # fmt: skip
    seconds = (
        (f"smoothing {n_smoothed} series, {CORES} processes, s", smooth_s),
        (f"features of {len(rows):,} rows, s", features_s),
        (f"training the trees on {len(known):,} rows, 1 thread, s", fit_s),
        (f"trees: forecast of {len(last)} series, s", predict_s),
        ("features, training and forecast of the trees, CPU s", trees_cpu_s),
        ("one answer, p99, ms", ms),
    )
    title = f"Forecasting a chart of {LISTED} songs and {N_WEEKS} weeks"
    write_result("forecast", goals=goals, tables=[Table(title, ("measure", "value"), seconds)])


if __name__ == "__main__":
    main()
