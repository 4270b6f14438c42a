"""`python -m benchmarks.report`: writes docs/benchmarks.md from the results; nothing in that page is typed by hand."""

from pathlib import Path

from benchmarks.results_file import RESULTS, Result, Table, cell_text, read_result

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"
ORDER = (
    "etl",
    "scan",
    "index",
    "similarity",
    "engine",
    "live",
    "worker",
    "sessions",
    "sound_sessions",
    "search",
    "large_library",
    "path",
    "blend",
    "arc",
    "room_map",
    "smart",
    "room_ghost",
    "room_frame",
    "history_lists",
    "history_import",
    "login",
    "forecast",
    "page",
    "being_there",
)
"""Benchmarks in the order of the data's way; others follow by name."""


def main() -> None:
    """Read every result and write the page."""
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page_of([read_result(path) for path in RESULTS.glob("*.json")]))
    print(PAGE)


def page_of(results: list[Result]) -> str:
    """Return the page in Markdown: all goals first, then each benchmark with its machine and tables."""
    ordered = sorted(results, key=_place)
    lines = [
        "# Benchmarks",
        "",
        "Made by `make bench` (or `python -m benchmarks.report` after single ones) from `benchmarks/results/`.",
        "",
        "## Goals",
        "",
        *_markdown(
            ("goal", "target", "measured", "holds", "by"),
            [
                (goal.goal, goal.target, goal.measured, "yes" if goal.holds else "**no**", f"`{result.benchmark}`")
                for result in ordered
                for goal in result.goals
            ],
        ),
    ]
    for result in ordered:
        machine = result.machine
        loop = f" A million additions in Python took {machine.loop_ms:g} ms." if machine.loop_ms else ""
        lines += [
            "",
            f"## {result.benchmark}",
            "",
            f"{result.made_at:%Y-%m-%d %H:%M} UTC on {machine.cpu}, {machine.cores} cores, {machine.memory_gb:g} GB, "
            f"{machine.system}, Python {machine.python}.{loop}",
        ]
        if result.sounds:
            lines += ["", f"Catalogue made from {result.sounds}."]
        for table in result.tables:
            lines += ["", f"### {table.title}", "", *_table(table)]
    return "\n".join([*lines, ""])


def _table(table: Table) -> list[str]:
    return _markdown(table.columns, [tuple(cell_text(cell) for cell in row) for row in table.rows])


def _markdown(columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    ruler = ["---", *("---:" for _ in columns[1:])]
    return ["| " + " | ".join(_escape(cell) for cell in row) + " |" for row in (columns, tuple(ruler), *rows)]


def _escape(cell: str) -> str:
    return cell.replace("|", "\\|").replace("\n", " ")


def _place(result: Result) -> tuple[int, str]:
    name = result.benchmark
    return (ORDER.index(name) if name in ORDER else len(ORDER), name)


if __name__ == "__main__":
    main()
