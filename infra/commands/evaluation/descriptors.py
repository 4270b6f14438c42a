"""`segue evaluate descriptors`: whether energy, valence and the like can be told from the sound."""

from functools import partial
from pathlib import Path

import click

from infra.terminal.table_options import take_descriptor_tables, take_json_file


@click.command()
@take_descriptor_tables
@take_json_file
def command(features: Path, echonest: Path, artists: Path | None, json_file: Path | None) -> None:
    """Measure how well the Echo Nest's descriptors are estimated, R2 by descriptor on artists not trained on.

    The tables must share at least 50 tracks.
    """
    from etl.tables.descriptor_table import read_descriptor_table
    from infra.terminal.report_table import show_report
    from recommender.prediction.topics import DESCRIPTORS

    table = read_descriptor_table(features, echonest, artists)
    show_report(DESCRIPTORS.evaluate(table, progress=partial(click.echo, err=True)).report, json_file)
