"""Tables of tracks with their popularity: the two public forms, and any CSV or Parquet with such columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd

from etl.tables.column_ranges import ColumnRange, are_within, require_milliseconds, worst_column
from etl.tables.data_dates import DATES, newest_date
from etl.tables.delimited import list_names
from etl.tables.table_frame import read_frame
from etl.tables.written_names import listed_names, texts_of
from etl.tables.written_numbers import table_numbers
from recommender.errors import BadInput
from recommender.prediction.popularity.records import LabelledTracks
from recommender.prediction.sound.audio_features import FEATURES, NAMES

_COLUMNS: dict[str, tuple[str, ...]] = {
    "track_id": ("track_id", "id"),
    "title": ("track_name", "title", "name", "track"),
    "artists": ("artists", "artist_name", "artist"),
    "album": ("album_name", "album"),
    "genre": ("track_genre", "genre", "genres"),
    "explicit": ("explicit",),
    "popularity": ("popularity",),
    "released": DATES,
} | {name: (name,) for name in NAMES}
"""Under which names each column is found."""
_RANGES = [
    *(ColumnRange(feature.name, feature.low, feature.high) for feature in FEATURES),
    ColumnRange("popularity", 0, 100),
]
_OPTIONAL = {"album", "genre", "explicit", "released"}
_TRUE, _FALSE = {"true", "1", "1.0", "yes"}, {"false", "0", "0.0", "no"}


@dataclass(frozen=True)
class PopularityTable:
    """What a file held."""

    tracks: LabelledTracks
    n_rows: int
    n_bad: int
    """Rows that are cut off, without an id, or with a number that is missing or out of range."""
    n_duplicates: int
    """Good rows of tracks that were there already; they only add their genre."""
    why_bad: str
    """The column with the most of such numbers, with a sample; empty without one."""
    data_up_to: datetime | None
    """The newest date that the table tells; None when it tells none."""

    @property
    def in_words(self) -> str:
        """Return the counts as a sentence."""
        return (
            f"{self.n_rows:,} rows: {len(self.tracks):,} distinct tracks, "
            f"{self.n_duplicates:,} repeated, {self.n_bad:,} bad{self.why_bad and f' ({self.why_bad})'}"
        )


def read_popularity(path: Path) -> PopularityTable:
    """Read a table; the first row of each track counts, the genres of its other rows are added to it.

    Raises `BadInput` when the file, or a column that is needed, is not there.
    """
    frame, n_cut_off = _read_columns(path)
    numbers = table_numbers(frame, [column.name for column in _RANGES])
    within = are_within(numbers, _RANGES)
    good = within.all(axis=1) & (_text(frame, "track_id") != "").to_numpy()
    why_bad = worst_column(frame, within, _RANGES)
    if not good.any():
        why = f": {why_bad}" if why_bad else ""
        raise BadInput(f"{path}: none of {len(frame):,} rows has a track id and all numbers within their ranges{why}")
    require_milliseconds(numbers[good, NAMES.index("duration_ms")], path)
    frame, numbers = frame[good].reset_index(drop=True), numbers[good]
    ids = _text(frame, "track_id")
    first = (~ids.duplicated()).to_numpy()
    first_rows = frame[first]
    return PopularityTable(
        tracks=LabelledTracks(
            track_ids=tuple(ids[first]),
            titles=tuple(_text(first_rows, "title")),
            albums=tuple(_text(first_rows, "album")),
            artists=tuple(_split(names) for names in _text(first_rows, "artists")),
            genres=_all_genres(ids, _text(frame, "genre")),
            audio=numbers[first, : len(NAMES)],
            explicit=_flags(_text(first_rows, "explicit")),
            popularity=numbers[first, -1],
        ),
        n_rows=len(good) + n_cut_off,
        n_bad=int((~good).sum()) + n_cut_off,
        why_bad=why_bad,
        n_duplicates=int((~first).sum()),
        data_up_to=newest_date(first_rows["released"]),
    )


def _read_columns(path: Path) -> tuple[pd.DataFrame, int]:
    """Return the columns by our names, those that may be missing empty, and how many rows are cut off."""
    table = read_frame(path, _COLUMNS)
    if missing := [name for name in _COLUMNS if name not in table.frame and name not in _OPTIONAL]:
        raise BadInput(
            f"{path} has no column {', '.join(missing)}; it needs track_id, track_name, artists (or artist_name), "
            f"popularity and {', '.join(NAMES)}; it has {list_names(table.names)}"
        )
    return table.frame.assign(**{name: "" for name in _OPTIONAL if name not in table.frame}), table.n_cut_off


def _text(frame: pd.DataFrame, column: str) -> pd.Series:
    return texts_of(frame[column], between=";")


def _split(names: str) -> tuple[str, ...]:
    listed = listed_names(names)
    return tuple(name.strip() for name in names.split(";") if name.strip()) if listed is None else listed


def _all_genres(ids: Sequence[str], genres: pd.Series) -> tuple[tuple[str, ...], ...]:
    """Return the genres of each distinct track, first row first."""
    by_track: dict[str, dict[str, None]] = {}
    for track_id, names in zip(ids, genres, strict=True):
        by_track.setdefault(track_id, {}).update(dict.fromkeys(_split(names)))
    return tuple(tuple(names) for names in by_track.values())


def _flags(texts: pd.Series) -> np.ndarray:
    lower = texts.str.lower()
    flags: np.ndarray = np.where(lower.isin(_TRUE), 1.0, np.where(lower.isin(_FALSE), 0.0, np.nan))
    return flags
