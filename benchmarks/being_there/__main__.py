"""`make bench-being_there`: what a start of the player costs, and what everything costs while nobody listens.

All processes of `segue demo` run on a catalogue of 20,000 tracks: MongoDB, Kafka and `segue up` that keeps them, the
player, both workers, the schedule. With `--against PATH` another checkout takes turns with this one, on its own data.
"""

import re
import tempfile
import time
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import click
import psutil

from benchmarks.being_there.build import Build, Start, cpu_seconds
from benchmarks.big_catalogue import big_index, store_folder_of
from benchmarks.results_file import Goal, Table, write_result

ROOT = Path(__file__).parents[2]
TRACKS = 20_000
SETTLE_S = 45.0
"""Before memory and rest are measured: what was put off until after the start is done, and Java has compiled."""
MAX_CPU_S, MAX_WALL_S, MAX_IDLE, MAX_WEB_MB, MAX_ALL_MB = 0.8, 1.5, 1.0, 150, 450
HEAVY = ("scipy", "pandas", "lightgbm", "sklearn", "numba", "pyarrow", "pyspark", "librosa", "faiss", "rich")
_IMPORTED = re.compile(r"^import time: +(\d+) \| +\d+ \| +(\S+)$", re.M)
MB = 1e6


@dataclass
class Measured:
    """Everything of one build, all rounds together."""

    starts: list[Start] = field(default_factory=list)
    modules: list[str] = field(default_factory=list)
    import_s: float = 0.0
    idle_percent: dict[str, list[float]] = field(default_factory=dict)
    memory_mb: dict[str, list[tuple[float, float, float]]] = field(default_factory=dict)
    """Resident, proportional and own, by process."""


