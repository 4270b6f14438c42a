"""Trains the descriptors: the model that wins on folds by artist, fitted on every track."""

from pathlib import Path

import msgspec
import numpy as np

from recommender.artifacts.manifest import config_digest
from recommender.prediction.descriptors.boosting import Boosting
from recommender.prediction.descriptors.evaluate import DescriptorsEvaluation, evaluate
from recommender.prediction.descriptors.features import FINGERPRINT, N_INPUTS
from recommender.prediction.descriptors.fitting import FittedDescriptors, fit_descriptors
from recommender.prediction.descriptors.records import PERCEPTUAL, DescriptorTable
from recommender.prediction.descriptors.served import MODEL_FILE, NUMBERS_FILE, KeptModel
from recommender.prediction.training import Headline, Progress, Trained, silent

_MAX_MISSES = 1_000


def train(table: DescriptorTable, *, seed: int = 0, progress: Progress = silent) -> Trained:
    """Evaluate every model and fit the best on all rows; raises `BadInput` for a table that is too small."""
    evaluation = evaluate(table, seed=seed, progress=progress)
    fitted = fit_descriptors(evaluation.best, table, np.arange(len(table)), seed=seed)
    return Trained(
        write=lambda folder: _write(folder, fitted, evaluation, np.random.default_rng(seed)),
        fingerprint=FINGERPRINT,
        n_inputs=N_INPUTS,
        n_rows=len(table),
        seed=seed,
        config_digest=config_digest(FINGERPRINT, evaluation.best),
        evaluation=evaluation,
        headline=Headline(metric="mean_r2"),
        data_cutoff=table.data_up_to,
    )


def _write(
    folder: Path, fitted: FittedDescriptors, evaluation: DescriptorsEvaluation, rng: np.random.Generator
) -> None:
    texts: list[str] = []
    arrays: dict[str, np.ndarray] = {}
    if isinstance(fitted.model, Boosting):
        texts = list(fitted.model.texts)
    else:
        arrays = fitted.model.arrays()
    chosen = rng.permutation(len(evaluation.misses.estimates))[:_MAX_MISSES]
    kept = KeptModel(
        name=fitted.name, r2={name: evaluation.r2[evaluation.best][name] for name in PERCEPTUAL}, boosters=texts
    )
    (folder / MODEL_FILE).write_bytes(msgspec.json.encode(kept))
    np.savez(
        folder / NUMBERS_FILE,
        mean=fitted.scaling.mean,
        spread=fitted.scaling.std,
        estimates=evaluation.misses.estimates[chosen].astype(np.float32),
        residuals=evaluation.misses.residuals[chosen].astype(np.float32),
        **arrays,  # type: ignore[arg-type]  # numpy's stub takes any array for allow_pickle
    )
