"""`segue evaluate similarity`: whether what sounds alike shares album and artist."""

from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec
from rich.console import Console
from rich.table import Table

from infra.settings import Settings

if TYPE_CHECKING:
    from infra.similarity_evaluation import SimilarityReport

_SHOWN = {
    "album_p10": "album P@10",
    "artist_p10": "artist P@10",
    "album_p10_macro": "album P@10, macro over albums",
    "artist_p10_macro": "artist P@10, macro over albums",
    "n10_skewness": "N10 skewness",
}


@click.command()
@click.option("--music", required=True, type=click.Path(path_type=Path), help="Folder of music with album tags.")
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write the figures to this file too.")
@click.pass_obj
def command(settings: Settings, music: Path, json_file: Path | None) -> None:
    """Measure whether what sounds alike shares album and artist, through the serving code.

    The music is analysed and indexed in a scratch home, which is removed afterwards.
    """
    from infra.similarity_evaluation import evaluate_similarity

    report = evaluate_similarity(music, settings, say=lambda step: click.echo(step, err=True))
    console = Console()
    console = console if console.is_terminal else Console(width=120)
    console.print(_summary(report), _albums(report))
    click.echo(report.protocol)
    if json_file is not None:
        content = {"task": "similarity", "protocol": report.protocol, "rows": report.rows}
        json_file.write_bytes(msgspec.json.format(msgspec.json.encode(content), indent=1) + b"\n")


def _summary(report: "SimilarityReport") -> Table:
    table = Table("model", "metric", "value", "95 % interval", "n", title="similarity", title_justify="left")
    for row in report.rows:
        if row.metric in _SHOWN:
            interval = "" if row.low is None or row.high is None else f"{row.low:.3f} .. {row.high:.3f}"
            table.add_row(row.model, _SHOWN[row.metric], f"{row.value:.3f}", interval, f"{row.n}")
    return table


def _albums(report: "SimilarityReport") -> Table:
    models = list(dict.fromkeys(row.model for row in report.rows if row.metric.startswith("album_p10 of ")))
    table = Table("album", "tracks", *models, title="album P@10 per album", title_justify="left")
    albums = {row.metric: row.n for row in report.rows if row.metric.startswith("album_p10 of ")}
    values = {(row.model, row.metric): row.value for row in report.rows}
    for metric, n in sorted(albums.items(), key=lambda item: -item[1]):
        shares = [f"{values[model, metric]:.2f}" for model in models]
        table.add_row(metric.removeprefix("album_p10 of "), f"{n}", *shares)
    return table
