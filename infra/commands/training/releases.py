"""`segue train releases`: from the library's release dates, or from a table."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from infra.commands.training.train_and_show import train_and_show
from infra.settings import Settings
from recommender.prediction.releases.records import ReleaseTable

if TYPE_CHECKING:
    from recommender.prediction.training import Progress, Trained


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help="Publish even when the version in use is better.")
@click.pass_obj
def command(settings: Settings, file: Path | None, force: bool) -> None:
    """Train on FILE, a table of releases, or without FILE on the release dates of the library.

    Tables are read as by `segue evaluate releases`.
    """
    from recommender.prediction.releases.careers import careers_of
    from recommender.prediction.topics import RELEASES

    def train(progress: "Progress") -> "Trained":
        table = _table(settings, file)
        for note in table.notes:
            progress(note)
        return RELEASES.train(careers_of(table), progress=progress)

    source = file.name if file else "the library's release dates"
    manifest = train_and_show(settings, RELEASES, train, source=source, force=force)
    click.echo(f"{RELEASES.name} {manifest.version} is in use")


def _table(settings: Settings, file: Path | None) -> ReleaseTable:
    from recommender.clock import system_clock

    if file is not None:
        from etl.tables.release_table import read_releases

        return read_releases(file)
    from infra.jobs.database import running_database
    from infra.stores.tracks import MongoTrackStore
    from recommender.prediction.releases.from_catalogue import releases_of

    with running_database(settings) as database:
        return releases_of(MongoTrackStore(database).scan(), this_year=system_clock().year)
