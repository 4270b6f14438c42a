"""Charts from Parquet or CSV files, columns found by name, rows that cannot be used counted and named."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.csv
import pyarrow.parquet

from recommender.errors import BadInput
from recommender.prediction.charts.records import ChartTable, NameKey, Song, charted_key, merged, table_of_columns
from recommender.prediction.charts.weeks import FIRST_MONDAY, week_name

COLUMNS = {
    "chart": ("chart", "region", "country", "market"),
    "week": ("week", "week_end", "week_ending", "weekid", "date", "chart_date"),
    "rank": ("rank", "this_week", "position", "pos", "week_position"),
    "title": ("track", "track_name", "song", "title", "name"),
    "artist": ("artist", "artist_names", "artists", "performer", "artist_name"),
    "streams": ("streams", "plays", "score"),
    "genre": ("genre", "genres"),
}
"""What each column may be called; the first that is there counts. Case, spaces and underscores do not matter."""
NEEDED = ("week", "rank", "title", "artist")


@dataclass(frozen=True)
class ReadCharts:
    """The charts of one or several files, and what was left out."""

    table: ChartTable
    n_rows: int
    """Rows read."""
    bad: dict[str, int]
    """How many rows were left out, by reason."""

    @property
    def left_out(self) -> str:
        """Say in words what was left out; empty for nothing."""
        total = sum(self.bad.values())
        reasons = ", ".join(f"{n:,} {why}" for why, n in self.bad.items())
        return f"{total:,} of {self.n_rows:,} rows left out: {reasons}" if total else ""


def read_charts(files: Sequence[Path], *, key_of: NameKey = charted_key) -> ReadCharts:
    """Read all charts of these files; a file without a chart column is one chart, named like the file.

    Raises `BadInput` naming file, column or row when a file is not a table of weekly charts.
    """
    read = [_read(path, key_of) for path in files]
    if not read:
        raise BadInput("no file of charts was given")
    bad: dict[str, int] = {}
    for each in read:
        for why, n in each.bad.items():
            bad[why] = bad.get(why, 0) + n
    return ReadCharts(merged(each.table for each in read), sum(each.n_rows for each in read), bad)


def _read(path: Path, key_of: NameKey) -> ReadCharts:
    frame = _named(_frame(path), path)
    n_rows = len(frame)
    frame, bad = _checked(frame)
    if frame.empty:
        raise BadInput(f"{path}: none of its {n_rows:,} rows is a chart entry ({bad}); give week, rank, track, artist")
    _require_weekly(frame, path)
    return ReadCharts(_table(frame, key_of), n_rows, bad)


def _frame(path: Path) -> pd.DataFrame:
    if not path.is_file():
        raise BadInput(f"{path} is not a file; give a Parquet or CSV file of weekly charts")
    try:
        is_parquet = _starts_with(path, b"PAR1")
        table = pyarrow.parquet.read_table(path) if is_parquet else pyarrow.csv.read_csv(path)
    except (pyarrow.ArrowException, OSError) as error:
        raise BadInput(f"{path} cannot be read as Parquet or CSV: {error}") from error
    return table.to_pandas()


def _starts_with(path: Path, mark: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(mark)) == mark


def _named(frame: pd.DataFrame, path: Path) -> pd.DataFrame:
    there = {_plain(str(column)): column for column in reversed(frame.columns)}
    found = {
        ours: next((there[name] for name in map(_plain, names) if name in there), None)
        for ours, names in COLUMNS.items()
    }
    for ours in NEEDED:
        if found[ours] is None:
            raise BadInput(
                f"{path} has no column for the {ours}: one of {', '.join(COLUMNS[ours])}; "
                f"it has {', '.join(map(str, frame.columns))}"
            )
    named = pd.DataFrame({ours: frame[theirs] for ours, theirs in found.items() if theirs is not None})
    if "chart" not in named:
        named["chart"] = path.name.partition(".")[0]
    return named


def _plain(name: str) -> str:
    return name.strip().casefold().replace(" ", "_").replace("-", "_")


def _checked(frame: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, int]]:
    """Return the rows that can be used, and why the others cannot."""
    day = pd.to_datetime(frame["week"].astype(str), errors="coerce", utc=True, format="ISO8601")
    rank = pd.to_numeric(frame["rank"], errors="coerce")
    title, artist = (frame[column].astype("string").str.strip() for column in ("title", "artist"))
    reasons = {
        "without a date": day.isna(),
        "without a rank of 1 or more": ~(rank >= 1),
        "without a title": title.isna() | (title == ""),
        "without an artist": artist.isna() | (artist == ""),
    }
    good = pd.Series(True, index=frame.index)
    bad = {}
    for why, wrong in reasons.items():
        if n := int((wrong & good).sum()):
            bad[why] = n
        good &= ~wrong
    numbers = (day - pd.Timestamp(0, tz="UTC")).dt.days
    streams = pd.to_numeric(frame["streams"], errors="coerce") if "streams" in frame else np.nan
    checked = frame.assign(
        day=numbers, rank=rank, title=title, artist=artist, streams=streams, chart=frame["chart"].astype(str)
    )[good]
    return checked.astype({"day": np.int64, "rank": np.int64}), bad


def _require_weekly(frame: pd.DataFrame, path: Path) -> None:
    days = frame[["chart", "day"]].drop_duplicates()
    days = days.assign(week=_weeks(days["day"]))
    twice = days[days.duplicated(["chart", "week"])]
    if len(twice):
        chart, week = twice.iloc[0]["chart"], week_name(int(twice.iloc[0]["week"]))
        raise BadInput(f"{path}: chart {chart!r} has two dates in week {week}; give weekly charts, one date a week")


def _weeks(days: pd.Series) -> pd.Series:
    return (days - (FIRST_MONDAY.toordinal() - 719_163)) // 7


def _table(frame: pd.DataFrame, key_of: NameKey) -> ChartTable:
    codes, distinct = pd.MultiIndex.from_frame(frame[["title", "artist"]]).factorize()
    keys: dict[str, int] = {}
    key_codes = np.array([keys.setdefault(key_of(str(title), str(artist)), len(keys)) for title, artist in distinct])
    song = key_codes[codes]
    weeks = _weeks(frame["day"]).to_numpy()
    newest = np.zeros(len(keys), dtype=np.int64)
    order = np.argsort(weeks, kind="stable")
    newest[song[order]] = order
    shown = frame.iloc[newest]
    genres = shown["genre"].fillna("").astype(str) if "genre" in shown else [""] * len(shown)
    songs = tuple(
        Song(key=key, title=str(title), artist=str(artist), genre=str(genre))
        for key, title, artist, genre in zip(keys, shown["title"], shown["artist"], genres, strict=True)
    )
    chart, charts = pd.factorize(frame["chart"])
    return table_of_columns(
        charts=tuple(str(each) for each in charts),
        songs=songs,
        chart=chart,
        week=weeks,
        rank=frame["rank"].to_numpy(),
        song=song,
        streams=frame["streams"].to_numpy(dtype=np.float64),
    )
