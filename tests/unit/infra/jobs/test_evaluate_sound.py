from pathlib import Path

import numpy as np
import pytest

from infra.jobs.evaluate_sound import LEARNED, METRICS, PLAIN, evaluate_sound
from recommender.errors import BadInput
from recommender.similarity.features import COLUMNS, columns_of

MFCC = COLUMNS[columns_of("mfcc")]


def write_tables(folder: Path, *, n_artists: int, per_artist: int = 3) -> tuple[Path, Path]:
    rng = np.random.default_rng(3)
    artists = np.repeat(np.arange(n_artists), per_artist)
    values = rng.standard_normal((n_artists, len(MFCC)))[artists] + rng.standard_normal((len(artists), len(MFCC)))
    header = [",".join([name, *words]) for name, words in zip(
        ("feature", "statistics", "number"), zip(*MFCC, strict=True), strict=True
    )]  # fmt: skip
    rows = [f"{i + 1}," + ",".join(f"{value:.4f}" for value in row) for i, row in enumerate(values)]
    features, tracks = folder / "features.csv", folder / "tracks.csv"
    features.write_text("\n".join([*header, "track_id" + "," * len(MFCC), *rows]) + "\n")
    lines = [f"{i + 1},Artist {artist},{('Rock', 'Hip-Hop')[artist % 2]}" for i, artist in enumerate(artists.tolist())]
    tracks.write_text("\n".join(["track_id,artist_name,genre", *lines]) + "\n")
    return features, tracks


def test_every_question_is_answered_without_and_with_what_was_learned(tmp_path: Path) -> None:
    report = evaluate_sound(*write_tables(tmp_path, n_artists=60), n_seeds=1)
    for metric in METRICS.values():
        assert report.row(PLAIN, metric).n == report.row(LEARNED, metric).n == 180
        gain = report.value(LEARNED, metric) - report.value(PLAIN, metric)
        assert report.value(LEARNED, f"gain in {metric}") == pytest.approx(gain)
    assert report.protocol.startswith("180 tracks, 60 artists with two or more; ")


def test_tables_with_too_few_artists_in_common_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="20 artists have two tracks in both tables, 60 are needed"):
        evaluate_sound(*write_tables(tmp_path, n_artists=20))
