"""Trains the descriptors: the model that wins on folds by artist, fitted on every track."""

import hashlib
from datetime import datetime
from pathlib import Path
from time import perf_counter

import msgspec
import numpy as np

from recommender.prediction.descriptors.boosting import Boosting
from recommender.prediction.descriptors.evaluate import BASELINE, DescriptorEvaluation, evaluate_descriptors
from recommender.prediction.descriptors.features import FINGERPRINT, N_INPUTS
from recommender.prediction.descriptors.fitting import FittedDescriptors, fit_descriptors
from recommender.prediction.descriptors.records import PERCEPTUAL, DescriptorTable
from recommender.prediction.descriptors.served import KIND, MODEL_FILE, NUMBERS_FILE, KeptModel
from recommender.prediction.training import Headline, Trained

TOPIC = KIND
_MOST_MISSES = 1_000


def train_descriptors(table: DescriptorTable, *, data_cutoff: datetime, seed: int = 0) -> Trained:
    """Evaluate every model and fit the best on all rows; raises `BadInput` for a table that is too small."""
    began = perf_counter()
    found = evaluate_descriptors(table, seed=seed)
    fitted = fit_descriptors(found.best, table, np.arange(len(table)), seed=seed)
    return Trained(
        topic=TOPIC,
        write=lambda folder: _write(folder, fitted, found, np.random.default_rng(seed)),
        fingerprint=FINGERPRINT,
        n_inputs=N_INPUTS,
        n_rows=len(table),
        seed=seed,
        config_digest=hashlib.sha256(f"{FINGERPRINT}/{found.best}".encode()).hexdigest()[:8],
        report=found.report,
        headline=Headline(metric="mean_r2"),
        scores=_scores(found.r2[found.best]),
        baselines=_scores(found.r2[BASELINE]),
        data_cutoff=data_cutoff,
        train_seconds=perf_counter() - began,
    )


def _scores(r2: dict[str, float]) -> dict[str, float]:
    return {"mean_r2": r2["mean"]} | {f"r2_{name}": r2[name] for name in PERCEPTUAL}


def _write(folder: Path, fitted: FittedDescriptors, found: DescriptorEvaluation, rng: np.random.Generator) -> None:
    texts: list[str] = []
    arrays: dict[str, np.ndarray] = {}
    if isinstance(fitted.model, Boosting):
        texts = fitted.model.texts()
    else:
        arrays = fitted.model.arrays()
    chosen = rng.permutation(len(found.misses.estimates))[:_MOST_MISSES]
    kept = KeptModel(name=fitted.name, r2={name: found.r2[found.best][name] for name in PERCEPTUAL}, boosters=texts)
    (folder / MODEL_FILE).write_bytes(msgspec.json.encode(kept))
    np.savez(
        folder / NUMBERS_FILE,
        mean=fitted.scaling.mean,
        spread=fitted.scaling.spread,
        estimates=found.misses.estimates[chosen].astype(np.float32),
        residuals=found.misses.residuals[chosen].astype(np.float32),
        **arrays,  # type: ignore[arg-type]  # numpy's stub takes any array for allow_pickle
    )
