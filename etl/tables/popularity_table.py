"""Tables of tracks with their popularity: the two public forms, and any CSV or Parquet with such columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from recommender.errors import BadInput
from recommender.prediction.popularity.features import FEATURES, NAMES
from recommender.prediction.popularity.records import LabelledTracks

_COLUMNS: dict[str, tuple[str, ...]] = {
    "track_id": ("track_id", "id"),
    "title": ("track_name", "title", "name", "track"),
    "artists": ("artists", "artist_name", "artist"),
    "album": ("album_name", "album"),
    "genre": ("track_genre", "genre", "genres"),
    "explicit": ("explicit",),
    "popularity": ("popularity",),
} | {name: (name,) for name in NAMES}
"""Under which names each column is found."""
_OPTIONAL = {"album", "genre", "explicit"}
_TRUE, _FALSE = {"true", "1", "1.0", "yes"}, {"false", "0", "0.0", "no"}


@dataclass(frozen=True)
class PopularityTable:
    """What a file held."""

    tracks: LabelledTracks
    n_rows: int
    n_bad: int
    """Rows without an id, or with a number that is missing or out of range."""
    n_duplicates: int
    """Good rows of tracks that were there already; they only add their genre."""

    @property
    def in_words(self) -> str:
        """Return the counts as a sentence."""
        return (
            f"{self.n_rows:,} rows: {len(self.tracks):,} distinct tracks, "
            f"{self.n_duplicates:,} repeated, {self.n_bad:,} bad"
        )


def read_popularity(path: Path) -> PopularityTable:
    """Read a table; the first row of each track counts, the genres of its other rows are added to it.

    Raises `BadInput` when the file, or a column that is needed, is not there.
    """
    frame = _renamed(_frame(path), path)
    numbers = frame[[*NAMES, "popularity"]].apply(pd.to_numeric, errors="coerce").to_numpy(np.float64)
    good = _in_range(numbers) & (_text(frame, "track_id") != "").to_numpy()
    if not good.any():
        raise BadInput(f"{path}: none of {len(frame):,} rows has a track id and all numbers within their ranges")
    frame, numbers = frame[good].reset_index(drop=True), numbers[good]
    ids = _text(frame, "track_id")
    first = (~ids.duplicated()).to_numpy()
    kept = frame[first]
    return PopularityTable(
        tracks=LabelledTracks(
            track_ids=tuple(ids[first]),
            titles=tuple(_text(kept, "title")),
            albums=tuple(_text(kept, "album")),
            artists=tuple(_split(each) for each in _text(kept, "artists")),
            genres=_all_genres(ids, _text(frame, "genre")),
            audio=numbers[first, : len(NAMES)],
            explicit=_flags(_text(kept, "explicit")),
            popularity=numbers[first, -1],
        ),
        n_rows=len(good),
        n_bad=int((~good).sum()),
        n_duplicates=int((~first).sum()),
    )


def _frame(path: Path) -> pd.DataFrame:
    if not path.is_file():
        raise BadInput(f"{path} is not a file; give a CSV (also .gz) or Parquet table of tracks with their popularity")
    try:
        if path.suffix == ".parquet":
            return pd.read_parquet(path)
        return pd.read_csv(path, dtype=str, keep_default_na=False)
    except (ValueError, OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} cannot be read as a table ({error})") from error


def _renamed(frame: pd.DataFrame, path: Path) -> pd.DataFrame:
    present = {str(name).strip().lower(): name for name in frame.columns}
    found = {
        column: next((present[name] for name in names if name in present), None) for column, names in _COLUMNS.items()
    }
    if missing := [name for name, column in found.items() if column is None and name not in _OPTIONAL]:
        raise BadInput(
            f"{path} has no column {', '.join(missing)}; it needs track_id, track_name, artists (or artist_name), "
            f"popularity and {', '.join(NAMES)}"
        )
    return pd.DataFrame({
        name: frame[column] if column is not None else "" for name, column in found.items()
    }, index=frame.index)  # fmt: skip


def _in_range(numbers: np.ndarray) -> np.ndarray:
    lows = np.array([*(each.low for each in FEATURES), 0.0])
    highs = np.array([*(each.high for each in FEATURES), 100.0])
    return np.asarray(((numbers >= lows) & (numbers <= highs)).all(axis=1))


def _text(frame: pd.DataFrame, column: str) -> pd.Series:
    return frame[column].fillna("").astype(str).str.strip()


def _split(names: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in names.split(";") if name.strip())


def _all_genres(ids: Sequence[str], genres: pd.Series) -> tuple[tuple[str, ...], ...]:
    """Return the genres of each distinct track, first row first."""
    found: dict[str, dict[str, None]] = {}
    for track_id, names in zip(ids, genres, strict=True):
        found.setdefault(track_id, {}).update(dict.fromkeys(_split(names)))
    return tuple(tuple(names) for names in found.values())


def _flags(texts: pd.Series) -> np.ndarray:
    lower = texts.str.lower()
    flags: np.ndarray = np.where(lower.isin(_TRUE), 1.0, np.where(lower.isin(_FALSE), 0.0, np.nan))
    return flags
