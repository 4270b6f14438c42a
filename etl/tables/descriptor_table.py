"""What descriptors are learnt from: FMA's `features.csv` and the Echo Nest's metrics, joined by track."""

import csv
from pathlib import Path

import numpy as np

from etl.fma_features import read_fma_features
from etl.tables.echonest_table import read_echonest
from recommender.errors import BadInput
from recommender.prediction.descriptors.features import N_INPUTS
from recommender.prediction.descriptors.records import PERCEPTUAL, DescriptorTable
from recommender.records import TrackId
from recommender.similarity.features import columns_of

_FMA_HEADER_ROWS = 3


def read_descriptor_table(features: Path, echonest: Path, artists: Path | None = None) -> DescriptorTable:
    """Join the two tables; `artists` is FMA's `tracks.csv`, or any CSV with `track_id` and `artist_name`.

    Empty rows of `features.csv` are left out and counted. Raises `BadInput` for files that are not these tables.
    """
    for path in (features, artists):
        if path is not None and not path.is_file():
            raise BadInput(f"{path} is not a file")
    metrics = read_echonest(echonest)
    names = metrics.artists | (read_artists(artists) if artists else {})
    inputs, targets, ids = [], [], []
    n_rows = 0
    for row in read_fma_features(features):
        n_rows += 1
        block = row.vector[columns_of("mfcc")]
        if row.track_id in metrics.metrics and np.isfinite(block).all():
            inputs.append(block)
            targets.append(metrics.metrics[row.track_id])
            ids.append(row.track_id)
    groups = [names.get(each) or f"track {each}" for each in ids]
    return DescriptorTable(
        inputs=np.array(inputs, dtype=np.float32).reshape(len(ids), N_INPUTS),
        targets=np.array(targets, dtype=np.float64).reshape(len(ids), len(PERCEPTUAL)),
        artists=np.array(groups, dtype=np.str_),
        n_artists_known=sum(each in names for each in ids),
        n_left_out=n_rows - len(ids),
    )


def read_artists(path: Path) -> dict[TrackId, str]:
    """Return the artist of each track; raises `BadInput` when the two columns are not there."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = csv.reader(file)
        header = [row for _ in range(_FMA_HEADER_ROWS) if (row := next(rows, None))]
        id_place, artist_place, first = _places(header, path)
        table = [*header[first:], *rows]
    found = {}
    for row in table:
        if len(row) > max(id_place, artist_place) and row[artist_place].strip():
            found[TrackId(row[id_place].strip())] = row[artist_place].strip()
    return found


def _places(header: list[list[str]], path: Path) -> tuple[int, int, int]:
    """Return where id and artist stand, and how many rows are header."""
    if header and {"track_id", "artist_name"} <= set(header[0]):
        return header[0].index("track_id"), header[0].index("artist_name"), 1
    if len(header) == _FMA_HEADER_ROWS and header[2][:1] == ["track_id"]:
        columns = list(zip(header[0], header[1], strict=False))
        if ("artist", "name") in columns:
            return 0, columns.index(("artist", "name")), _FMA_HEADER_ROWS
    raise BadInput(f"{path} has no columns track_id and artist_name, and it is not FMA's tracks.csv")
