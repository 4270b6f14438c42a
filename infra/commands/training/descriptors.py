"""`segue train descriptors`: energy, valence and the like from the sound."""

from pathlib import Path

import click

from infra.settings import Settings


@click.command()
@click.option("--features", required=True, type=click.Path(path_type=Path), help="FMA's features.csv.")
@click.option(
    "--echonest", required=True, type=click.Path(path_type=Path), help="FMA's echonest.csv, or its metrics as JSON."
)
@click.option(
    "--artists", type=click.Path(path_type=Path), help="FMA's tracks.csv, or a CSV with track_id and artist_name."
)
@click.option("--force", is_flag=True, help="Publish even when the version in use is better.")
@click.pass_obj
def command(settings: Settings, features: Path, echonest: Path, artists: Path | None, force: bool) -> None:
    """Train the estimates of the seven perceptual descriptors and publish them.

    FMA's tables are in its fma_metadata.zip: `segue fetch fma --metadata` gets it.
    """
    from etl.tables.descriptor_table import read_descriptor_table
    from infra.file_times import newest_change
    from infra.model_publishing import train_and_publish
    from infra.report_table import show_report
    from recommender.prediction.descriptors.train import TOPIC, train_descriptors
    from recommender.prediction.training import Trained

    def train() -> Trained:
        table = read_descriptor_table(features, echonest, artists)
        trained = train_descriptors(table, data_cutoff=newest_change(features, echonest))
        show_report(trained.report)
        return trained

    source = f"{features.name} and {echonest.name}"
    manifest = train_and_publish(settings, TOPIC, train, force=force, source=source)
    click.echo(f"published {TOPIC} {manifest.version}; `segue build moods` describes the library by it")
