"""`segue train descriptors`: energy, valence and the like from the sound."""

from pathlib import Path

import click

from infra.commands.training.train_and_show import train_and_show
from infra.invocation import as_called
from infra.settings import Settings
from infra.terminal.table_options import take_descriptor_tables


@click.command()
@take_descriptor_tables
@click.option("--force", is_flag=True, help="Publish even when the version in use is better.")
@click.pass_obj
def command(settings: Settings, features: Path, echonest: Path, artists: Path | None, force: bool) -> None:
    """Train the estimates of the seven perceptual descriptors and publish them.

    FMA's tables are in its fma_metadata.zip: `segue fetch fma --metadata` gets it.
    """
    from etl.tables.descriptor_table import read_descriptor_table
    from recommender.prediction.topics import DESCRIPTORS

    manifest = train_and_show(
        settings,
        DESCRIPTORS,
        lambda progress: DESCRIPTORS.train(read_descriptor_table(features, echonest, artists), progress=progress),
        source=f"{features.name} and {echonest.name}",
        force=force,
    )
    next_step = "`segue build moods` describes the library by it"
    click.echo(as_called(f"published {DESCRIPTORS.name} {manifest.version}; {next_step}"))
