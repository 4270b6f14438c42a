"""Trains the moods: a logistic regression on every song, published with its evaluation by artist."""

from pathlib import Path

import numpy as np

from recommender.artifacts.manifest import config_digest
from recommender.prediction.mood.evaluate import REPEATS, evaluate
from recommender.prediction.mood.features import FINGERPRINT, INPUTS
from recommender.prediction.mood.logistic import MoodLogistic, fit_moods
from recommender.prediction.mood.records import MoodTable
from recommender.prediction.mood.served import MODEL_FILE
from recommender.prediction.mood.temperature import FROM_SHARES, GROWTH, NEAR, NEIGHBOURS
from recommender.prediction.training import Headline, Progress, Trained, silent


def train(table: MoodTable, *, seed: int = 0, repeats: int = REPEATS, progress: Progress = silent) -> Trained:
    """Evaluate, then fit on all songs; raises `BadInput` when a mood has too few."""
    evaluation = evaluate(table, seed=seed, repeats=repeats, progress=progress)
    rows = np.arange(len(table))
    fitted = fit_moods(table, rows).with_temperature(table, rows, seed=seed)
    return Trained(
        write=lambda folder: write_moods(folder, fitted),
        fingerprint=FINGERPRINT,
        n_inputs=len(INPUTS),
        n_rows=len(table),
        seed=seed,
        config_digest=config_digest(FINGERPRINT, NEIGHBOURS, NEAR, GROWTH, FROM_SHARES),
        evaluation=evaluation,
        headline=Headline(metric=evaluation.accuracy_name),
        data_cutoff=table.data_up_to,
    )


def write_moods(folder: Path, fitted: MoodLogistic) -> None:
    """Write what `served.load` reads."""
    temperature = fitted.temperature
    where = {} if temperature is None else vars(temperature)
    np.savez(
        folder / MODEL_FILE,
        mean=fitted.mean,
        spread=fitted.std,
        weights=fitted.weights,
        added=fitted.added,
        low=fitted.low,
        high=fitted.high,
        **where,
    )
