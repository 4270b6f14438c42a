"""The Echo Nest's metrics of FMA's tracks: `echonest.csv` with its header of three rows, a plain table, or JSON."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec
import numpy as np
import pandas as pd

from etl.tables.column_ranges import ColumnRange, are_within, worst_column
from etl.tables.data_dates import DATES, newest_date
from etl.tables.delimited import list_names, places_of
from etl.tables.table_frame import TableFrame, read_frame
from etl.tables.text_files import as_utf8, table_file
from etl.tables.written_names import texts_of
from etl.tables.written_numbers import id_written, table_numbers
from recommender.errors import BadInput
from recommender.prediction.descriptors.records import PERCEPTUAL
from recommender.records import TrackId

_METRICS = (*PERCEPTUAL, "tempo")
_COLUMNS: dict[str, tuple[str, ...]] = {
    "track_id": ("track_id",),
    "artist": ("artist_name", "echonest.metadata.artist_name"),
    "released": (*DATES, "echonest.metadata.album_date"),
} | {name: (name, f"echonest.audio_features.{name}") for name in _METRICS}
_RANGES = [ColumnRange(name, 0, 1.001) for name in PERCEPTUAL]
"""The Echo Nest's numbers go from 0 to 1, some rounded upwards."""


@dataclass(frozen=True)
class EchonestTable:
    """The seven metrics of each track, in the order of `PERCEPTUAL`."""

    metrics: dict[TrackId, tuple[float, ...]]
    artists: dict[TrackId, str]
    """Where the file names them, as FMA's own does."""
    data_up_to: datetime | None
    """The newest date of an album in it; None where it tells no dates."""
    n_bad: int
    """Rows without an id or without all seven numbers from 0 to 1."""


def read_echonest(path: Path) -> EchonestTable:
    """Read a table of Echo Nest metrics; raises `BadInput` when the file or one of the seven columns is not there."""
    frame = read_echonest_frame(path)
    shares = frame[list(PERCEPTUAL)].to_numpy()
    within = are_within(shares, _RANGES)
    good = (frame["track_id"] != "").to_numpy() & within.all(axis=1)
    if not good.any():
        why = worst_column(frame, within, _RANGES) or "there is no track_id"
        raise BadInput(f"{path}: none of {len(frame):,} rows has a track_id and all seven metrics: {why}")
    ids = [TrackId(track_id) for track_id in frame["track_id"][good]]
    artists = frame["artist"][good] if "artist" in frame else [""] * len(ids)
    return EchonestTable(
        metrics=dict(zip(ids, map(tuple, np.minimum(shares[good], 1.0).tolist()), strict=True)),
        artists={track_id: artist for track_id, artist in zip(ids, artists, strict=True) if artist},
        data_up_to=newest_date(frame["released"][good]) if "released" in frame else None,
        n_bad=len(good) - int(good.sum()),
    )


def read_echonest_frame(path: Path, needed: Sequence[str] = PERCEPTUAL) -> pd.DataFrame:
    """Return `track_id`, the `needed` metrics as float64, NaN for none, and `artist` and `released` where known.

    Raises `BadInput` when the file is no such table or lacks one of these.
    """
    table = _json(path) if _is_json(path) else read_frame(path, _COLUMNS)
    if missing := [name for name in ("track_id", *needed) if name not in table.frame]:
        raise BadInput(
            f"{path} has no column {', '.join(missing)}; it is not a table of Echo Nest metrics, "
            f"which are numbers from 0 to 1; it has {list_names(table.names)}"
        )
    frame = pd.DataFrame(table_numbers(table.frame, list(needed)), columns=list(needed))
    frame["track_id"] = texts_of(table.frame["track_id"], id_written)
    for name in ("artist", "released"):
        if name in table.frame:
            frame[name] = texts_of(table.frame[name])
    return frame


def _is_json(path: Path) -> bool:
    with table_file(path).text() as text:
        return text.read(1 << 12).lstrip()[:1] in ("{", "[")


def _json(path: Path) -> TableFrame:
    """Return what pandas' `to_json` wrote: a column by name, each value by row."""
    content = as_utf8(table_file(path).content())
    try:
        columns = msgspec.json.decode(content, type=dict[str, dict[str, object]])
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BadInput(
            f'{path} is not a JSON table of columns such as {{"track_id": {{"0": 2}}}} ({error}); '
            "copy or export it again, or give a CSV"
        ) from error
    names = tuple(columns)
    frame = pd.DataFrame({field: pd.Series(columns[names[at]]) for field, at in places_of(names, _COLUMNS).items()})
    return TableFrame(frame.reset_index(drop=True), names)
