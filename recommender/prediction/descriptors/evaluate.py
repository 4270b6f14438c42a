"""How well the descriptors can be told from the sound, by artists that were not trained on."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from recommender.errors import BadInput
from recommender.prediction.descriptors.baselines import BASELINE, Predict, fit_mean
from recommender.prediction.descriptors.fitting import FITS, fit_descriptors
from recommender.prediction.descriptors.records import PERCEPTUAL, WEAK_R2, DescriptorTable, Misses
from recommender.prediction.evaluation.folds import group_folds
from recommender.prediction.evaluation.regression import mean_absolute_error, r2
from recommender.prediction.evaluation.report import Evaluation, Report, ReportRow
from recommender.prediction.training import Progress, silent
from recommender.resampling import GroupBootstrap

MIN_TRACKS = 50
_FOLDS = 5
N_RESAMPLES = 200


@dataclass(frozen=True, kw_only=True, eq=False)
class DescriptorsEvaluation(Evaluation):
    """The report, and what serving takes from the folds."""

    best: str
    """The model with the highest mean R2."""
    r2: dict[str, dict[str, float]]
    """By model, by descriptor, and `mean`."""
    misses: Misses
    """Of the best model, out of fold, for every track."""


def evaluate(table: DescriptorTable, *, seed: int = 0, progress: Progress = silent) -> DescriptorsEvaluation:
    """Hold each model against the mean; raises `BadInput` when the tables share too few tracks."""
    if len(table) < MIN_TRACKS:
        raise BadInput(
            f"the two tables share {len(table)} tracks, {MIN_TRACKS} are needed: both must come from the same "
            "data set, with the same track ids"
        )
    folds = group_folds(table.artists, _FOLDS, np.random.default_rng(seed))
    guesses = {BASELINE: _out_of_fold(table, folds, fit_mean)}
    for name in FITS:
        progress(f"{name}: {_FOLDS} folds")
        guesses[name] = _out_of_fold(table, folds, _fit_of(name, seed))
    r2 = {name: _r2_by_descriptor(table.targets, guess) for name, guess in guesses.items()}
    best = max(FITS, key=lambda name: r2[name]["mean"])
    report = Report(
        task="descriptors",
        protocol=_protocol(table, seed),
        rows=tuple(_rows(table, guesses, r2, np.random.default_rng(seed))),
        findings=tuple(_findings(table, best, r2)),
    )
    return DescriptorsEvaluation(
        report=report,
        scores=_scores(r2[best]),
        baselines=_scores(r2[BASELINE]),
        best=best,
        r2=r2,
        misses=Misses(guesses[best], table.targets - guesses[best]),
    )


def _scores(r2: dict[str, float]) -> dict[str, float]:
    return {"mean_r2": r2["mean"]} | {f"r2_{name}": r2[name] for name in PERCEPTUAL}


def _fit_of(name: str, seed: int) -> Callable[[DescriptorTable, np.ndarray], Predict]:
    return lambda table, rows: fit_descriptors(name, table, rows, seed=seed).predict


def _out_of_fold(
    table: DescriptorTable, folds: np.ndarray, fit: Callable[[DescriptorTable, np.ndarray], Predict]
) -> np.ndarray:
    guess = np.empty_like(table.targets)
    for fold in range(_FOLDS):
        guess[folds == fold] = fit(table, np.flatnonzero(folds != fold))(table.inputs[folds == fold])
    return guess


def _r2_by_descriptor(truth: np.ndarray, guess: np.ndarray) -> dict[str, float]:
    by_name = {name: r2(truth[:, column], guess[:, column]) for column, name in enumerate(PERCEPTUAL)}
    return by_name | {"mean": float(np.nanmean([*by_name.values()]))}


def _rows(
    table: DescriptorTable, guesses: dict[str, np.ndarray], r2: dict[str, dict[str, float]], rng: np.random.Generator
) -> list[ReportRow]:
    rows = []
    for column, descriptor in enumerate(PERCEPTUAL):
        truth = table.targets[:, column]
        for name, guess in guesses.items():
            low, high = _interval(truth, guess[:, column], table.artists, rng)
            metric = f"R2 {descriptor}"
            value = r2[name][descriptor]
            rows.append(ReportRow(model=name, metric=metric, value=value, low=low, high=high, n=len(table)))
    for name in guesses:
        rows.append(ReportRow(model=name, metric="R2 mean of the seven", value=r2[name]["mean"], n=len(table)))
    for name, guess in guesses.items():
        error = mean_absolute_error(table.targets, guess)
        rows.append(ReportRow(model=name, metric="MAE mean of the seven", value=error, n=len(table)))
    return rows


def _interval(
    truth: np.ndarray, guess: np.ndarray, artists: np.ndarray, rng: np.random.Generator
) -> tuple[float, float]:
    resamples = GroupBootstrap.draw(artists, rng, n_resamples=N_RESAMPLES)
    return resamples.interval(lambda rows: r2(truth[rows], guess[rows]))


def _protocol(table: DescriptorTable, seed: int) -> str:
    n_groups = len(np.unique(table.artists))
    by = "artist" if table.n_artists_known == len(table) else "artist where known"
    known = "" if table.n_artists_known == len(table) else f" ({table.n_artists_known:,} rows)"
    return (
        f"{len(table):,} tracks in both tables ({table.n_left_out:,} rows of features without metrics, or empty), "
        f"{n_groups:,} groups; {_FOLDS} folds by {by}{known}, seed {seed}; "
        f"R2 over all out-of-fold estimates, interval by drawing whole groups {N_RESAMPLES} times; "
        "inputs: 140 MFCC statistics."
    )


def _findings(table: DescriptorTable, best: str, r2: dict[str, dict[str, float]]) -> list[str]:
    findings = [f"served: {best}, the highest mean R2 of {len(FITS)} models on these folds"]
    weak = [f"{name} ({r2[best][name]:.2f})" for name in PERCEPTUAL if not r2[best][name] >= WEAK_R2]
    if weak:
        findings.append(f"weak, below R2 {WEAK_R2}: {', '.join(weak)}; answers made of them are flagged")
    if not table.n_artists_known:
        findings.append("no artist is known, so one artist may stand on both sides of a fold and R2 is flattered")
    return findings
