"""Arrow in, numpy in the middle, a few bytes out: the code that runs on the executors."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql.types import BinaryType, StructField, StructType

from recommender.similarity.features import N_COLUMNS
from recommender.similarity.space import Scaling, Space, unit_vectors
from recommender.similarity.space_fit import ColumnSums, products_of

Batches = Iterator[pa.RecordBatch]

_BYTES = StructType([StructField("bytes", BinaryType(), nullable=False)])
_BLOCK = StructType([StructField("table", BinaryType()), StructField("vectors", BinaryType())])


def raw_vectors(column: Any) -> np.ndarray:
    """Return float32 [m, n_columns] of an Arrow column of vectors; a view of Arrow's buffer where that is possible."""
    if len(column) == 0:
        return np.empty((0, N_COLUMNS), dtype=np.float32)
    return np.frombuffer(b"".join(column.to_pylist()), dtype="<f4").reshape(-1, N_COLUMNS)


def column_sums(frame: DataFrame, prepare: Callable[[np.ndarray], np.ndarray] | None = None) -> ColumnSums:
    """Return the column sums of all vectors, each partition's summed where it lies; `prepare` comes first."""

    def sum_blocks(batches: Batches) -> Iterator[pa.RecordBatch]:
        zero = np.zeros(N_COLUMNS)
        sums = ColumnSums(zero, zero, zero)
        for batch in batches:
            raw = raw_vectors(batch.column("vector"))
            sums = sums + ColumnSums.of(raw if prepare is None else prepare(raw))
        yield _one(np.stack([sums.count, sums.total, sums.squares]))

    parts = _collect(frame.select("vector").mapInArrow(sum_blocks, _BYTES), (3, N_COLUMNS))
    total = np.sum(parts, axis=0)
    return ColumnSums(total[0], total[1], total[2])


def summed_products(frame: DataFrame, scaling: Scaling, weights: np.ndarray) -> np.ndarray:
    """Return the sum of the outer products of all unit vectors, float64 [n_columns, n_columns]."""

    def sum_blocks(batches: Batches) -> Iterator[pa.RecordBatch]:
        products = np.zeros((N_COLUMNS, N_COLUMNS))
        for batch in batches:
            products += products_of(unit_vectors(scaling, weights, raw_vectors(batch.column("vector"))))
        yield _one(products)

    parts = _collect(frame.select("vector").mapInArrow(sum_blocks, _BYTES), (N_COLUMNS, N_COLUMNS))
    total: np.ndarray = np.sum(parts, axis=0)
    return total


@dataclass(frozen=True, eq=False)
class Block:
    """Neighbouring rows: their table columns and unit vectors, float32 [m, dims]."""

    table: pa.Table
    vectors: np.ndarray


def unit_blocks(frame: DataFrame, space: Space) -> DataFrame:
    """Return a frame of blocks, transformed on the executors, in the order of `frame`; read it with `blocks_of`."""

    def transform(batches: Batches) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            if not batch.num_rows:
                continue
            unit = space.transform(raw_vectors(batch.column("vector")))
            table = pa.Table.from_batches([batch]).drop_columns(["vector"])
            sink = pa.BufferOutputStream()
            with pa.ipc.new_stream(sink, table.schema) as stream:
                stream.write_table(table)
            yield pa.record_batch(
                {"table": [sink.getvalue().to_pybytes()], "vectors": [unit.astype("<f4", copy=False).tobytes()]}
            )

    return frame.mapInArrow(transform, _BLOCK)


def blocks_of(frame: DataFrame) -> Iterator[Block]:
    """Yield the blocks one partition at a time, so that the driver never holds them all."""
    for row in frame.toLocalIterator():
        table = pa.ipc.open_stream(bytes(row["table"])).read_all()
        yield Block(table, np.frombuffer(bytes(row["vectors"]), dtype="<f4").reshape(table.num_rows, -1))


def _one(numbers: np.ndarray) -> pa.RecordBatch:
    return pa.record_batch({"bytes": [numbers.astype("<f8").tobytes()]})


def _collect(frame: DataFrame, shape: tuple[int, ...]) -> list[np.ndarray]:
    return [np.frombuffer(bytes(row["bytes"]), dtype="<f8").reshape(shape) for row in frame.collect()]
