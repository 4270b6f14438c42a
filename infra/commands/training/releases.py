"""`segue train releases`: from the library's release dates, or from a table."""

from pathlib import Path

import click

from infra.settings import Settings
from recommender.prediction.releases.records import ReleaseTable


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help="Publish even when the version in use is better.")
@click.pass_obj
def command(settings: Settings, file: Path | None, force: bool) -> None:
    """Train on FILE, a table of releases, or without FILE on the release dates of the library.

    Tables are read as by `segue evaluate releases`.
    """
    from infra.model_publishing import train_and_publish
    from infra.report_table import show_report
    from recommender.prediction.releases.careers import careers_of
    from recommender.prediction.releases.train import TOPIC, train
    from recommender.prediction.training import Trained

    def trained() -> Trained:
        table = _table(settings, file)
        for note in table.notes:
            click.echo(note, err=True)
        found = train(careers_of(table))
        show_report(found.report)
        return found

    source = file.name if file else "the library's release dates"
    manifest = train_and_publish(settings, TOPIC, trained, force=force, source=source)
    click.echo(f"releases {manifest.version} is in use")


def _table(settings: Settings, file: Path | None) -> ReleaseTable:
    from recommender.clock import system_clock

    if file is not None:
        from etl.tables.release_table import read_releases

        return read_releases(file)
    from infra.servers.running import running_servers
    from infra.stores.database import open_database
    from infra.stores.tracks import MongoTrackStore
    from recommender.prediction.releases.from_catalogue import releases_of

    with running_servers(settings, mongo=True) as servers:
        database = open_database(servers.mongo_uri, settings.mongo_database)
        try:
            return releases_of(MongoTrackStore(database).scan(), this_year=system_clock().year)
        finally:
            database.client.close()