@click.command()
@click.option("--against", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Another checkout.")
@click.option("--tracks", default=TRACKS, help="Size of the catalogue.")
@click.option("--rounds", default=2, help="Turns of each build.")
@click.option("--starts", default=3, help="Starts of the player that count, each turn; one before them does not.")
@click.option("--idle-s", default=60.0, help="How long everything rests, each turn.")
def main(against: Path | None, tracks: int, rounds: int, starts: int, idle_s: float) -> None:
    """Measure and write `benchmarks/results/being_there.json`."""
    index = big_index(tracks)
    checkouts = {"this build": ROOT} | ({f"before ({against.name})": against} if against else {})
    with tempfile.TemporaryDirectory(prefix="segue-being-there-") as folder:
        builds = [
            Build.of(name, checkout, Path(folder) / str(number), store_folder_of(checkout, tracks))
            for number, (name, checkout) in enumerate(checkouts.items())
        ]
        measured = {build.name: Measured() for build in builds}
        for turn in range(rounds):
            for build in builds:
                with build.servers() as servers:
                    if not turn:
                        build.fill(index.table)
                    _measure(build, servers, measured[build.name], starts=starts, idle_s=idle_s)
    write_result("being_there", goals=_goals(measured["this build"]), tables=_tables(measured, tracks, idle_s))


def _measure(build: Build, servers: dict[str, int], measured: Measured, *, starts: int, idle_s: float) -> None:
    with ExitStack() as stack:
        pids = {**servers, **stack.enter_context(build.services())}
        build.start_player(options=("-X", "importtime"))
        imported = _IMPORTED.findall(build.log("web").read_text())
        measured.modules = sorted({name for _, name in imported})
        measured.import_s = sum(int(us) for us, _ in imported) / 1e6
        measured.starts += [build.start_player() for _ in range(starts)]
        web = stack.enter_context(build.process("web"))
        build.wait_until_ready(web)
        pids = {"player": web.pid, **pids}
        time.sleep(SETTLE_S)
        before, began = {name: cpu_seconds(pid) for name, pid in pids.items()}, time.perf_counter()
        time.sleep(idle_s)
        seconds = time.perf_counter() - began
        for name, pid in pids.items():
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                if build.checkout == ROOT:
                    raise RuntimeError(f"{name} of {build.name} has ended; its log is in {build.home / 'logs'}")
                continue  # of another checkout the table says so
            percent = 100 * (cpu_seconds(pid) - before[name]) / seconds
            measured.idle_percent.setdefault(name, []).append(percent)
            memory = psutil.Process(pid).memory_full_info()
            measured.memory_mb.setdefault(name, []).append((memory.rss / MB, memory.pss / MB, memory.uss / MB))


def _goals(this: Measured) -> list[Goal]:
    cpu_s, wall_s = median(start.cpu_s for start in this.starts), median(start.wall_s for start in this.starts)
    idle = sum(map(median, this.idle_percent.values()))
    web = _memory(this, "player")[0]
    resident, proportional, _ = _sums(this)
    return [
        Goal("the player is ready, CPU", f"<= {MAX_CPU_S:g} s", f"{cpu_s:.2f} s", cpu_s <= MAX_CPU_S),
        Goal("the player is ready, by the clock", f"<= {MAX_WALL_S:g} s", f"{wall_s:.2f} s", wall_s <= MAX_WALL_S),
        Goal("everything at rest", f"<= {MAX_IDLE:g} % of a core", f"{idle:.2f} %", idle <= MAX_IDLE),
        Goal("memory of the player (resident)", f"<= {MAX_WEB_MB} MB", f"{web:.0f} MB", web <= MAX_WEB_MB),
        *(
            Goal(f"memory of everything ({kind})", f"<= {MAX_ALL_MB} MB", f"{mb:.0f} MB", mb <= MAX_ALL_MB)
            for kind, mb in (("resident", resident), ("proportional", proportional))
        ),
    ]


def _tables(measured: dict[str, Measured], tracks: int, idle_s: float) -> list[Table]:
    names = tuple(measured)
    starts: dict[str, list[str | float]] = {
        "CPU s until ready": [round(median(s.cpu_s for s in each.starts), 2) for each in measured.values()],
        "seconds until ready": [round(median(s.wall_s for s in each.starts), 2) for each in measured.values()],
        "slowest, seconds": [round(max(s.wall_s for s in each.starts), 2) for each in measured.values()],
        "CPU s of the first ten seconds": [
            round(median(s.cpu_10_s for s in each.starts), 2) for each in measured.values()
        ],
        "modules imported": [len(each.modules) for each in measured.values()],
        "of them, s (with the cost of counting)": [round(each.import_s, 2) for each in measured.values()],
        "heavy ones among them": [", ".join(heavy_of(each.modules)) or "none" for each in measured.values()],
    }
    processes = list(next(iter(measured.values())).idle_percent)
    idle: list[tuple[str | float, ...]] = [
        (name, *(_percent(each, name) for each in measured.values())) for name in processes
    ]
    idle.append(("all", *(round(sum(map(median, each.idle_percent.values())), 2) for each in measured.values())))
    kinds = ("resident", "proportional", "own")
    memory: list[tuple[str | float, ...]] = [
        (name, *(mb for each in measured.values() for mb in _megabytes(each, name))) for name in processes
    ]
    memory.append(("all", *(round(mb) for each in measured.values() for mb in _sums(each))))
    return [
        Table(f"A start of the player, {tracks:,} tracks, median", ("what", *names), _rows(starts)),
        Table(f"At rest for {idle_s:g} s, % of a core, median", ("process", *names), tuple(idle)),
        Table("Memory, MB", ("process", *(f"{name}, {kind}" for name in names for kind in kinds)), tuple(memory)),
    ]


def heavy_of(modules: Iterable[str]) -> list[str]:
    """Return which of the heavy packages are among the modules."""
    packages = {name.partition(".")[0] for name in modules if "." in name}  # else it was looked for in vain
    return [name for name in HEAVY if name in packages]


def _rows(columns: dict[str, list[str | float]]) -> tuple[tuple[str | float, ...], ...]:
    return tuple((name, *values) for name, values in columns.items())


def _percent(measured: Measured, name: str) -> str | float:
    return round(median(measured.idle_percent[name]), 2) if name in measured.idle_percent else "ended"


def _megabytes(measured: Measured, name: str) -> tuple[str | float, ...]:
    return tuple(map(round, _memory(measured, name))) if name in measured.memory_mb else ("ended",) * 3


def _memory(measured: Measured, name: str) -> tuple[float, float, float]:
    resident, proportional, own = (median(values) for values in zip(*measured.memory_mb[name], strict=True))
    return resident, proportional, own


def _sums(measured: Measured) -> tuple[float, float, float]:
    resident, proportional, own = (
        sum(values) for values in zip(*(_memory(measured, name) for name in measured.memory_mb), strict=True)
    )
    return resident, proportional, own


if __name__ == "__main__":
    main()
