"""What a benchmark leaves behind: a table in the terminal and a JSON file that `docs/benchmarks.md` is made from."""

import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

import msgspec
import psutil
from rich.console import Console
from rich.markup import escape
from rich.table import Table as RichTable

RESULTS = Path(__file__).parent / "results"

Cell = str | int | float | bool | None
_sounds: set[str] = set()


class Goal(msgspec.Struct, frozen=True):
    """One promise, what it asked for and what was measured; both as text with their unit, such as `<= 20 ms`."""

    goal: str
    target: str
    measured: str
    holds: bool


class Table(msgspec.Struct, frozen=True):
    """Rows of one comparison; every row has as many cells as there are columns."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


class Machine(msgspec.Struct, frozen=True):
    """Where it was measured."""

    cpu: str
    cores: int
    memory_gb: float
    system: str
    python: str
    loop_ms: float | None = None
    """A million additions in plain Python, the best of three: virtual machines are not always as quick."""


class Result(msgspec.Struct, frozen=True):
    """One run of one benchmark."""

    benchmark: str
    made_at: datetime
    machine: Machine
    goals: tuple[Goal, ...]
    tables: tuple[Table, ...]
    sounds: str = ""
    """What its catalogue was made from; empty where it has none."""


def this_machine() -> Machine:
    """Return the facts of the machine that runs this."""
    return Machine(
        cpu=_cpu_name(),
        cores=psutil.cpu_count() or 1,
        memory_gb=round(psutil.virtual_memory().total / 2**30, 1),
        system=_system_name(),
        python=platform.python_version(),
        loop_ms=round(min(_loop_ms() for _ in range(3)), 1),
    )


def _loop_ms() -> float:
    began, total = perf_counter(), 0
    for i in range(1_000_000):
        total += i
    return (perf_counter() - began) * 1e3


def note_sounds(words: str) -> None:
    """Remember what this process makes a catalogue from; its result says so."""
    _sounds.add(words)


def write_result(
    name: str, *, goals: Sequence[Goal], tables: Sequence[Table], folder: Path = RESULTS, console: Console | None = None
) -> Path:
    """Print the tables and goals, write `<folder>/<name>.json` and return its path.

    Raises `ValueError` when a row does not fit its table's columns.
    """
    for table in tables:
        for row in table.rows:
            if len(row) != len(table.columns):
                raise ValueError(f"{table.title}: row {row} does not fit the columns {table.columns}")
    result = Result(
        benchmark=name,
        made_at=datetime.now(UTC).replace(microsecond=0),
        machine=this_machine(),
        goals=tuple(goals),
        tables=tuple(tables),
        sounds=", ".join(sorted(_sounds)),
    )
    _print(result, console or Console())
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.json"
    path.write_bytes(msgspec.json.format(msgspec.json.encode(result), indent=1) + b"\n")
    return path


def read_result(path: Path) -> Result:
    """Return the result that `write_result` wrote."""
    return msgspec.json.decode(path.read_bytes(), type=Result)


def cell_text(cell: Cell) -> str:
    """Return a cell as people read it: floats with the digits that matter, yes and no for truth."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, int):
        return f"{cell:,}"
    if isinstance(cell, float):
        return f"{cell:,.0f}" if abs(cell) >= 1000 else f"{cell:.4g}"
    return cell


def _print(result: Result, console: Console) -> None:
    for table in result.tables:
        shown = RichTable(title=escape(table.title), title_justify="left")
        for number, column in enumerate(table.columns):
            shown.add_column(escape(column), justify="left" if number == 0 else "right")
        for row in table.rows:
            shown.add_row(*[escape(cell_text(cell)) for cell in row])
        console.print(shown)
    if result.sounds:
        console.print(f"Catalogue made from {escape(result.sounds)}.")
    if not result.goals:
        return
    goals = RichTable(title="Goals", title_justify="left")
    for column in ("goal", "target", "measured", "holds"):
        goals.add_column(column)
    for goal in result.goals:
        words = (escape(text) for text in (goal.goal, goal.target, goal.measured))
        goals.add_row(*words, "[green]yes[/]" if goal.holds else "[red]no[/]")
    console.print(goals)


def _cpu_name() -> str:
    facts = Path("/proc/cpuinfo")
    if facts.exists():
        for line in facts.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _system_name() -> str:
    if platform.system() == "Linux":
        try:
            return f"{platform.freedesktop_os_release()['PRETTY_NAME']}, Linux {platform.release()}"
        except OSError:
            return f"Linux {platform.release()}"
    return f"{platform.system()} {platform.release()}"
