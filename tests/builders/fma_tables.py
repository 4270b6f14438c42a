"""FMA's metadata in small: its tables in their layout, with sounds that a rule can be learnt from."""

import csv
import io
from collections.abc import Iterable, Sequence

import numpy as np

from recommender.prediction.descriptors.records import PERCEPTUAL
from recommender.similarity.features import COLUMNS, columns_of
from tests.builders.fma_archive import GENRES_CSV, zipped

MFCC = [(each.feature, each.statistic, each.number) for each in COLUMNS[columns_of("mfcc")]]
RMS = ("rmse", "mean", "01")


def fma_tables(n: int = 320, *, seed: int = 1) -> bytes:
    """Return `fma_metadata.zip` with features, metrics, genres and artists of `n` tracks, four to an artist."""
    rng = np.random.default_rng(seed)
    ids = range(2, 2 + n)
    inputs = rng.normal(0, 1, (n, len(MFCC)))
    metrics = {name: rng.uniform(0, 1, n) for name in PERCEPTUAL} | {"tempo": rng.uniform(60, 180, n)}
    metrics["energy"] = 1 / (1 + np.exp(-2 * inputs[:, 0]))
    rms = rng.uniform(1, 8, n)
    names = sorted(metrics)
    files = {
        "features.csv": [
            *zip(*[("feature", "statistics", "number"), *MFCC, RMS], strict=True),
            ["track_id", *[""] * (len(MFCC) + 1)],
            *[[id_, *row, loud] for id_, row, loud in zip(ids, inputs, rms, strict=True)],
        ],
        "echonest.csv": [
            ["", *["echonest"] * (len(names) + 1)],
            ["", *["audio_features"] * len(names), "metadata"],
            ["", *names, "album_date"],
            ["track_id", *[""] * (len(names) + 1)],
            *[[id_, *[metrics[name][k] for name in names], f"20{k % 16:02d}-05-01"] for k, id_ in enumerate(ids)],
        ],
        "tracks.csv": [
            ["", "album", "artist", "track", "track"],
            ["", "date_released", "name", "duration", "title"],
            ["track_id", "", "", "", ""],
            *[[id_, "2009-01-05 00:00:00", f"Artist {k // 4}", 120 + k, f"Title {k}"] for k, id_ in enumerate(ids)],
        ],
    }
    members = {f"fma_metadata/{name}": _csv(rows) for name, rows in files.items()}
    return zipped(members | {"fma_metadata/genres.csv": GENRES_CSV.encode(), "fma_metadata/README.txt": b"CC BY 4.0"})


def _csv(rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()
