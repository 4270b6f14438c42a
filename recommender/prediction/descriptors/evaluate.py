"""How well the descriptors can be told from the sound, by artists that were not trained on."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from recommender.errors import BadInput
from recommender.prediction.descriptors.fitting import FITS, fit_descriptors
from recommender.prediction.descriptors.records import PERCEPTUAL, WEAK_R2, DescriptorTable, Misses
from recommender.prediction.group_folds import group_folds
from recommender.prediction.intervals import grouped_bootstrap
from recommender.prediction.report import Report, ReportRow

BASELINE = "mean of the training tracks"
FEWEST_TRACKS = 50
_FOLDS = 5


@dataclass(frozen=True, eq=False)
class DescriptorEvaluation:
    """The report, and what serving takes from the folds."""

    report: Report
    best: str
    """The model with the highest mean R2."""
    r2: dict[str, dict[str, float]]
    """By model, by descriptor, and `mean`."""
    misses: Misses
    """Of the best model, out of fold, for every track."""


def evaluate_descriptors(table: DescriptorTable, *, seed: int = 0) -> DescriptorEvaluation:
    """Hold each model against the mean; raises `BadInput` when the tables share too few tracks."""
    if len(table) < FEWEST_TRACKS:
        raise BadInput(
            f"the two tables share {len(table)} tracks, {FEWEST_TRACKS} are needed: both must come from the same "
            "data set, with the same track ids"
        )
    folds = group_folds(table.artists, _FOLDS, np.random.default_rng(seed))
    guesses = {BASELINE: _out_of_fold(table, folds, _mean_of)}
    for name in FITS:
        guesses[name] = _out_of_fold(table, folds, _fit_of(name, seed))
    r2 = {name: _r2_by_descriptor(table.targets, guess) for name, guess in guesses.items()}
    best = max(FITS, key=lambda name: r2[name]["mean"])
    report = Report(
        task="descriptors",
        protocol=_protocol(table, seed),
        rows=tuple(_rows(table, guesses, r2, np.random.default_rng(seed))),
        findings=tuple(_findings(table, best, r2)),
    )
    return DescriptorEvaluation(report, best, r2, Misses(guesses[best], table.targets - guesses[best]))


Predict = Callable[[np.ndarray], np.ndarray]


def _mean_of(table: DescriptorTable, rows: np.ndarray) -> Predict:
    level = table.targets[rows].mean(axis=0)
    return lambda inputs: np.tile(level, (len(inputs), 1))


def _fit_of(name: str, seed: int) -> Callable[[DescriptorTable, np.ndarray], Predict]:
    return lambda table, rows: fit_descriptors(name, table, rows, seed=seed).predict


def _out_of_fold(
    table: DescriptorTable, folds: np.ndarray, fit: Callable[[DescriptorTable, np.ndarray], Predict]
) -> np.ndarray:
    guess = np.empty_like(table.targets)
    for fold in range(_FOLDS):
        guess[folds == fold] = fit(table, np.flatnonzero(folds != fold))(table.inputs[folds == fold])
    return guess


def _r2(truth: np.ndarray, guess: np.ndarray) -> np.ndarray:
    """Return R2 by descriptor, [7]; NaN where the truth never changes."""
    lost, there = ((truth - guess) ** 2).sum(axis=0), ((truth - truth.mean(axis=0)) ** 2).sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        r2: np.ndarray = np.where(there > 0, 1 - lost / there, np.nan)
    return r2


def _r2_by_descriptor(truth: np.ndarray, guess: np.ndarray) -> dict[str, float]:
    each = dict(zip(PERCEPTUAL, _r2(truth, guess).tolist(), strict=True))
    return each | {"mean": float(np.nanmean(list(each.values())))}


def _rows(
    table: DescriptorTable, guesses: dict[str, np.ndarray], r2: dict[str, dict[str, float]], rng: np.random.Generator
) -> list[ReportRow]:
    rows = []
    for place, descriptor in enumerate(PERCEPTUAL):
        truth = table.targets[:, [place]]
        for name, guess in guesses.items():
            low, high = _interval(truth, guess[:, [place]], table.artists, rng)
            metric = f"R2 {descriptor}"
            value = r2[name][descriptor]
            rows.append(ReportRow(model=name, metric=metric, value=value, low=low, high=high, n=len(table)))
    for name in guesses:
        rows.append(ReportRow(model=name, metric="R2 mean of the seven", value=r2[name]["mean"], n=len(table)))
    for name, guess in guesses.items():
        error = float(np.abs(table.targets - guess).mean())
        rows.append(ReportRow(model=name, metric="MAE mean of the seven", value=error, n=len(table)))
    return rows


def _interval(
    truth: np.ndarray, guess: np.ndarray, artists: np.ndarray, rng: np.random.Generator
) -> tuple[float, float]:
    return grouped_bootstrap(lambda rows: float(_r2(truth[rows], guess[rows])[0]), artists, rng)


def _protocol(table: DescriptorTable, seed: int) -> str:
    n_groups = len(np.unique(table.artists))
    by = "artist" if table.n_artists_known == len(table) else "artist where known"
    known = "" if table.n_artists_known == len(table) else f" ({table.n_artists_known:,} rows)"
    return (
        f"{len(table):,} tracks in both tables ({table.n_left_out:,} rows of features without metrics, or empty), "
        f"{n_groups:,} groups; {_FOLDS} folds by {by}{known}, seed {seed}; "
        "R2 over all out-of-fold estimates, interval by drawing whole groups 200 times; inputs: 140 MFCC statistics."
    )


def _findings(table: DescriptorTable, best: str, r2: dict[str, dict[str, float]]) -> list[str]:
    found = [f"served: {best}, the highest mean R2 of {len(FITS)} models on these folds"]
    weak = [f"{name} ({r2[best][name]:.2f})" for name in PERCEPTUAL if not r2[best][name] >= WEAK_R2]
    if weak:
        found.append(f"weak, below R2 {WEAK_R2}: {', '.join(weak)}; answers made of them are flagged")
    if not table.n_artists_known:
        found.append("no artist is known, so one artist may stand on both sides of a fold and R2 is flattered")
    return found
