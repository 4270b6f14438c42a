"""`make bench-growth`: building, loading and asking the index of ten thousand tracks, of ten times as many, and again.

The tracks are made up of the real features of some clips (see `big_catalogue`), written a block at a time and read by
the Spark job from Parquet instead of MongoDB. Each build and each serving process is a process of its own.
"""

import math
import subprocess
import sys
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import click
import msgspec

from benchmarks.big_catalogue import CACHE
from benchmarks.growth.asking import Asked
from benchmarks.growth.building import Built
from benchmarks.growth.made_features import write_features
from benchmarks.own_servers import HERE
from benchmarks.results_file import Goal, Table, write_result

SIZES = (10_000, 106_574, 1_000_000)
MILLION = 1_000_000
MAX_QUERY_GROWTH, MAX_SLATE_GROWTH = 2.0, 1.5
"""For ten times as many tracks."""
MAX_MB_PER_MILLION = 600.0
MAX_MILLION_S = 600.0
MIN_RECALL = 0.98
Answer = TypeVar("Answer", Built, Asked)
Costs = dict[int, tuple[Built, Asked]]


@click.command()
@click.option("--tracks", multiple=True, type=int, default=SIZES, help="Sizes of the library.")
@click.option("--folder", type=click.Path(path_type=Path), help="Where features and versions are kept meanwhile.")
def main(tracks: tuple[int, ...], folder: Path | None) -> None:
    """Measure and write `benchmarks/results/growth.json`."""
    costs: Costs = {}
    for n_tracks in sorted(tracks):
        with tempfile.TemporaryDirectory(prefix="segue-bench-growth-", dir=folder) as made:
            features = Path(made) / "features"
            features.mkdir()
            write_features(features, n_tracks, cache=CACHE)
            built = _run("building", Built, str(features), str(Path(made) / "home"))
            costs[n_tracks] = (built, _run("asking", Asked, built.path))
    write_result("growth", goals=_goals(costs), tables=_tables(costs))


def _run(module: str, answer: type[Answer], *arguments: str) -> Answer:
    command = [sys.executable, "-m", f"benchmarks.growth.{module}", *arguments]
    run = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, cwd=HERE)
    return msgspec.json.decode(run.stdout.splitlines()[-1], type=answer)


def _goals(costs: Costs) -> list[Goal]:
    goals = []
    sizes = list(costs)
    for small, large in pairwise(sizes):
        decades = math.log10(large / small)
        for what, most, field in (
            ("a search", MAX_QUERY_GROWTH, "search_p50"),
            ("a look-up", MAX_QUERY_GROWTH, "look_up_p50"),
            ("a slate", MAX_SLATE_GROWTH, "slate_cpu"),
        ):
            growth = (getattr(costs[large][1], field) / getattr(costs[small][1], field)) ** (1 / decades)
            name = f"{what}, {small:,} to {large:,} tracks, per ten times as many"
            goals.append(Goal(name, f"<= {most:g} x", f"{growth:.2f} x", growth <= most))
    for n_tracks, (built, asked) in costs.items():
        recall = min(asked.search_recall, built.table_recall)
        goals.append(Goal(f"recall@10, {n_tracks:,} tracks", f">= {MIN_RECALL}", f"{recall:.4f}", recall >= MIN_RECALL))
        if n_tracks >= MILLION:
            per_million = asked.rss_mb * MILLION / n_tracks
            target = f"<= {MAX_MB_PER_MILLION:g} MB"
            holds = per_million <= MAX_MB_PER_MILLION
            goals.append(Goal(f"memory per million, {n_tracks:,} tracks", target, f"{per_million:.0f} MB", holds))
        if n_tracks == MILLION:
            holds = built.seconds <= MAX_MILLION_S
            goals.append(Goal("build of a million", f"<= {MAX_MILLION_S:g} s", f"{built.seconds:.0f} s", holds))
    return goals


def _tables(costs: Costs) -> list[Table]:
    return [
        Table(
            "Building by the Spark job",
            ("tracks", "s", "driver MB", "Java MB", "executors MB", "on disk MB", "recall of search", "of the table"),
            tuple(
                (n, b.seconds, b.driver_mb, b.java_mb, b.executors_mb, b.size_mb, b.recall, b.table_recall)
                for n, (b, _) in costs.items()
            ),
        ),
        Table(
            "Where the seconds of the build go: when each step began",
            ("tracks", "step", "s"),
            tuple((n, step, at) for n, (b, _) in costs.items() for step, at in b.steps),
        ),
        Table(
            "One serving process",
            ("tracks", "load s", "MB after slates", "after searches", "of it its own", "look-up p50 ms", "p99",
             "search p50 ms", "p99", "slate CPU ms", "recall of the search"),
            tuple(
                (n, a.load_s, a.slates_mb, a.rss_mb, a.own_mb, a.look_up_p50, a.look_up_p99, a.search_p50, a.search_p99,
                 a.slate_cpu, a.search_recall)
                for n, (_, a) in costs.items()
            ),
        ),
    ]  # fmt: skip


if __name__ == "__main__":
    main()
