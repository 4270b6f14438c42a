"""`segue import history`: what a listener heard elsewhere."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from infra.invocation import as_called
from infra.settings import Settings

if TYPE_CHECKING:
    from infra.jobs.import_history import ImportSummary
    from recommender.prediction.ports import HistoryStore
    from recommender.records import ListenerId


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--listener", help="Whose history it is; without it, the only listener there is.")
@click.pass_obj
def command(settings: Settings, files: tuple[Path, ...], listener: str | None) -> None:
    """Keep what a listener heard elsewhere, so that tastes and `segue train streams` know it.

    FILES are Spotify's StreamingHistory*.json or Streaming_History_Audio_*.json, exports of ListenBrainz, Last.fm,
    lastfmstats, Maloja, YouTube Music (Takeout), or any CSV with title, artist and time; as they are, gzipped, in a
    zip or in a folder. The form is told by the content, and what is no history is named and left aside. Songs of the
    catalogue are found by title and artist, the others are kept with their names. The same file twice counts once,
    and an import that was stopped goes on where it was.
    """
    from etl.histories.files import open_histories
    from infra.commands.importing.listener_choice import chosen_listener
    from infra.jobs.database import running_database
    from infra.jobs.import_history import import_histories
    from infra.stores.history import MongoHistoryStore
    from infra.stores.tracks import MongoTrackStore
    from recommender.prediction.streams.importing import SongMatcher

    histories = open_histories(files, left_aside=partial(click.echo, err=True))
    with running_database(settings) as database:
        listener_id = chosen_listener(listener, database, settings)
        store = MongoHistoryStore(database)
        with _show_progress(sum(history.about_n_rows for history in histories)) as advance:
            summary = import_histories(
                histories, store, SongMatcher(MongoTrackStore(database).scan()), listener_id, advance=advance
            )
        _say(summary, listener_id)
        _tell(settings, store, listener_id)


def _tell(settings: Settings, store: "HistoryStore", listener_id: "ListenerId") -> None:
    """Send what the taste must know; Kafka is started only when there is something."""
    from infra.jobs.import_history import owes_the_taste, tell_the_taste
    from infra.servers.running import running_servers
    from streaming.producer import ActivityProducer, open_producer
    from streaming.topics import Topics

    half_life_days = settings.taste_half_life_days
    if not owes_the_taste(store, listener_id, half_life_days=half_life_days):
        return
    with running_servers(settings, mongo=False, kafka=True) as servers:
        producer = ActivityProducer(open_producer(servers.kafka_bootstrap, linger_ms=5), Topics(settings.cell))
        try:
            n = tell_the_taste(store, listener_id, producer.publish, half_life_days=half_life_days)
        finally:
            producer.close()
    message = f"{n:,} plays of the library sent to the taste; a running `segue worker` folds them in at once"
    click.echo(as_called(message))


def _say(summary: "ImportSummary", listener_id: "ListenerId") -> None:
    click.echo(", ".join(f"{n} x {form}" for form, n in summary.forms.items()))
    click.echo(
        f"{summary.rows:,} rows for listener {listener_id}: {summary.new:,} plays new, {summary.known:,} known before, "
        f"{summary.no_music:,} no music, {summary.bad:,} unusable"
    )
    n_plays = summary.new + summary.known
    click.echo(f"{n_plays - summary.unmatched:,} of them are of the library, {summary.unmatched:,} kept by name only")
    if summary.rematched:
        click.echo(f"{summary.rematched:,} plays of earlier imports are of the library by now")
    for file, bad in summary.examples:
        click.echo(f"{file}, row {bad.row}: {bad.reason}", err=True)
    if summary.bad > len(summary.examples):
        click.echo(f"... and {summary.bad - len(summary.examples):,} more", err=True)


@contextmanager
def _show_progress(about_n_rows: int) -> Iterator[Callable[["ImportSummary"], None]]:
    """Yield what moves a bar on standard error; nothing is shown where nobody watches."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True) as bars:
        task = bars.add_task("plays", total=about_n_rows)
        yield lambda done: bars.update(task, completed=done.rows)
