"""Listening histories from files: the form is told by what is in a file, whatever its name."""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow
import pyarrow.csv
import pyarrow.parquet

from etl.histories.csv_rows import is_csv, is_log, read_csv, read_log
from etl.histories.json_entries import first_objects
from etl.histories.lastfm import is_api_track, is_stats_scrobble, read_api_tracks, read_stats
from etl.histories.listenbrainz import is_listenbrainz, read_listenbrainz
from etl.histories.named_columns import is_named, read_named
from etl.histories.no_history import what_else
from etl.histories.rows import Read, Reader, not_later
from etl.histories.services import is_maloja, is_youtube, read_maloja, read_youtube
from etl.histories.spotify import is_extended, is_year, read_extended, read_year
from etl.tables.text_files import PARQUET, TextFile, as_utf8, text_files
from etl.tables.written_dates import NoDate
from recommender.clock import Clock, system_clock
from recommender.errors import BadInput


class Form(NamedTuple):
    """One form of export."""

    name: str
    reader: Reader
    mark: bytes
    """What stands in a file once a row, about."""


JSON_FORMS: tuple[tuple[Callable[[dict[str, Any]], bool], Form], ...] = (
    (is_year, Form("Spotify, last year", read_year, b'"endTime"')),
    (is_extended, Form("Spotify, extended", read_extended, b'"ms_played"')),
    (is_listenbrainz, Form("ListenBrainz", read_listenbrainz, b'"listened_at"')),
    (is_maloja, Form("Maloja", read_maloja, b'"artists"')),
    (is_youtube, Form("YouTube Music", read_youtube, b'"header"')),
    (is_stats_scrobble, Form("lastfmstats", read_stats, b'"track"')),
    (is_api_track, Form("Last.fm", read_api_tracks, b'"uts"')),
    (is_named, Form("JSON", read_named, b"{")),
)
_CSV = Form("CSV", read_csv, b"\n")
_LOG = Form("scrobbler.log", read_log, b"\n")
_FORMS = (
    "Spotify's StreamingHistory*.json or Streaming_History_Audio_*.json, a ListenBrainz, Maloja or YouTube Music "
    "export, or Last.fm scrobbles (CSV or JSON)"
)
MAX_AHEAD = timedelta(days=1)
"""Clocks and time zones are wrong by less."""


@dataclass(frozen=True)
class HistoryFile:
    """One file whose form is known."""

    file: TextFile
    form: Form
    about_n_rows: int
    latest: datetime
    """Plays after it cannot have happened yet."""

    @property
    def path(self) -> Path:
        """Where it is, or the zip that it is in."""
        return self.file.path

    def rows(self) -> Iterator[Read]:
        """Yield the rows in order, read anew each time."""
        yield from not_later(self.form.reader(_text(self.file)), self.latest)


def open_histories(
    paths: Sequence[Path], *, left_aside: Callable[[str], None] = lambda _: None, clock: Clock = system_clock
) -> list[HistoryFile]:
    """Return the files with their forms; a folder stands for the files in it, a zip for those it holds.

    What is no history is told to `left_aside` with the reason. Raises `BadInput` for a path that is not there, and
    when nothing is left.
    """
    if not paths:
        raise BadInput(f"no file was given; give {_FORMS}")
    latest = clock() + MAX_AHEAD
    opened, reasons = [], []
    for file in _files(paths):
        try:
            opened.append(_open(file, latest))
        except BadInput as error:
            reasons.append(str(error))
    if not opened:
        why = reasons[0] if reasons else f"{paths[0]} holds no file"
        more = f" (and {len(reasons) - 1} more files that are none)" if len(reasons) > 1 else ""
        hint = "" if "write them as" in why else f"; give {_FORMS}"
        raise BadInput(f"{why}{more}{hint}")
    for reason in reasons:
        left_aside(reason)
    return opened


def _files(paths: Sequence[Path]) -> Iterator[TextFile]:
    for path in paths:
        if path.is_dir():
            inside = (entry for entry in sorted(path.rglob("*")) if entry.is_file() and not entry.name.startswith("."))
            for file in inside:
                yield from text_files(file)
        elif path.is_file():
            yield from text_files(path)
        else:
            raise BadInput(f"{path} is not a file; give {_FORMS}")


def _open(file: TextFile, latest: datetime) -> HistoryFile:
    content = _text(file)
    form = _form_of(content, file)
    return HistoryFile(file, form, content.count(form.mark), latest)


def _text(file: TextFile) -> bytes:
    """Return the content in UTF-8, that of Parquet as the CSV that it would be."""
    content = file.content()
    if not content.startswith(PARQUET):
        return as_utf8(content)
    written = io.BytesIO()
    try:
        table = pyarrow.parquet.read_table(pyarrow.BufferReader(content))
        pyarrow.csv.write_csv(pyarrow.table({name: _flat(table[name]) for name in table.column_names}), written)
    except (pyarrow.ArrowException, OSError) as error:  # pyarrow takes damaged Parquet for an error of the disk
        reason = " ".join(str(error).split())[:80]
        raise BadInput(f"{file} cannot be read as Parquet ({reason}); copy or export it again") from error
    return written.getvalue()


def _flat(column: pyarrow.ChunkedArray) -> pyarrow.ChunkedArray | pyarrow.Array:
    """Return a column as CSV can hold it: a list of artists as Python writes it, which `one_credit` reads."""
    if not pyarrow.types.is_nested(column.type):
        return column
    return pyarrow.array([None if cell is None else str(cell) for cell in column.to_pylist()], pyarrow.string())


def _form_of(content: bytes, file: TextFile) -> Form:
    if not content.strip():
        raise BadInput(f"{file} is empty")
    if is_log(content):
        return _LOG
    if content.lstrip()[:1] in (b"[", b"{"):
        rows = list(first_objects(content))
        form = next((form for fits, form in JSON_FORMS if any(map(fits, rows))), None)
    else:
        try:
            form = _CSV if is_csv(content) else None
        except NoDate as error:
            raise BadInput(f"{file}: {error}") from error
    if form is None:
        raise BadInput(f"{file} is no listening history that is known: {what_else(content)}")
    return form
