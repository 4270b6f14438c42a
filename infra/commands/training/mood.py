"""`segue train mood`: happy, sad, energetic or calm."""

from pathlib import Path

import click

from infra.settings import Settings


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Publish even when the version in use is better.")
@click.pass_obj
def command(settings: Settings, file: Path, force: bool) -> None:
    """Train the moods on a table of songs and publish them; see `segue evaluate mood` for the table.

    `segue build moods` then describes the library by them.
    """
    from etl.tables.mood_table import read_moods
    from infra.file_times import newest_change
    from infra.model_publishing import train_and_publish
    from infra.report_table import show_report
    from recommender.prediction.mood.train import TOPIC, train_moods
    from recommender.prediction.training import Trained

    def train() -> Trained:
        trained = train_moods(read_moods(file), data_cutoff=newest_change(file))
        show_report(trained.report)
        return trained

    manifest = train_and_publish(settings, TOPIC, train, force=force, source=file.name)
    click.echo(f"published {TOPIC} {manifest.version}; `segue build moods` describes the library by it")
