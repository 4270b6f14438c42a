"""The one reader of tables: CSV or Parquet, packed or not, as a frame of the wanted columns or in batches of rows.

Opening (`text_files`), then delimiter and columns (`delimited`), then typed values (`written_numbers`,
`written_dates`, `written_names`): texts stay texts until then, `NA` and `007` too.
"""

import ast
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import pandas as pd
import pyarrow
import pyarrow.compute
import pyarrow.csv
import pyarrow.parquet
import structlog

from etl.tables.delimited import HEAD_CHARACTERS, Columns, layout_of, places_of
from etl.tables.text_files import PARQUET, WESTERN, TextFile, table_file
from recommender.errors import BadInput

_log = structlog.get_logger(__name__)
_BLOCK_BYTES = 16 << 20
_MAX_CELL_LINES, _MAX_ROW_LINES = 20, 1_000
"""In a cell that is wanted, and in a row that is left out, which may hold a biography: more is a quotation mark that
is not closed, and swallows the rows below it."""
_SHOWN = 80
"""Characters of a text from outside that a message repeats."""


@dataclass(frozen=True, eq=False)
class OpenTable:
    """A table whose rows are still to be read."""

    path: Path
    names: tuple[str, ...]
    """All columns of the file, as it calls them."""
    columns: tuple[str, ...]
    """Our names of the columns that are there."""
    batches: Iterator[pyarrow.RecordBatch]
    """By our names: texts, or what Parquet says they are; empty cells of CSV are empty texts."""
    cut_off: list[str] = field(default_factory=list)
    """Rows with cells too few or too many, which are left out; complete when `batches` is exhausted."""


@dataclass(frozen=True, eq=False)
class TableFrame:
    """What a file holds."""

    frame: pd.DataFrame
    """By our names of the columns, as in the batches."""
    names: tuple[str, ...]
    """All columns of the file, as it calls them."""
    n_cut_off: int = 0
    """Rows with cells too few or too many: left out."""


def read_frame(path: Path, columns: Columns) -> TableFrame:
    """Read the wanted columns; raises `BadInput` when the file is no table, naming it."""
    with open_table(path, columns) as table:
        frames = [batch.to_pandas() for batch in table.batches]
    frame = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame({name: [] for name in table.columns})
    return TableFrame(frame, table.names, len(table.cut_off))


@contextmanager
def open_table(path: Path, columns: Columns) -> Iterator[OpenTable]:
    """Open a table; raises `BadInput` when the file, or what follows in it, cannot be read as one."""
    file = table_file(path)
    try:
        with file.open() as start:
            is_parquet = start.read(len(PARQUET)) == PARQUET
        if is_parquet:
            yield _parquet(file, columns)
        else:
            with file.text() as text:
                head = text.read(HEAD_CHARACTERS)
                encoding = text.encoding
            _require_text(head, path)
            if encoding in WESTERN:
                _log.warning("table_not_in_utf8", file=str(path), read_as=encoding)
            with file.as_utf8() as content:
                yield _csv(path, head, content, columns)
    except (pyarrow.ArrowException, OSError) as error:
        kind = "Parquet" if is_parquet else "a table of cells between commas, semicolons, tabs or bars"
        reason = " ".join(str(error).split())[:_SHOWN]
        raise BadInput(f"{path} cannot be read as {kind} ({reason}); copy or export it again") from error


def _require_text(head: str, path: Path) -> None:
    start = head.lstrip()
    if not start:
        raise BadInput(f"{path} is empty; give a CSV or Parquet file with its columns named in the first row")
    if "\0" in head:
        raise BadInput(
            f"{path} is no text that begins {start[: _SHOWN // 4]!r}; give a CSV or Parquet file, plain, gzipped or "
            "alone in a zip"
        )
    if start.startswith(("{", "[{", "[[")):
        raise BadInput(f"{path} is JSON; give a CSV or Parquet file")


def _parquet(file: TextFile, columns: Columns) -> OpenTable:
    reader = pyarrow.parquet.ParquetFile(pyarrow.BufferReader(file.content()))
    keys = reader.schema_arrow.names
    names = tuple(map(_joined, keys))
    indices = places_of(names, columns)
    wanted = [keys[index] for index in dict.fromkeys(indices.values())]
    batches = reader.iter_batches(columns=wanted)
    return OpenTable(file.path, names, tuple(indices), (_rename(batch, keys, indices) for batch in batches))


def _joined(name: str) -> str:
    """Return `mfcc.mean.01` for a column that pandas calls `('mfcc', 'mean', '01')`."""
    try:
        parts = ast.literal_eval(name) if name.startswith("('") else name
    except (ValueError, SyntaxError):
        return name
    return ".".join(filter(None, parts)) if isinstance(parts, tuple) else name


def _csv(path: Path, head: str, content: BinaryIO, columns: Columns) -> OpenTable:
    layout = layout_of(head, columns)
    indices = places_of(layout.header, columns)
    cut_off: list[str] = []
    if not indices:
        return OpenTable(path, layout.header, (), iter(()))

    def leave_out(row: pyarrow.csv.InvalidRow) -> str:
        cut_off.append(row.text[:_SHOWN])
        return "skip" if row.text.count("\n") <= _MAX_ROW_LINES else "error"

    keys = [str(index) for index in range(len(layout.header))]
    batches = pyarrow.csv.open_csv(
        content,
        read_options=pyarrow.csv.ReadOptions(
            column_names=keys, skip_rows_after_names=layout.n_lines_before + 1, block_size=_BLOCK_BYTES
        ),
        parse_options=pyarrow.csv.ParseOptions(
            delimiter=layout.delimiter, newlines_in_values=True, invalid_row_handler=leave_out
        ),
        convert_options=pyarrow.csv.ConvertOptions(
            include_columns=[keys[index] for index in dict.fromkeys(indices.values())],
            column_types=dict.fromkeys(keys, pyarrow.string()),
            strings_can_be_null=False,
        ),
    )
    renamed = (_rename(_check(batch, path), keys, indices) for batch in batches)
    return OpenTable(path, layout.header, tuple(indices), renamed, cut_off)


def _check(batch: pyarrow.RecordBatch, path: Path) -> pyarrow.RecordBatch:
    """Return the batch; raises `BadInput` where a cell has swallowed the rows below it."""
    for column in batch.columns:
        n_breaks = pyarrow.compute.count_substring(column, "\n").to_numpy(zero_copy_only=False)
        if len(n_breaks) and n_breaks.max() > _MAX_CELL_LINES:
            cell = column[int(n_breaks.argmax())].as_py()
            raise BadInput(
                f"{path}: a quotation mark is not closed, for {cell[: _SHOWN // 2]!r} goes on for {n_breaks.max():,} "
                "lines; close it, or export the table again"
            )
    return batch


def _rename(batch: pyarrow.RecordBatch, keys: Sequence[str], indices: Mapping[str, int]) -> pyarrow.RecordBatch:
    """Return the columns by our names; of several that a file calls alike, the first."""
    places = {field: batch.schema.get_all_field_indices(keys[index])[0] for field, index in indices.items()}
    return pyarrow.record_batch({field: batch.column(place) for field, place in places.items()})
