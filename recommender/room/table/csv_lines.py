"""A table as CSV: RFC 4180 in UTF-8, and nothing in it that a spreadsheet would take for a formula."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import numpy as np

MEDIA_TYPE: Final = "text/csv"
_QUOTED = re.compile(r'[",\r\n]')
_FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What spreadsheets begin a formula at; full-width ones, too."""

Cell = str | float | None


def write_csv(names: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """Yield the lines of a table, each with its end."""
    yield _line(names)
    for row in rows:
        yield _line(row)


def _line(cells: Sequence[Cell]) -> str:
    return ",".join(map(_cell, cells)) + "\r\n"


def _cell(value: Cell) -> str:
    """Numbers are written as they are, a negative one with its sign; words are kept from being formulas."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return np.format_float_positional(np.float32(value), trim="-")
    text = f"'{value}" if value.lstrip(" ").startswith(_FORMULA_MARKS) else value
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text
