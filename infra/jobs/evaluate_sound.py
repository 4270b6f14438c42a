"""Measures on FMA's tables what the metric that an index learns from its artists does for artists it never saw."""

from pathlib import Path

import numpy as np

from etl.tables.descriptor_table import read_artists, read_genres
from etl.tables.fma_features import read_fma_features
from recommender.errors import BadInput
from recommender.prediction.evaluation.report import Report, ReportRow
from recommender.similarity.learned.evaluation import (
    N_SEEDS,
    Figure,
    LearningEvaluation,
    LearningFigures,
    evaluate_learning,
)
from recommender.similarity.learned.learning import MIN_ARTISTS
from recommender.similarity.space_fit import fit_space

PLAIN = "segue, nothing learned"
LEARNED = "segue, learned from the artists"
METRICS = {
    "genre_by_cosine": "genre of ten nearest, other artists only, plain cosine",
    "genre": "genre of ten nearest, other artists only",
    "artist": "artist P@10",
}


def evaluate_sound(features: Path, tracks: Path, *, n_seeds: int = N_SEEDS) -> Report:
    """Measure on the rows of `features` whose artist and genre `tracks` tells; raises `BadInput` for too few."""
    artist_of, genre_of = read_artists(tracks), read_genres(tracks)
    rows = [
        row
        for row in read_fma_features(features)
        if row.blocks and row.track_id in artist_of and row.track_id in genre_of
    ]
    artists = _codes([artist_of[row.track_id] for row in rows])
    genres = _codes([genre_of[row.track_id] for row in rows])
    n_several = int((np.bincount(artists, minlength=1) > 1).sum())
    if n_several < MIN_ARTISTS:
        raise BadInput(
            f"{n_several} artists have two tracks in both tables, {MIN_ARTISTS} are needed: both must come from the "
            "same data set, with the same track ids"
        )
    raw = np.stack([row.vector for row in rows])
    unit = fit_space(lambda: [raw]).transform(raw)
    return report_on(evaluate_learning(unit, artists, genres, n_seeds=n_seeds), n_artists=n_several, n_seeds=n_seeds)


def report_on(evaluation: LearningEvaluation, *, n_artists: int, n_seeds: int) -> Report:
    """Return the table of an evaluation."""
    figures = {name: getattr(evaluation, name) for name in METRICS}
    return Report(
        task="sound",
        protocol=(
            f"{evaluation.genre.plain.n} tracks, {n_artists} artists with two or more; learned on four fifths of the "
            f"artists, asked of the others, five folds, {n_seeds} splits; 95 % by resampling artists"
        ),
        rows=tuple(row for name, metric in METRICS.items() for row in _rows(metric, figures[name])),
    )


def _rows(metric: str, figures: LearningFigures) -> list[ReportRow]:
    return [
        _row(PLAIN, metric, figures.plain),
        _row(LEARNED, metric, figures.learned),
        _row(LEARNED, f"gain in {metric}", figures.gain),
    ]


def _row(model: str, metric: str, figure: Figure) -> ReportRow:
    low, high = figure.interval
    return ReportRow(model=model, metric=metric, value=figure.value, low=low, high=high, n=figure.n)


def _codes(names: list[str]) -> np.ndarray:
    return np.unique(np.array(names, dtype=np.str_), return_inverse=True)[1].astype(np.int64)
