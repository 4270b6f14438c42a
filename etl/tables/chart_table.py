"""Charts from Parquet or CSV files, columns found by name, rows that cannot be used counted and named."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from etl.tables.chart_entries import entries_of
from etl.tables.delimited import list_names
from etl.tables.table_frame import read_frame
from etl.tables.written_names import texts_of
from recommender.clock import Clock, system_clock
from recommender.errors import BadInput
from recommender.prediction.charts.records import ChartTable, NameKey, Song, charted_key, table_of_columns
from recommender.prediction.charts.weeks import week_name

COLUMNS = {
    "region": ("region", "country", "market"),
    "chart": ("chart", "chart_name"),
    "week": ("week", "week_end", "week_ending", "week_id", "date", "chart_date", "chart_week"),
    "rank": ("rank", "this_week", "position", "pos", "week_position"),
    "title": ("track", "track_name", "song", "song_name", "title", "name"),
    "artist": ("artist", "artist_names", "artists", "performer", "artist_name"),
    "streams": ("streams", "plays", "score"),
    "genre": ("genre", "genres"),
}
"""What each column may be called; the first that is there counts. Case, spaces and underscores do not matter."""
NEEDED = ("week", "rank", "title", "artist")
MAX_DAYS_AHEAD = 60
"""Issues bear dates some weeks ahead."""
_DAY = r"(?:\d{4}-\d{2}-\d{2}|\d{4}_\d{2}_\d{2}|\d{8})"
_DATED_NAME = re.compile(rf"(.*?)[-_ ]*(?:{_DAY}[-_ ]+)?({_DAY})(?: ?\(\d+\))?")


class DatedFile(NamedTuple):
    """A file of one week that only its name tells, as Spotify's are."""

    name: str
    """Without folder and ending."""
    chart: str
    week: int


@dataclass(frozen=True)
class ReadCharts:
    """The charts of one or several files, and what was left out."""

    table: ChartTable
    n_rows: int
    """Rows read."""
    bad: dict[str, int]
    """How many rows were left out, by reason."""
    dated_files: tuple[DatedFile, ...] = ()
    unknown_streams: str = ""
    """Says how many entries do not tell their streams, where others do."""

    @property
    def left_out(self) -> str:
        """Say in words what was left out, rows and streams; empty for nothing."""
        total = sum(self.bad.values())
        rows = f"{total:,} of {self.n_rows:,} rows left out: {_list_counts(self.bad)}" if total else ""
        return "; ".join(filter(None, (rows, self.unknown_streams)))


class _Read(NamedTuple):
    """The entries of one file, checked."""

    frame: pd.DataFrame
    n_rows: int
    bad: Counter[str]
    dated: DatedFile | None
    unknown_streams: Counter[str]
    """What stands in their place, and how often."""


def read_charts(files: Sequence[Path], *, key_of: NameKey = charted_key, clock: Clock = system_clock) -> ReadCharts:
    """Read all charts of these files.

    Each region is a chart; a file without such a column is one chart, named like the file. A file without weeks is
    of the week that its name ends in, and files that are named alike but for that are one chart. Raises `BadInput`
    naming file, column or row when a file is not a table of weekly charts.
    """
    if not files:
        raise BadInput("no file of charts was given")
    latest = clock().date() + timedelta(days=MAX_DAYS_AHEAD)
    read = [_read(path, latest) for path in files]
    _require_one_file_a_week(read)
    unknown = sum((file.unknown_streams for file in read), Counter())
    return ReadCharts(
        table=_table(pd.concat([file.frame for file in read], ignore_index=True), key_of),
        n_rows=sum(file.n_rows for file in read),
        bad=dict(sum((file.bad for file in read), Counter())),
        dated_files=tuple(file.dated for file in read if file.dated),
        unknown_streams=_say_unknown(unknown, sum(len(file.frame) for file in read)),
    )


def _say_unknown(unknown: Counter[str], n_entries: int) -> str:
    if not unknown:
        return ""
    return (
        f"streams of {unknown.total():,} of {n_entries:,} entries are no number above 0 (such as "
        f"{next(iter(unknown))[:40]!r}): each is taken to lie between its neighbours of the week, and a chart that "
        "tells fewer than half of a week goes by rank"
    )


