"""Tables of releases: one row a release, a track of one, a chart entry, or the count of an artist's year."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from etl.tables.release_rows import TableRows, open_rows
from recommender.clock import Clock, system_clock
from recommender.errors import BadInput
from recommender.prediction.releases.complete_years import last_complete_year
from recommender.prediction.releases.records import Release, ReleaseTable

COLUMNS = {
    "artist": ("artist", "artist.name", "album_artist", "artist_name", "artists", "artist_names", "performer"),
    "date": (
        *("release_date", "released_on", "date_released", "album.date_released", "album_release_date", "released"),
        *("date", "week", "week_end", "chart_date"),
    ),
    "year": ("year", "release_year", "album_year"),
    "album": ("album", "album.title", "album_title", "album_name", "release", "release_title"),
    "title": ("title", "song", "track", "track_name", "name", "track.title"),
    "rank": ("rank", "this_week", "position"),
    "n": ("n_releases", "releases", "n"),
}
"""What each column may be called; case, spaces and hyphens do not matter."""
FIRST_YEAR = 1860
_DATE = re.compile(r"(\d{4})(?:\.0|[-/.](\d{1,2})(?:[-/. T].*)?|(\d{2})\d{2})?\Z")
_SHOWN = 3


@dataclass
class _Left:
    """Rows that cannot be used: how many, and the first few."""

    n_rows: int = 0
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
    left = _Left()
    with open_rows(path, COLUMNS) as table:
        _require_columns(table, path)
        is_chart = {"rank", "date"} <= table.found and "n" not in table.found
        read = _chart(table, left, this_year) if is_chart else _listed(table, left, this_year)
        releases = tuple(read)
    if not releases:
        raise BadInput(f"{path}: none of its {left.n_rows:,} rows is a release; {' '.join(left.notes())}".rstrip("; "))
    notes = left.notes()
    if table.cut_off:
        notes += (f"{len(table.cut_off):,} rows left out: cut off, or with cells too many",)
    return ReleaseTable(
        releases=releases,
        release_is=_release_is(table, is_chart=is_chart),
        last_complete_year=last_complete_year(releases, this_year=this_year),
        notes=notes,
    )


def _require_columns(table: TableRows, path: Path) -> None:
    if "artist" not in table.found:
        raise BadInput(f"{path} has no column for the artist: one of {', '.join(COLUMNS['artist'])}")
    if not {"date", "year"} & table.found:
        raise BadInput(f"{path} has no column for the date: one of {', '.join(COLUMNS['date'] + COLUMNS['year'])}")


def _release_is(table: TableRows, *, is_chart: bool) -> str:
    if is_chart:
        return "a song, in the year of its first week in the chart (songs of the chart's first week left out)"
    if "n" in table.found:
        return "whatever the table's counts count"
    if "album" in table.found:
        return "an album of the table, in the year of its earliest date"
    return "a title of the table, in the year of its earliest date" if "title" in table.found else "a row of the table"


def _listed(table: TableRows, left: _Left, this_year: int) -> Iterable[Release]:
    for row in table.rows:
        left.n_rows += 1
        when = _when(row, this_year)
        n = _count(row.get("n", "1"))
        if not row["artist"]:
            left.out("no artist", row)
        elif when is None:
            left.out(f"no year from {FIRST_YEAR} to {this_year}", row)
        elif n is None:
            left.out("the count is not a whole number from 0 to 65535", row)
        else:
            is_counted = "n" in table.found
            title = "" if is_counted else row.get("album") or row.get("title", "")
            yield Release(artist=row["artist"], year=when[0], month=when[1], title=title, n=n)


def _chart(table: TableRows, left: _Left, this_year: int) -> Iterable[Release]:
    first: dict[tuple[str, str], tuple[str, int, int | None]] = {}
    for row in table.rows:
        left.n_rows += 1
        when, song = _when(row, this_year), (row["artist"], row.get("title", ""))
        if not all(song):
            left.out("no artist or no title", row)
        elif when is None:
            left.out(f"no year from {FIRST_YEAR} to {this_year}", row)
        elif song not in first or row["date"] < first[song][0]:
            first[song] = (row["date"], *when)
    opening = min((week for week, _, _ in first.values()), default="")
    for (artist, title), (week, year, month) in first.items():
        if week != opening:
            yield Release(artist=artist, title=title, year=year, month=month)


def _when(row: dict[str, str], this_year: int) -> tuple[int, int | None] | None:
    """Return year and month, the month where it is known; None when there is no sound year."""
    match = _DATE.match(row.get("date", "")) or _DATE.match(row.get("year", ""))
    if match is None:
        return None
    year, month = int(match[1]), int(match[2] or match[3] or 0)
    if not FIRST_YEAR <= year <= this_year or month > 12:
        return None
    return year, month or None


def _count(text: str) -> int | None:
    digits = text.removesuffix(".0")
    return int(digits) if digits.isdecimal() and int(digits) < 1 << 16 else None
