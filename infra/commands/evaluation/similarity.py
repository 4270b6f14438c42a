"""`segue evaluate similarity`: whether what sounds alike shares album and artist."""

from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec
from msgspec.structs import replace
from rich.console import Console
from rich.table import Table

from infra.settings import Settings
from infra.terminal.table_options import take_json_file

if TYPE_CHECKING:
    from infra.jobs.evaluate_similarity import SimilarityReport

_SHOWN = {
    "album_p10": "album P@10",
    "artist_p10": "artist P@10",
    "album_p10_macro": "album P@10, macro over albums",
    "artist_p10_macro": "artist P@10, macro over albums",
    "n10_skewness": "N10 skewness",
}


@click.command()
@click.option("--music", required=True, type=click.Path(path_type=Path), help="Folder of music with album tags.")
@take_json_file
@click.pass_obj
def command(settings: Settings, music: Path, json_file: Path | None) -> None:
    """Measure whether what sounds alike shares album and artist, through the serving code.

    The music is analysed and indexed in a scratch home, which is removed afterwards. At least 20 tracks of 2 albums
    are needed.
    """
    from infra.jobs.evaluate_similarity import evaluate_similarity

    report = evaluate_similarity(music, settings, say=lambda step: click.echo(step, err=True))
    console = Console()
    console = console if console.is_terminal else Console(width=120)
    console.print(_summary(report), _albums(report))
    click.echo(report.protocol)
    if json_file is not None:
        content = {
            "task": "similarity",
            "protocol": report.protocol,
            "rows": [replace(row, album="") for row in report.rows],
        }
        json_file.write_bytes(msgspec.json.format(msgspec.json.encode(content), indent=1) + b"\n")


def _summary(report: "SimilarityReport") -> Table:
    table = Table("model", "metric", "value", "95 % interval", "n", title="similarity", title_justify="left")
    for row in report.rows:
        if row.metric in _SHOWN:
            interval = "" if row.low is None or row.high is None else f"{row.low:.3f} .. {row.high:.3f}"
            table.add_row(row.model, _SHOWN[row.metric], f"{row.value:.3f}", interval, f"{row.n}")
    return table


def _albums(report: "SimilarityReport") -> Table:
    rows = [row for row in report.rows if row.album]
    models = list(dict.fromkeys(row.model for row in rows))
    table = Table("album", "tracks", *models, title="album P@10 per album", title_justify="left")
    values = {(row.model, row.album): row.value for row in rows}
    n_tracks = {row.album: row.n for row in rows}
    for album, n in sorted(n_tracks.items(), key=lambda item: -item[1]):
        table.add_row(album, f"{n}", *(f"{values[model, album]:.2f}" for model in models))
    return table
