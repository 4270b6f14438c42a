"""Listening histories from files: the form is told by what is in a file, whatever its name."""

import codecs
import gzip
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from etl.tables.history_json import first_object
from etl.tables.history_lastfm import columns_of, delimiter_of, is_lastfm, read_lastfm_csv, read_lastfm_json
from etl.tables.history_listenbrainz import is_listenbrainz, read_listenbrainz
from etl.tables.history_rows import Read, Reader
from etl.tables.history_spotify import is_extended, is_year, read_extended, read_year
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
    (is_lastfm, Form("Last.fm", read_lastfm_json, b'"uts"')),
)
_CSV = Form("Last.fm", read_lastfm_csv, b"\n")
_FORMS = (
    "Spotify's StreamingHistory*.json or Streaming_History_Audio_*.json, a ListenBrainz export (JSON lines), "
    "or Last.fm scrobbles (CSV or JSON lines)"
)
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True)
class HistoryFile:
    """One file whose form is known."""

    path: Path
    form: Form
    about_n_rows: int

    def rows(self) -> Iterator[Read]:
        """Yield the rows in order, read anew each time."""
        try:
            yield from self.form.reader(_content(self.path))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise BadInput(f"{self.path} breaks off or is damaged ({error}); export or copy it again") from error


def open_histories(paths: Sequence[Path]) -> list[HistoryFile]:
    """Return the files with their forms; raise `BadInput` naming the first that is none of them."""
    if not paths:
        raise BadInput(f"no file was given; give {_FORMS}")
    return [_opened(path) for path in paths]


def _opened(path: Path) -> HistoryFile:
    if not path.is_file():
        raise BadInput(f"{path} is not a file; give {_FORMS}")
    content = _content(path)
    form = _form_of(content, path)
    return HistoryFile(path, form, content.count(form.mark))


def _form_of(content: bytes, path: Path) -> Form:
    start = content.lstrip()[:1]
    if start in (b"[", b"{"):
        row = first_object(content)
        for fits, form in JSON_FORMS:
            if row is not None and fits(row):
                return form
        raise BadInput(f"{path} is JSON, but no listening history that is known; give {_FORMS}")
    text = content[:4096].decode("utf-8-sig", "replace")
    first = text.partition("\n")[0].strip("\r").split(delimiter_of(text))
    if columns_of([cell.strip('"') for cell in first]) is not None:
        return _CSV
    raise BadInput(f"{path} is no listening history that is known; give {_FORMS}")


def _content(path: Path) -> bytes:
    try:
        content = path.read_bytes()
        content = gzip.decompress(content) if content.startswith(_GZIP) else content
    except (OSError, EOFError) as error:
        raise BadInput(f"{path} cannot be read: {error}") from error
    return content.removeprefix(codecs.BOM_UTF8)
