"""Shows an ingest on the terminal: a bar with rate and time left where somebody watches, and a line at the end."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

Show = Callable[[int, int], None]
"""Takes how many files are done and how many of all were rejected."""


@contextmanager
def shown_progress(what: str, total: int) -> Iterator[Show]:
    """Yield what shows how far `total` files are, on standard error; `what` is what is done with them, such as listed.

    At the end it says how many there were and at what rate.
    """
    n_done, began = 0, time.monotonic()
    with _bar(what, total) if sys.stderr.isatty() else _no_bar() as move:

        def show(done: int, rejected: int) -> None:
            nonlocal n_done
            n_done = done
            move(done, rejected)

        yield show
    seconds = time.monotonic() - began
    click.echo(
        f"{n_done:,} of {total:,} {what} in {seconds:,.1f} s, {n_done / max(seconds, 1e-3):,.1f} a second", err=True
    )


@contextmanager
def _no_bar() -> Iterator[Show]:
    yield lambda _done, _rejected: None


@contextmanager
def _bar(what: str, total: int) -> Iterator[Show]:
    from rich.console import Console  # takes longer to load than many a folder to be read
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        TextColumn("[red]{task.fields[rejected]}"),
    )
    # The rate over ten minutes: files differ in length by a hundred times.
    with Progress(*columns, console=Console(stderr=True), speed_estimate_period=600, transient=True) as bars:
        task = bars.add_task(what, total=total, rejected="", rate="")

        def move(done: int, rejected: int) -> None:
            speed = bars.tasks[0].speed
            bars.update(
                task,
                completed=done,
                rate=f"{speed:.1f} files/s" if speed else "",
                rejected=f"{rejected} rejected" if rejected else "",
            )

        yield move
