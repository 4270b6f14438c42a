"""Lists the files that were kept aside, with what to do about each."""

from collections import Counter
from collections.abc import Iterable

from rich.console import Console
from rich.table import Table

from etl.ingest.rejecting import advice
from etl.locations import file_path, readable_name
from recommender.records import Track

UNBOUNDED = 10_000
"""Columns where nobody looks: a path is never cut when the output goes to a file or a pipe."""


def print_rejections(rejected: Iterable[Track], console: Console | None = None) -> None:
    """Print a table of path, reason and advice, and the count of each reason."""
    console = console or Console()
    if not console.is_terminal:
        console = Console(file=console.file, width=UNBOUNDED)
    table = Table("path", "reason", "what to do", box=None, header_style="bold", padding=(0, 2, 0, 0))
    counts: Counter[str] = Counter()
    for track in rejected:
        counts[track.reason.partition(":")[0]] += 1
        cells = (readable_name(file_path(track.url)), track.reason, advice(track.reason))
        table.add_row(*(cell.replace("[", r"\[") for cell in cells))
    if not counts:
        console.print("no file is rejected")
        return
    console.print(table, highlight=False)
    totals = ", ".join(f"{number} {reason}" for reason, number in counts.most_common())
    console.print(f"{counts.total()} rejected: {totals}", highlight=False)
