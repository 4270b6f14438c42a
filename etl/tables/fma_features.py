"""FMA's published `features.csv`: the numbers of each track in the order of our own vectors."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from etl.analysis.fma_recipe import MOMENT_BLOCKS, PublishedFeatures
from etl.tables.delimited import list_names
from etl.tables.table_frame import open_table
from etl.tables.written_names import texts_of
from etl.tables.written_numbers import id_written, table_numbers
from recommender.errors import BadInput
from recommender.records import TrackId
from recommender.similarity.features import COLUMNS, N_COLUMNS

_NAMES = [f"{column.feature}.{column.statistic}.{column.number}" for column in COLUMNS]
_COLUMNS = {"track_id": ("track_id",)} | {name: (name,) for name in _NAMES}


def read_fma_features(path: Path, cut_off: list[str] | None = None) -> Iterator[PublishedFeatures]:
    """Yield every whole row of FMA's `features.csv`, or of a part of its columns, in the file's order.

    Empty rows come too, without blocks, so that they can be counted, and cells that are no numbers are NaN. Rows that
    break off are added to `cut_off`. Raises `BadInput` when the header is not FMA's, or a row has no number for its id.
    """
    with open_table(path, _COLUMNS) as table:
        names = [name for name in _NAMES if name in table.columns]
        if "track_id" not in table.columns or not names:
            raise BadInput(
                f"{path} does not begin with the header rows of FMA's features.csv: feature, statistics, number and "
                f"track_id, with features of {', '.join(MOMENT_BLOCKS)}; it has {list_names(table.names)}"
            )
        places = [_NAMES.index(name) for name in names]
        for batch in table.batches:
            frame = batch.to_pandas()
            vectors = np.full((len(frame), N_COLUMNS), np.nan, np.float32)
            vectors[:, places] = table_numbers(frame, names)
            for track_id, vector in zip(texts_of(frame["track_id"], id_written), vectors, strict=True):
                if not track_id.isdecimal():
                    raise BadInput(f"{path}: {track_id[:40]!r} is no track id; FMA's are numbers")
                yield PublishedFeatures(TrackId(track_id), vector)
        if cut_off is not None:
            cut_off += table.cut_off
