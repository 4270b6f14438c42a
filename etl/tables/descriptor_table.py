"""What descriptors are learnt from: FMA's `features.csv` and the Echo Nest's metrics, joined by track."""

from pathlib import Path

import numpy as np

from etl.tables.delimited import list_names
from etl.tables.echonest_table import read_echonest
from etl.tables.fma_features import read_fma_features
from etl.tables.table_frame import read_frame
from etl.tables.written_names import texts_of
from etl.tables.written_numbers import id_written
from recommender.errors import BadInput
from recommender.prediction.descriptors.features import N_INPUTS
from recommender.prediction.descriptors.records import PERCEPTUAL, DescriptorTable
from recommender.records import TrackId
from recommender.similarity.features import columns_of

_ARTISTS = {"track_id": ("track_id",), "artist": ("artist_name", "artist.name", "artist")}
_GENRES = {"track_id": ("track_id",), "genre": ("genre", "genre_top", "track.genre_top")}


def read_descriptor_table(features: Path, echonest: Path, artists: Path | None = None) -> DescriptorTable:
    """Join the two tables; `artists` is FMA's `tracks.csv`, or any table with `track_id` and `artist_name`.

    Empty rows of `features.csv` are left out and counted. Raises `BadInput` for files that are not these tables.
    """
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
    groups = [names.get(track_id) or f"track {track_id}" for track_id in ids]
    return DescriptorTable(
        inputs=np.array(inputs, dtype=np.float32).reshape(len(ids), N_INPUTS),
        targets=np.array(targets, dtype=np.float64).reshape(len(ids), len(PERCEPTUAL)),
        artists=np.array(groups, dtype=np.str_),
        n_artists_known=sum(track_id in names for track_id in ids),
        n_left_out=n_rows - len(ids),
        data_up_to=metrics.data_up_to,
    )


def read_artists(path: Path) -> dict[TrackId, str]:
    """Return the artist of each track; raises `BadInput` when the two columns are not there."""
    return _read_words(path, _ARTISTS, "artist")


def read_genres(path: Path) -> dict[TrackId, str]:
    """Return the genre of each track that has one; raises `BadInput` when the two columns are not there."""
    return _read_words(path, _GENRES, "genre")


def _read_words(path: Path, columns: dict[str, tuple[str, ...]], word: str) -> dict[TrackId, str]:
    table = read_frame(path, columns)
    if missing := [names[0] for field, names in columns.items() if field not in table.frame]:
        raise BadInput(
            f"{path} has no column {' and '.join(missing)}, and it is not FMA's tracks.csv; "
            f"it has {list_names(table.names)}"
        )
    pairs = zip(texts_of(table.frame["track_id"], id_written), texts_of(table.frame[word]), strict=True)
    return {TrackId(track_id): value for track_id, value in pairs if value}