def _read(path: Path, latest: date) -> _Read:
    table = read_frame(path, COLUMNS)
    stem = path.name.partition(".")[0]
    dated = None if "week" in table.frame else _DATED_NAME.fullmatch(stem)
    frame = table.frame if dated is None else table.frame.assign(week=dated[2].replace("_", "-"))
    for field in NEEDED:
        if field not in frame:
            hint = ", or a date at the end of the file's name" if field == "week" else ""
            raise BadInput(
                f"{path} has no column for the {field}: one of {', '.join(COLUMNS[field])}{hint}; "
                f"it has {list_names(table.names)}"
            )
    chart = (dated[1] if dated else stem) or stem
    kept, bad = entries_of(frame, path, latest, chart=chart)
    n_rows = len(frame) + table.n_cut_off
    if table.n_cut_off:
        bad["cut off, or with cells too many"] = table.n_cut_off
    if kept.empty:
        first = ", ".join(f"{field} {str(frame[field].iloc[0])[:40]!r}" for field in NEEDED) if len(frame) else "none"
        raise BadInput(
            f"{path}: none of its {n_rows:,} rows is a chart entry ({_list_counts(bad) or 'it has no rows'}; the first "
            f"is {first}); give week (such as 2026-11-27 or 2026-W48), rank, track, artist"
        )
    _require_weekly(kept, path)
    unknown = kept.index[kept["streams"].isna()] if "streams" in frame else []
    return _Read(
        frame=kept,
        n_rows=n_rows,
        bad=bad,
        dated=DatedFile(stem, chart, int(kept["week"].iloc[0])) if dated else None,
        unknown_streams=Counter(texts_of(frame["streams"][unknown])) if len(unknown) else Counter(),
    )


def _require_weekly(frame: pd.DataFrame, path: Path) -> None:
    days = frame[["chart", "week", "day"]].drop_duplicates()
    twice = days[days.duplicated(["chart", "week"])]
    if len(twice):
        chart, week = twice.iloc[0]["chart"], week_name(int(twice.iloc[0]["week"]))
        raise BadInput(f"{path}: chart {chart!r} has two dates in week {week}; give weekly charts, one date a week")


def _require_one_file_a_week(read: Sequence[_Read]) -> None:
    earlier: set[tuple[str, int]] = set()
    for file in read:
        weeks = set(file.frame[["chart", "week"]].drop_duplicates().itertuples(index=False, name=None))
        if twice := sorted(earlier & weeks):
            chart, week = twice[0]
            raise BadInput(
                f"week {week_name(week)} of chart {chart!r} is in two tables; name the charts apart or give one of them"
            )
        earlier |= weeks


def _list_counts(bad: Counter[str] | dict[str, int]) -> str:
    return ", ".join(f"{n:,} {reason}" for reason, n in bad.items())


def _table(frame: pd.DataFrame, key_of: NameKey) -> ChartTable:
    codes, distinct = pd.MultiIndex.from_frame(frame[["title", "artist"]]).factorize()
    keys: dict[str, int] = {}
    key_codes = np.array([keys.setdefault(key_of(title, artist), len(keys)) for title, artist in distinct])
    song = key_codes[codes]
    weeks = frame["week"].to_numpy()
    newest = np.zeros(len(keys), dtype=np.int64)
    order = np.argsort(weeks, kind="stable")
    newest[song[order]] = order
    shown = frame.iloc[newest]
    songs = tuple(
        Song(key=key, title=title, artist=artist, genre=genre)
        for key, title, artist, genre in zip(keys, shown["title"], shown["artist"], shown["genre"], strict=True)
    )
    chart, charts = pd.factorize(frame["chart"])
    return table_of_columns(
        charts=tuple(str(chart) for chart in charts),
        songs=songs,
        chart=chart,
        week=weeks,
        rank=frame["rank"].to_numpy(),
        song=song,
        streams=frame["streams"].to_numpy(dtype=np.float64),
    )
