"""Cells between commas, semicolons, tabs or bars: which sign it is, and in which lines the columns are named."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _csv import Reader

DELIMITERS = ",;\t|"
MAX_LINES_BEFORE = 10
"""A note or two may stand above the names of the columns."""
HEAD_CHARACTERS = 1 << 16
_MAX_CELL_LENGTH = 1 << 24
_FMA_ID = "trackid"
_SHOWN_NAMES, _SHOWN_CHARACTERS = 20, 40
Columns = Mapping[str, Sequence[str]]
"""What a column may be called, the first that is there counts; by our name for it."""


@dataclass(frozen=True)
class Layout:
    """How a text is a table."""

    delimiter: str
    header: tuple[str, ...]
    """The first row, or the one that names most of the wanted columns, or those of FMA's tables in one."""
    n_lines_before: int = 0
    """Lines above the header's last row."""


def plain(name: str) -> str:
    """Return a column's name without case, spaces, underscores and hyphens: `Track Name` and `trackName` are one."""
    return name.strip().strip("\ufeff").casefold().translate(_DROPPED)


_DROPPED = {ord(sign): None for sign in " _-\u00a0"}


def places_of(header: Sequence[str], columns: Columns) -> dict[str, int]:
    """Return where each column stands, by our names; those that are not there are left out."""
    at = {plain(name): i for i, name in reversed(list(enumerate(header)))}
    indices = {}
    for field, aliases in columns.items():
        index = next((at[name] for name in map(plain, aliases) if name in at), None)
        if index is not None:
            indices[field] = index
    return indices


def list_names(names: Sequence[str]) -> str:
    """Return the names of a file's columns for a message, on one line, the first ones of many."""
    shown = [" ".join(name.split())[:_SHOWN_CHARACTERS] for name in names[:_SHOWN_NAMES]]
    return ", ".join([*shown, "..."] if len(names) > _SHOWN_NAMES else shown) or "none"


def layout_of(head: str, columns: Columns) -> Layout:
    """Return the layout under which some row near the beginning names most of the columns."""
    rated = [
        (len(places_of(row, columns)), -n_before, len(row), Layout(delimiter, tuple(row), n_before))
        for delimiter in DELIMITERS
        for n_before, row in _headers(list(first_rows(head, delimiter)))
    ]
    return max(rated, key=lambda candidate: candidate[:3])[-1] if rated else Layout(",", ())


def _headers(rows: list[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    """Yield each row that may name the columns, and first those that name them together.

    FMA's tables, as pandas writes such headers, have two or three rows of names and the name of the ids in a row of
    its own: there a column is `album.title` or `mfcc.mean.01`.
    """
    for n_levels, (n_before, row) in enumerate(rows):
        if n_levels > 1 and plain(row[0]) == _FMA_ID and not any(row[1:]):
            levels = [level for _, level in rows[:n_levels]]
            names = [".".join(filter(None, parts)) for parts in zip(*levels, strict=False)]
            yield n_before, [row[0], *names[1:]]
    yield from rows


def first_rows(head: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the first rows that are not empty, each with the number of lines above it."""
    reader = read_rows(io.StringIO(head, newline=""), delimiter)
    n_before = 0
    for row in islice(_until_broken(reader), MAX_LINES_BEFORE + 1):
        if any(cell.strip() for cell in row):
            yield n_before, row
        n_before = reader.line_num


def read_rows(text: Iterable[str], delimiter: str) -> "Reader":
    """Return a reader of rows that takes cells of any length."""
    csv.field_size_limit(max(csv.field_size_limit(), _MAX_CELL_LENGTH))
    return csv.reader(text, delimiter=delimiter)


def _until_broken(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    """Yield rows until one is cut off within quotes, as the last of a head may be."""
    try:
        yield from rows
    except csv.Error:
        return
