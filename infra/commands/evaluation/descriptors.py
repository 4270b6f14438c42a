"""`segue evaluate descriptors`: whether energy, valence and the like can be told from the sound."""

from pathlib import Path

import click


@click.command()
@click.option("--features", required=True, type=click.Path(path_type=Path), help="FMA's features.csv.")
@click.option(
    "--echonest", required=True, type=click.Path(path_type=Path), help="FMA's echonest.csv, or its metrics as JSON."
)
@click.option(
    "--artists", type=click.Path(path_type=Path), help="FMA's tracks.csv, or a CSV with track_id and artist_name."
)
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write the figures to this file too.")
def command(features: Path, echonest: Path, artists: Path | None, json_file: Path | None) -> None:
    """Measure how well the Echo Nest's descriptors are estimated, R2 by descriptor on artists not trained on."""
    from etl.tables.descriptor_table import read_descriptor_table
    from infra.report_table import show_report
    from recommender.prediction.descriptors.evaluate import evaluate_descriptors

    table = read_descriptor_table(features, echonest, artists)
    show_report(evaluate_descriptors(table).report, json_file)
