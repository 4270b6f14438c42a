"""Plays in CSV as scrobble exporters and services write them, with or without named columns; Rockbox's log too."""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from etl.histories.rows import BadRow, NoMusic, Read, Unusable, check_play, moment_of
from etl.tables.delimited import DELIMITERS, HEAD_CHARACTERS, first_rows, layout_of, places_of, read_rows
from etl.tables.written_dates import NoDate, Order, is_in_digits, moment_written, order_of
from etl.tables.written_names import one_credit
from etl.tables.written_numbers import number_of

COLUMNS = {
    "title": (
        *("track", "track_name", "title", "song", "song_name", "song_title", "name", "track_title"),
        "master_metadata_track_name",
    ),
    "artist": ("artist", "artist_name", "artists", "master_metadata_album_artist_name", "container_artist_name"),
    "unix": ("uts", "timestamp", "unix", "time_uts", "listened_at"),
    "text": (
        *("utc_time", "date", "datetime", "time", "played_at", "date_time", "ts", "end_time", "entry_date"),
        *("scrobbled_at", "scrobble_time", "event_start_timestamp", "event_end_timestamp", "date_played"),
    ),
    "ms": ("ms_played", "play_duration_milliseconds", "stream_duration_ms"),
    "seconds": ("seconds_played", "listened_s", "listening_time"),
    "episode": ("episode_name",),
}
"""What the columns are called; the first that is there counts. Case, spaces and underscores do not matter."""
_WITHOUT_HEADER = {"artist": 0, "title": 2, "text": 3}
"""What most exporters write: artist, album, track, time, and sometimes empty cells behind."""
_LOG_MARK = b"#AUDIOSCROBBLER/"
_LOG = {"artist": 0, "title": 2, "rating": 5, "unix": 6}
_SKIPPED = "S"


@dataclass(frozen=True)
class _Table:
    """Where things stand."""

    delimiter: str
    columns: Mapping[str, int]
    n_lines_before: int
    """The names of the columns, and what is above them."""
    order: Order | None = None


def is_csv(content: bytes) -> bool:
    """Return whether title, artist and time of plays are found; raises `NoDate` when the dates are not certain."""
    return _table_of(content) is not None


def is_log(content: bytes) -> bool:
    """Return whether it is a `.scrobbler.log` of a portable player."""
    return content.startswith(_LOG_MARK)


def read_csv(content: bytes) -> Iterator[Read]:
    """Yield the plays of a CSV."""
    if (table := _table_of(content)) is None:
        yield BadRow(1, "no row names title, artist and time")
        return
    for number, cells in enumerate(_rows(content, table), 1):
        yield _read(number, cells, table)


def read_log(content: bytes) -> Iterator[Read]:
    """Yield the plays of a `.scrobbler.log`; what was skipped was heard for no time."""
    table = _Table("\t", _LOG, 0)
    rows = (cells for cells in _rows(content, table) if not cells[0].startswith("#"))
    for number, cells in enumerate(rows, 1):
        yield _read(number, cells, table)


def _table_of(content: bytes) -> _Table | None:
    head = content[:HEAD_CHARACTERS].decode("utf-8", "replace")
    layout = layout_of(head, COLUMNS)
    # lastfmstats writes whose plays they are behind the name of a column: `Date#someone`.
    columns = places_of([name.partition("#")[0] for name in layout.header], COLUMNS)
    table = _Table(layout.delimiter, columns, layout.n_lines_before + 1)
    if not ({"title", "artist"} <= columns.keys() and {"unix", "text"} & columns.keys()):
        delimiter = next((sign for sign in DELIMITERS if _has_times(head, sign)), None)
        if delimiter is None:
            return None
        table = _Table(delimiter, _WITHOUT_HEADER, 0)
    return _Table(table.delimiter, table.columns, table.n_lines_before, _order_in(content, table))


def _has_times(head: str, delimiter: str) -> bool:
    """Return whether some row has a time where rows without named columns have it."""
    at = _WITHOUT_HEADER["text"]
    return any(len(row) > at and _is_time(row[at]) for _, row in first_rows(head, delimiter))


def _is_time(text: str) -> bool:
    if is_in_digits(text):
        return True
    try:
        return bool(moment_written(text))
    except NoDate:
        return False


def _order_in(content: bytes, table: _Table) -> Order | None:
    """Return whether days or months come first; the whole column is read only where its first rows leave it open."""
    if (at := table.columns.get("text")) is None:
        return None
    cells = (row[at] for row in _rows(content, table) if len(row) > at)
    first = list(islice(cells, 100))
    return order_of([*first, *cells]) if any(map(is_in_digits, first)) else None


def _rows(content: bytes, table: _Table) -> Iterator[list[str]]:
    text = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8", errors="replace", newline="")
    for _ in range(table.n_lines_before):
        text.readline()
    return (cells for cells in read_rows(text, table.delimiter) if cells)


def _read(number: int, cells: Sequence[str], table: _Table) -> Read:
    columns = table.columns
    try:
        if "episode" in columns and not cells[columns["title"]].strip() and not cells[columns["artist"]].strip():
            return NoMusic(number)
        at = _when(cells, table)
        if at is None:
            return NoMusic(number)
        return check_play(
            at=at,
            title=cells[columns["title"]],
            artist=one_credit(cells[columns["artist"]]),
            listened_s=_listened_s(cells, columns),
            is_song="episode" in columns,
        )
    except IndexError:
        return BadRow(number, f"it has only {len(cells)} cells")
    except Unusable as error:
        return BadRow(number, str(error))


def _when(cells: Sequence[str], table: _Table) -> datetime | None:
    """Return the time, None for what was playing when the export was made."""
    texts = (cells[table.columns[name]].strip() for name in ("unix", "text") if name in table.columns)
    text = next(filter(None, texts), None)
    if text is None:
        return None
    if text.isdecimal() and len(text) < 9:
        return moment_of(text)
    try:
        return moment_written(text, table.order)
    except NoDate as error:
        raise Unusable(f"its time {error}") from error


def _listened_s(cells: Sequence[str], columns: Mapping[str, int]) -> float | None:
    if "rating" in columns:
        return 0.0 if cells[columns["rating"]].strip() == _SKIPPED else None
    for name, unit_s in (("ms", 1e-3), ("seconds", 1.0)):
        if name in columns and (text := cells[columns[name]].strip()):
            number = number_of(text)
            if number != number:
                raise Unusable(f"how long it was heard is {text[:40]!r}")
            return number * unit_s
    return None
