"""Tables of releases: one row a release, a track of one, a chart entry, or the count of an artist's year."""

import re
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from etl.tables.delimited import list_names
from etl.tables.table_frame import TableFrame, read_frame
from etl.tables.written_dates import NoDate, Order, day_of_week, moment_written, order_of
from etl.tables.written_names import one_credit, texts_of
from etl.tables.written_numbers import number_of
from recommender.clock import Clock, system_clock
from recommender.errors import BadInput
from recommender.prediction.releases.complete_years import last_complete_year
from recommender.prediction.releases.records import Release, ReleaseTable

COLUMNS = {
    "artist": ("artist", "artist.name", "album_artist", "artist_name", "artists", "artist_names", "performer"),
    "date": (
        *("release_date", "released_on", "date_released", "album.date_released", "album_release_date", "released"),
        *("date", "week", "week_end", "week_id", "chart_date"),
    ),
    "year": ("year", "release_year", "album_year"),
    "album": ("album", "album.title", "album_title", "album_name", "release", "release_title"),
    "title": ("title", "song", "track", "track_name", "name", "track.title"),
    "rank": ("rank", "this_week", "position", "week_position"),
    "n": ("n_releases", "releases", "n"),
}
"""What each column may be called; case, spaces and hyphens do not matter."""
FIRST_YEAR = 1860
_DATE = re.compile(r"(\d{4})(?:\.0|[-/.](\d{1,2})(?:[-/. T].*)?|(\d{2})\d{2})?\Z")
_ENDS_IN_YEAR = re.compile(r"\b(\d{4})\Z")
_SHOWN = 3


@dataclass
class _Left:
    """Rows that cannot be used: how many, and the first few."""

    n_rows: int
    by_reason: dict[str, list[str]] = field(default_factory=dict)

    def out(self, reason: str, row: dict[str, str]) -> None:
        """Count a row and keep what it looked like."""
        self.by_reason.setdefault(reason, []).append(", ".join(filter(None, row.values()))[:80])

    def notes(self) -> tuple[str, ...]:
        """Say how many rows were left out, and why."""
        return tuple(
            f"{len(rows):,} of {self.n_rows:,} rows left out: {reason} (such as {'; '.join(rows[:_SHOWN])})"
            for reason, rows in self.by_reason.items()
        )


def read_releases(path: Path, *, clock: Clock = system_clock) -> ReleaseTable:
    """Read a table; columns are found by name, rows that cannot be used are counted in the notes.

    A table with ranks is a chart: there a song is released in the week it is first listed, and the songs of the very
    first week are left out, for nobody knows since when they were listed. Raises `BadInput` when nothing can be used.
    """
    this_year = clock().year
    table = read_frame(path, COLUMNS)
    columns = tuple(table.frame)
    _require_columns(table, path)
    rows = _rows(table)
    left = _Left(len(rows))
    is_chart = {"rank", "date"} <= set(columns) and "n" not in columns
    releases = tuple(_chart(rows, left, path, this_year) if is_chart else _releases(rows, left, this_year))
    if not releases:
        raise BadInput(f"{path}: none of its {left.n_rows:,} rows is a release; {' '.join(left.notes())}".rstrip("; "))
    notes = left.notes()
    if table.n_cut_off:
        notes += (f"{table.n_cut_off:,} rows left out: cut off, or with cells too many",)
    return ReleaseTable(
        releases=releases,
        release_is=_release_is(columns, is_chart=is_chart),
        last_complete_year=last_complete_year(releases, this_year=this_year),
        notes=notes,
    )


def _require_columns(table: TableFrame, path: Path) -> None:
    for kind, fields in (("artist", ("artist",)), ("date", ("date", "year"))):
        if not set(fields) & set(table.frame):
            names = ", ".join(name for field in fields for name in COLUMNS[field])
            raise BadInput(f"{path} has no column for the {kind}: one of {names}; it has {list_names(table.names)}")


