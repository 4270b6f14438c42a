"""Last.fm scrobbles as the usual tools export them: CSV with or without a header, JSON lines of the API's tracks."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from msgspec import Struct

from etl.tables.history_json import plays_of
from etl.tables.history_rows import BadRow, NoMusic, Read, Unusable, checked_play, moment_of, utc_of
from recommender.prediction.streams.records import Play

TITLE = ("track", "track_name", "title", "song", "name")
ARTIST = ("artist", "artist_name", "artistname")
UNIX = ("uts", "timestamp", "unix", "time_uts", "listened_at")
TEXT = ("utc_time", "date", "datetime", "time", "played_at", "date_time")
"""What the columns are called; the first that is there counts."""
WRITTEN = ("%d %b %Y %H:%M", "%d %b %Y, %H:%M", "%Y/%m/%d %H:%M", "%d/%m/%Y %H:%M")
"""How the tools write a time that is not ISO."""
_WITHOUT_HEADER = ("artist", "album", "track", "date")


class _Date(Struct):
    uts: str | int


class _ApiRow(Struct):
    name: str
    artist: dict[str, Any] | str
    date: _Date | None = None


def is_lastfm(row: dict[str, Any]) -> bool:
    """Return whether the row is a track as Last.fm's API tells it."""
    return {"name", "artist"} <= row.keys() and ("date" in row or "@attr" in row)


def read_lastfm_json(content: bytes) -> Iterator[Read]:
    """Yield the plays; a row without a date is what plays now."""
    return plays_of(content, _ApiRow, _of_api)


def _of_api(row: _ApiRow) -> Play | None:
    if row.date is None:
        return None
    artist = row.artist if isinstance(row.artist, str) else row.artist.get("#text") or row.artist.get("name")
    return checked_play(at=moment_of(row.date.uts), title=row.name, artist=artist)


def columns_of(first: Sequence[str]) -> Mapping[str, int] | None:
    """Return where title, artist and time (`unix` or `text`) stand by a file's first row, or None if they do not."""
    there = {name.strip().strip("\ufeff").casefold().replace(" ", "_"): at for at, name in enumerate(first)}
    found = {
        what: there[name]
        for what, names in (("title", TITLE), ("artist", ARTIST), ("unix", UNIX), ("text", TEXT))
        for name in reversed(names)
        if name in there
    }
    if {"title", "artist"} <= found.keys() and {"unix", "text"} & found.keys():
        return found
    if len(first) == len(_WITHOUT_HEADER) and _is_time(first[3]):
        return {"artist": 0, "title": 2, "text": 3}
    return None


def read_lastfm_csv(content: bytes) -> Iterator[Read]:
    """Yield the plays of a CSV, comma, semicolon or tab between the cells."""
    text = content.decode("utf-8-sig", "replace")
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text))
    first = next(rows, [])
    columns = columns_of(first)
    if columns is None:
        yield BadRow(1, "the file's first row names no title, artist and time")
        return
    has_header = not _is_time(first[columns.get("text", 0)])
    if not has_header:
        yield _of_cells(1, first, columns)
    for number, cells in enumerate(rows, 1 if has_header else 2):
        if cells:
            yield _of_cells(number, cells, columns)


def delimiter_of(text: str) -> str:
    """Return what stands most often between the cells of the first line."""
    line = text.partition("\n")[0]
    return max(",;\t", key=line.count)


def _of_cells(number: int, cells: Sequence[str], columns: Mapping[str, int]) -> Read:
    try:
        at = _when(cells, columns)
        if at is None:
            return NoMusic(number)
        return checked_play(at=at, title=cells[columns["title"]], artist=cells[columns["artist"]])
    except IndexError:
        return BadRow(number, f"it has only {len(cells)} cells")
    except Unusable as error:
        return BadRow(number, str(error))


def _when(cells: Sequence[str], columns: Mapping[str, int]) -> datetime | None:
    """Return the time, None for what was playing when the export was made."""
    if "unix" in columns and (number := cells[columns["unix"]].strip()):
        # Some tools write milliseconds.
        return moment_of(number if len(number) < 12 else number[:-3])
    if "text" not in columns or not (text := cells[columns["text"]].strip()):
        return None
    return _written(text)


def _written(text: str) -> datetime:
    for form in WRITTEN:
        try:
            return datetime.strptime(text, form).replace(tzinfo=UTC)
        except ValueError:
            continue
    return utc_of(text)


def _is_time(text: str) -> bool:
    try:
        return bool(_written(text.strip()))
    except Unusable:
        return False
