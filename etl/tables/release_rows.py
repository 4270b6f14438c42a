"""Rows of a CSV or Parquet file as texts, only the columns that are asked for; FMA's three-row header too."""

import csv
import gzip
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import TextIOWrapper
from pathlib import Path

import pyarrow
import pyarrow.parquet

from recommender.errors import BadInput

_FMA_HEADER_ROWS = 3
_LONGEST_CELL = 1 << 24
Columns = Mapping[str, Sequence[str]]
"""What a column may be called, the first that is there counts; by our name for it."""


@dataclass(eq=False)
class TableRows:
    """The rows of a file and which columns it has."""

    found: frozenset[str]
    """Our names of the columns that are there."""
    rows: Iterator[dict[str, str]]
    """Texts by our names; empty where the cell is."""
    cut_off: list[int] = field(default_factory=list)
    """Numbers of lines with too few or too many cells; complete when `rows` is exhausted."""


def plain(name: str) -> str:
    """Return a column's name without case, spaces and punctuation."""
    return name.strip().casefold().replace(" ", "_").replace("-", "_")


@contextmanager
def open_rows(path: Path, columns: Columns) -> Iterator[TableRows]:
    """Open a table; raises `BadInput` when the file cannot be read as one."""
    try:
        with path.open("rb") as file:
            if file.read(4) == b"PAR1":
                yield _parquet(path, columns)
                return
        with _text(path) as text:
            yield _csv(csv.reader(text), columns, path)
    except OSError as error:
        raise BadInput(f"cannot read {path}: {error.strerror or error}; give a CSV or Parquet file") from error
    except (pyarrow.ArrowException, csv.Error, UnicodeDecodeError, EOFError) as error:
        raise BadInput(f"{path} cannot be read as CSV or Parquet: {error}") from error


@contextmanager
def _text(path: Path) -> Iterator[TextIOWrapper]:
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_CELL))
    with path.open("rb") as file:
        is_packed = file.read(2) == b"\x1f\x8b"
    with gzip.open(path) if is_packed else path.open("rb") as raw, TextIOWrapper(
        raw, encoding="utf-8-sig", errors="replace", newline=""
    ) as text:  # fmt: skip
        yield text


def _csv(reader: Iterator[list[str]], columns: Columns, path: Path) -> TableRows:
    header = next(reader, [])
    if not any(cell.strip() for cell in header):
        raise BadInput(f"{path} is empty; its first row must name the columns")
    first = _fma_names(header, reader)
    names = first or [plain(each) for each in header]
    places = _places(names, columns)
    table = TableRows(frozenset(places), iter(()))
    table.rows = _csv_rows(reader, places, len(names), table.cut_off)
    return table


def _fma_names(header: list[str], reader: Iterator[list[str]]) -> list[str]:
    """Return `section.name` of each column when the file begins as FMA's tables do, else nothing."""
    if header[0] or "track" not in header:
        return []
    second, _ = (next(reader, []) for _ in range(_FMA_HEADER_ROWS - 1))
    return [f"{plain(section)}.{plain(name)}" for section, name in zip(header, second, strict=False)]


def _csv_rows(
    reader: Iterator[list[str]], places: Mapping[str, int], n_cells: int, cut_off: list[int]
) -> Iterator[dict[str, str]]:
    for number, row in enumerate(reader, 1):
        if not row:
            continue
        if len(row) != n_cells:
            cut_off.append(number)
            continue
        yield {ours: row[place].strip() for ours, place in places.items()}


def _parquet(path: Path, columns: Columns) -> TableRows:
    file = pyarrow.parquet.ParquetFile(path)
    names = list(file.schema_arrow.names)
    places = _places([plain(each) for each in names], columns)
    wanted = {ours: names[place] for ours, place in places.items()}

    def rows() -> Iterator[dict[str, str]]:
        for batch in file.iter_batches(columns=sorted(set(wanted.values()))):
            cells = batch.to_pydict()
            for row in range(batch.num_rows):
                yield {ours: _as_text(cells[theirs][row]) for ours, theirs in wanted.items()}

    return TableRows(frozenset(wanted), rows())


def _as_text(cell: object) -> str:
    if isinstance(cell, list):
        return ", ".join(str(each) for each in cell)
    return "" if cell is None else str(cell).strip()


def _places(names: Sequence[str], columns: Columns) -> dict[str, int]:
    found = {}
    for ours, theirs in columns.items():
        place = next((names.index(each) for each in theirs if each in names), None)
        if place is not None:
            found[ours] = place
    return found
