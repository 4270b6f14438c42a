"""`segue train streams`: how often a listener will play a song."""

from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import click

from infra.settings import Settings

if TYPE_CHECKING:
    from recommender.prediction.streams.log import ListeningLog
    from recommender.prediction.streams.search import Way
    from recommender.prediction.training import Trained


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--listener", help="Train for this listener only; others keep the model they have.")
@click.option(
    "--search", type=click.Choice(["grid", "random"]), default="grid", show_default=True, help="How settings are tried."
)
@click.option(
    "--tracks",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Table of tracks with popularity, genre and sound, as `segue train popularity` reads it.",
)
@click.option("--force", is_flag=True, help="Publish even when the version in use is better.")
@click.pass_obj
def command(
    settings: Settings, files: tuple[Path, ...], listener: str | None, search: str, tracks: Path | None, force: bool
) -> None:
    """Train on imported histories and on what was heard here, for every listener with enough of both.

    With FILES, histories as `segue import history` reads them, it learns from these alone; --listener says whose they
    are. Settings are tried on training time only, in the order of time; every try is in the report.
    """
    from infra.model_publishing import train_and_publish
    from infra.report_table import show_report
    from infra.servers.running import running_servers
    from infra.stores.database import open_database, prepare_database
    from infra.streams_training import known_songs, published_models, train_streams
    from recommender.prediction.streams.served import KIND
    from recommender.prediction.streams.train import trained
    from recommender.records import ListenerId

    way: Way = "random" if search == "random" else "grid"
    known = known_songs(tracks) if tracks else None

    def train() -> "Trained":
        with running_servers(settings, mongo=True) as servers:
            database = open_database(servers.mongo_uri, settings.mongo_database)
            try:
                prepare_database(database)
                listener_id = ListenerId(listener) if listener else None
                if files:
                    from infra.listener_choice import chosen_listener

                    logs = {chosen_listener(listener, database, settings): _log_of_files(files)}
                    found = trained(logs, kept=published_models(settings), known=known, way=way, monotonic=monotonic)
                else:
                    found = train_streams(
                        settings, database, listener_id=listener_id, known=known, way=way, say=click.echo
                    )
            finally:
                database.client.close()
        show_report(found.report)
        return found

    source = ", ".join(each.name for each in files) if files else "imported histories and the archive"
    manifest = train_and_publish(settings, KIND, train, force=force, source=source)
    click.echo(f"streams {manifest.version} is in use")


def _log_of_files(files: tuple[Path, ...]) -> "ListeningLog":
    from etl.tables.history_files import open_histories
    from recommender.prediction.streams.log import log_of
    from recommender.prediction.streams.records import Play

    return log_of(row for file in open_histories(files) for row in file.rows() if isinstance(row, Play))
