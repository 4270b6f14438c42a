"""The Echo Nest's metrics of FMA's tracks: `echonest.csv` with its header of three rows, a plain CSV, or JSON."""

import csv
import math
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from recommender.errors import BadInput
from recommender.prediction.descriptors.records import PERCEPTUAL
from recommender.records import TrackId

_ID = "track_id"
_ARTIST = "artist_name"
_HEADER_ROWS = 3
_FARTHEST = 1.001
"""The Echo Nest's numbers go from 0 to 1, some rounded upwards."""


@dataclass(frozen=True)
class EchonestTable:
    """The seven metrics of each track, in the order of `PERCEPTUAL`."""

    metrics: dict[TrackId, tuple[float, ...]]
    artists: dict[TrackId, str]
    """Where the file names them, as FMA's own does."""
    n_bad: int
    """Rows without an id or without all seven numbers from 0 to 1."""


def read_echonest(path: Path) -> EchonestTable:
    """Read a table of Echo Nest metrics; raises `BadInput` when the file or one of the seven columns is not there."""
    if not path.is_file():
        raise BadInput(f"{path} is not a file; give FMA's echonest.csv, or its metrics as JSON")
    columns, rows = _from_json(path) if path.suffix == ".json" else _from_csv(path)
    missing = [name for name in (_ID, *PERCEPTUAL) if name not in columns]
    if missing:
        raise BadInput(f"{path} has no column {', '.join(missing)}; it is not a table of Echo Nest metrics")
    places = [columns[name] for name in PERCEPTUAL]
    metrics: dict[TrackId, tuple[float, ...]] = {}
    artists: dict[TrackId, str] = {}
    n_bad = 0
    for row in rows:
        track_id, values = _text(row, columns[_ID]), [_share(row, place) for place in places]
        if not track_id or any(math.isnan(value) for value in values):
            n_bad += 1
            continue
        metrics[TrackId(track_id)] = tuple(values)
        if _ARTIST in columns and (artist := _text(row, columns[_ARTIST])):
            artists[TrackId(track_id)] = artist
    return EchonestTable(metrics, artists, n_bad)


def _from_csv(path: Path) -> tuple[dict[str, int], Iterable[list[str]]]:
    """Return where each column is, and the rows; of FMA's three header rows the last word of each column counts."""
    with path.open(newline="", encoding="utf-8") as file:
        table = [row for row in csv.reader(file) if row]
    columns: dict[str, int] = {}
    n_header = 0
    for row in table[: _HEADER_ROWS + 1]:
        if row[0] and row[0] != _ID and row[0].isdecimal():
            break
        columns |= {name: place for place, name in enumerate(row) if name}
        n_header += 1
    return columns, table[n_header:]


def _from_json(path: Path) -> tuple[dict[str, int], Iterable[list[object]]]:
    """Return what pandas' `to_json` wrote: a column by name, each value by row."""
    try:
        content = msgspec.json.decode(path.read_bytes(), type=dict[str, dict[str, object]])
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} is not a JSON table of columns ({error})") from error
    names = list(content)
    row_names = list(content[_ID]) if _ID in content else []
    columns = {name: place for place, name in enumerate(names)}
    return columns, [[content[name].get(row) for name in names] for row in row_names]


def _text(row: list[str] | list[object], place: int) -> str:
    value = row[place] if place < len(row) else None
    return "" if value is None else str(value).strip()


def _share(row: list[str] | list[object], place: int) -> float:
    try:
        value = float(_text(row, place))
    except ValueError:
        return math.nan
    return min(value, 1.0) if 0 <= value <= _FARTHEST else math.nan
