"""`segue train streams`: how often a listener will play a song."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from infra.commands.training.train_and_show import train_and_show
from infra.settings import Settings
from infra.terminal.table_options import take_stream_settings

if TYPE_CHECKING:
    from recommender.prediction.streams.log import ListeningLog
    from recommender.prediction.streams.search import Way
    from recommender.prediction.training import Progress, Trained
    from recommender.records import ListenerId


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--listener", help="Train for this listener only; others keep the model they have.")
@take_stream_settings
@click.option("--force", is_flag=True, help="Publish even when the version in use is better.")
@click.pass_obj
def command(
    settings: Settings, files: tuple[Path, ...], listener: str | None, search: str, tracks: Path | None, force: bool
) -> None:
    """Train on imported histories and on what was heard here, for every listener with enough of both.

    With FILES, histories as `segue import history` reads them, it learns from these alone; --listener says whose they
    are. Settings are tried on training time only, in the order of time; every try is in the report.
    """
    from infra.jobs.database import running_database
    from infra.jobs.train_streams import known_songs, published_models, train_streams
    from recommender.prediction.topics import STREAMS
    from recommender.records import ListenerId

    way: Way = "random" if search == "random" else "grid"
    # Asked for before the run that is logged: the lab shows the log to everybody, and this may name listeners.
    owner = _owner(settings, listener) if files else None
    known = known_songs(tracks) if tracks else None

    def train(progress: "Progress") -> "Trained":
        with running_database(settings) as database:
            if owner is None:
                listener_id = ListenerId(listener) if listener else None
                return train_streams(
                    settings, database, listener_id=listener_id, known=known, way=way, progress=progress
                )
            logs = {owner: _log_of_files(files)}
            return STREAMS.train(logs, kept=published_models(settings), known=known, way=way, progress=progress)

    source = ", ".join(file.name for file in files) if files else "imported histories and the archive"
    manifest = train_and_show(settings, STREAMS, train, source=source, force=force)
    click.echo(f"{STREAMS.name} {manifest.version} is in use")


def _owner(settings: Settings, given: str | None) -> "ListenerId":
    from infra.commands.importing.listener_choice import chosen_listener
    from infra.jobs.database import running_database

    with running_database(settings) as database:
        return chosen_listener(given, database, settings)


def _log_of_files(files: tuple[Path, ...]) -> "ListeningLog":
    from etl.histories.files import open_histories
    from recommender.prediction.streams.log import log_of
    from recommender.prediction.streams.records import Play

    histories = open_histories(files, left_aside=partial(click.echo, err=True))
    return log_of(row for file in histories for row in file.rows() if isinstance(row, Play))
