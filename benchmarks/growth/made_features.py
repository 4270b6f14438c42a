"""Features of many made-up tracks on disk, a block at a time: never are all of them in memory."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.big_catalogue import made_up_table, mixed_vectors
from benchmarks.real_sounds import real_vectors
from recommender.similarity.features import fingerprint

BLOCK = 50_000
ANALYSED_AT = datetime(2026, 11, 30, tzinfo=UTC)
_SCHEMA = pa.schema(
    [
        ("track_id", pa.string()),
        ("title", pa.string()),
        ("artist", pa.string()),
        ("album", pa.string()),
        ("genres", pa.list_(pa.string())),
        ("duration_s", pa.float64()),
        ("fingerprint", pa.string()),
        ("vector", pa.binary()),
        ("analysed_at", pa.timestamp("us", tz="UTC")),
    ]
)
"""As `spark_jobs.features_frame.present_features` returns them."""


def write_features(folder: Path, n_tracks: int, *, cache: Path, seed: int = 1) -> None:
    """Write the tracks with their vectors as Parquet files of `BLOCK` rows into the empty `folder`."""
    real, rng = real_vectors(cache), np.random.default_rng(seed)
    for number, at in enumerate(range(0, n_tracks, BLOCK)):
        m = min(BLOCK, n_tracks - at)
        pq.write_table(_block(mixed_vectors(real, m, rng), at, rng), folder / f"part-{number:05d}.parquet")


def _block(vectors: np.ndarray, at: int, rng: np.random.Generator) -> pa.Table:
    m = len(vectors)
    table = made_up_table(m, rng)
    return pa.table(
        {
            "track_id": [f"{at + i:08d}" for i in range(m)],
            "title": table.titles,
            "artist": [f"{name} of {at}" for name in table.artists],
            "album": [f"{name} of {at}" for name in table.albums],
            "genres": table.genres,
            "duration_s": table.durations_s.astype(np.float64),
            "fingerprint": [fingerprint()] * m,
            "vector": [vector.tobytes() for vector in vectors.astype("<f4", copy=False)],
            "analysed_at": [ANALYSED_AT] * m,
        },
        schema=_SCHEMA,
    )