def _rows(table: TableFrame) -> list[dict[str, str]]:
    """Return the rows as texts by our names, empty where the cell is."""
    written = {"artist": one_credit, "date": _date}
    texts = {field: texts_of(column, written.get(str(field), str.strip)) for field, column in table.frame.items()}
    return [dict(zip(texts, cells, strict=True)) for cells in zip(*texts.values(), strict=True)]


def _date(text: str) -> str:
    """Return a date without spaces around it; of an ISO week its Thursday, whose year is the week's."""
    return day_of_week(text, weekday=4) or text.strip()


def _release_is(columns: Collection[str], *, is_chart: bool) -> str:
    if is_chart:
        return "a song, in the year of its first week in the chart (songs of the chart's first week left out)"
    if "n" in columns:
        return "whatever the table's counts count"
    if "album" in columns:
        return "an album of the table, in the year of its earliest date"
    return "a title of the table, in the year of its earliest date" if "title" in columns else "a row of the table"


def _releases(rows: Sequence[dict[str, str]], left: _Left, this_year: int) -> Iterable[Release]:
    order = None
    with suppress(NoDate):  # of dates that may be read both ways the year is certain, and the month is not needed
        order = order_of({row.get("date", "") for row in rows})
    for row in rows:
        when = _when(row, order, this_year)
        n = _count(row.get("n", "1"))
        if not row["artist"]:
            left.out("no artist", row)
        elif when is None:
            left.out(f"no year from {FIRST_YEAR} to {this_year}", row)
        elif n is None:
            left.out("the count is not a whole number from 0 to 65535", row)
        else:
            title = "" if "n" in row else row.get("album") or row.get("title", "")
            yield Release(artist=row["artist"], year=when[0], month=when[1], title=title, n=n)


def _chart(rows: Sequence[dict[str, str]], left: _Left, path: Path, this_year: int) -> Iterable[Release]:
    order = _order_of({row["date"] for row in rows}, path)
    days = {text: _day(text, order, this_year) for text in {row["date"] for row in rows}}
    first: dict[tuple[str, str], datetime] = {}
    for row in rows:
        day, song = days[row["date"]], (row["artist"], row.get("title", ""))
        if not all(song):
            left.out("no artist or no title", row)
        elif day is None:
            left.out(f"no year from {FIRST_YEAR} to {this_year}", row)
        else:
            first[song] = min(day, first.get(song, day))
    opening = min(first.values(), default=None)
    for (artist, title), day in first.items():
        if day != opening:
            yield Release(artist=artist, title=title, year=day.year, month=day.month)


def _order_of(dates: Iterable[str], path: Path) -> Order | None:
    try:
        return order_of(dates, is_weekly=True)
    except NoDate as error:
        raise BadInput(f"{path}: {error}") from error


def _day(text: str, order: Order | None, this_year: int) -> datetime | None:
    try:
        day = moment_written(text, order, this_year=this_year)
    except NoDate:
        return None
    return day if FIRST_YEAR <= day.year <= this_year else None


def _when(row: dict[str, str], order: Order | None, this_year: int) -> tuple[int, int | None] | None:
    """Return year and month, the month where it is known; None when there is no sound year."""
    for text in (row.get("date", ""), row.get("year", "")):
        year, month = _year_and_month(text, order, this_year)
        if year:
            return (year, month or None) if FIRST_YEAR <= year <= this_year and month <= 12 else None
    return None


def _year_and_month(text: str, order: Order | None, this_year: int) -> tuple[int, int]:
    """Return both, 0 for what is not told: without an order only the year of `03/04/1984` is certain."""
    if match := _DATE.match(text):
        return int(match[1]), int(match[2] or match[3] or 0)
    try:
        day = moment_written(text, order, this_year=this_year)
    except NoDate:
        return (int(match[1]), 0) if (match := _ENDS_IN_YEAR.search(text)) else (0, 0)
    return day.year, day.month


def _count(text: str) -> int | None:
    number = number_of(text)
    return int(number) if 0 <= number < 1 << 16 and number.is_integer() else None
