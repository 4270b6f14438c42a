"""Shows an ingest on the terminal: a bar with rate and time left where somebody watches, nothing elsewhere."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from etl.ingest.summary import Summary


class _FilesPerSecond(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:.1f} files/s" if task.speed else "- files/s")


@contextmanager
def shown_progress(total: int) -> Iterator[Callable[[Summary], None]]:
    """Yield what shows how far an ingest of `total` files is, on standard error."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _FilesPerSecond(),
        TimeRemainingColumn(),
        TextColumn("[red]{task.fields[rejected]}"),
    )
    # The rate over ten minutes: files differ in length by a hundred times.
    with Progress(
        *columns,
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
        speed_estimate_period=600,
        transient=True,
    ) as bars:
        task = bars.add_task("listening", total=total, rejected="")

        def show(summary: Summary) -> None:
            bars.update(
                task,
                completed=summary.done,
                rejected=f"{summary.rejected} rejected" if summary.rejected else "",
            )

        yield show
