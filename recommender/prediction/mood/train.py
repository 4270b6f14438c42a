"""Trains the moods: a logistic regression on every song, published with its evaluation by artist."""

import hashlib
from datetime import datetime
from pathlib import Path
from time import perf_counter

import numpy as np

from recommender.prediction.mood.evaluate import BASELINE, REPEATS, SERVED, evaluate_moods
from recommender.prediction.mood.features import FINGERPRINT, INPUTS
from recommender.prediction.mood.logistic import MoodLogistic, fit_moods
from recommender.prediction.mood.records import MoodTable
from recommender.prediction.mood.served import KIND, MODEL_FILE
from recommender.prediction.training import Headline, Trained

TOPIC = KIND


def train_moods(table: MoodTable, *, data_cutoff: datetime, seed: int = 0, repeats: int = REPEATS) -> Trained:
    """Evaluate, then fit on all songs; raises `BadInput` when a mood has too few."""
    began = perf_counter()
    found = evaluate_moods(table, seed=seed, repeats=repeats)
    fitted = fit_moods(table, np.arange(len(table)))
    return Trained(
        topic=TOPIC,
        write=lambda folder: write_moods(folder, fitted),
        fingerprint=FINGERPRINT,
        n_inputs=len(INPUTS),
        n_rows=len(table),
        seed=seed,
        config_digest=hashlib.sha256(FINGERPRINT.encode()).hexdigest()[:8],
        report=found.report,
        headline=Headline(metric="accuracy"),
        scores=found.values[SERVED],
        baselines=found.values[BASELINE],
        data_cutoff=data_cutoff,
        train_seconds=perf_counter() - began,
    )


def write_moods(folder: Path, fitted: MoodLogistic) -> None:
    """Write what `served.load` reads."""
    np.savez(
        folder / MODEL_FILE,
        mean=fitted.mean,
        spread=fitted.spread,
        weights=fitted.weights,
        added=fitted.added,
        low=fitted.low,
        high=fitted.high,
    )
