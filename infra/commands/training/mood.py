"""`segue train mood`: happy, sad, energetic or calm."""

from pathlib import Path

import click

from infra.commands.training.train_and_show import train_and_show
from infra.invocation import as_called
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
    from recommender.prediction.topics import MOOD

    manifest = train_and_show(
        settings,
        MOOD,
        lambda progress: MOOD.train(read_moods(file), progress=progress),
        source=file.name,
        force=force,
    )
    next_step = "`segue build moods` describes the library by it"
    click.echo(as_called(f"published {MOOD.name} {manifest.version}; {next_step}"))
