"""Ten folds by artist, five times over: how well moods are told, beside the majority and the plain logistic."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from recommender.errors import BadInput
from recommender.prediction.group_folds import group_folds
from recommender.prediction.intervals import grouped_bootstrap
from recommender.prediction.mood.logistic import fit_moods
from recommender.prediction.mood.records import MOODS, MoodTable
from recommender.prediction.mood.scores import accuracy, calibration_error, log_loss, macro_f1, recall
from recommender.prediction.report import Report, ReportRow

SERVED = "logistic with logarithms"
PLAIN = "logistic on the ten features"
BASELINE = "majority"
FEWEST_OF_A_MOOD = 20
_FOLDS, REPEATS = 10, 5
Score = Callable[[np.ndarray, np.ndarray], float]
SCORES: dict[str, Score] = {
    "accuracy": accuracy,
    "macro_f1": macro_f1,
    "log_loss": log_loss,
    "ece": calibration_error,
}


@dataclass(frozen=True, eq=False)
class MoodEvaluation:
    """The report and its figures by model and metric."""

    report: Report
    values: dict[str, dict[str, float]]


Fit = Callable[[MoodTable, np.ndarray], Callable[[np.ndarray], np.ndarray]]


def evaluate_moods(table: MoodTable, *, seed: int = 0, repeats: int = REPEATS) -> MoodEvaluation:
    """Hold the models against each other; raises `BadInput` when a mood has too few songs."""
    require_every_mood(table)
    folds = [
        group_folds(table.artists, _FOLDS, np.random.default_rng(seed + k), labels=table.moods) for k in range(repeats)
    ]
    models: dict[str, Fit] = {BASELINE: _majority, PLAIN: _plain, SERVED: _served}
    guesses = {name: [_out_of_fold(table, each, fit) for each in folds] for name, fit in models.items()}
    rng = np.random.default_rng(seed)
    rows = [
        _row(name, metric, score, repeats, table, rng)
        for metric, score in SCORES.items()
        for name, repeats in guesses.items()
    ]
    for place, mood in enumerate(MOODS):
        found = float(np.mean([recall(each, table.moods, place) for each in guesses[SERVED]]))
        n = int((table.moods == place).sum())
        rows.append(ReportRow(model=SERVED, metric=f"recall {mood}", value=found, n=n))
    report = Report(
        task="mood", protocol=_protocol(table, seed, repeats), rows=tuple(rows), findings=_findings(rows, table)
    )
    values = {name: {metric: report.value(name, metric) for metric in SCORES} for name in models}
    return MoodEvaluation(report, values)


def require_every_mood(table: MoodTable) -> None:
    """Raise `BadInput` unless each of the four moods has some songs, and of so many artists that no fold lacks it."""
    counts = {mood: int((table.moods == place).sum()) for place, mood in enumerate(MOODS)}
    if few := [f"{mood} {n}" for mood, n in counts.items() if n < FEWEST_OF_A_MOOD]:
        raise BadInput(
            f"too few songs of {', '.join(few)}: at least {FEWEST_OF_A_MOOD} of each of {', '.join(MOODS)} are needed"
        )
    artists = {mood: len(np.unique(table.artists[table.moods == place])) for place, mood in enumerate(MOODS)}
    if few := [f"{mood} {n}" for mood, n in artists.items() if n < _FOLDS]:
        raise BadInput(f"too few artists of {', '.join(few)}: at least {_FOLDS} of each mood are needed")


def _majority(table: MoodTable, rows: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    share = np.bincount(table.moods[rows], minlength=len(MOODS)) / len(rows)
    return lambda values: np.tile(share, (len(values), 1))


def _plain(table: MoodTable, rows: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    return fit_moods(table, rows, inputs=lambda values: values).probabilities


def _served(table: MoodTable, rows: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    return fit_moods(table, rows).probabilities


def _out_of_fold(table: MoodTable, folds: np.ndarray, fit: Fit) -> np.ndarray:
    guess = np.empty((len(table), len(MOODS)))
    for fold in range(_FOLDS):
        held_out = folds == fold
        if held_out.any():
            guess[held_out] = fit(table, np.flatnonzero(~held_out))(table.values[held_out])
    return guess


def _row(
    name: str, metric: str, score: Score, repeats: list[np.ndarray], table: MoodTable, rng: np.random.Generator
) -> ReportRow:
    def mean_over_repeats(rows: np.ndarray) -> float:
        return float(np.mean([score(each[rows], table.moods[rows]) for each in repeats]))

    value = mean_over_repeats(np.arange(len(table)))
    if metric == "ece":  # a resampled calibration error is biased upwards: its interval would not hold the value
        return ReportRow(model=name, metric=metric, value=value, n=len(table))
    low, high = grouped_bootstrap(mean_over_repeats, table.artists, rng)
    return ReportRow(model=name, metric=metric, value=value, low=low, high=high, n=len(table))


def _protocol(table: MoodTable, seed: int, repeats: int) -> str:
    return (
        f"{len(table):,} songs of {len(np.unique(table.artists)):,} artists ({table.n_left_out} rows left out); "
        f"{_FOLDS} folds by artist, mean of {repeats} repeats with seeds {seed} to {seed + repeats - 1}; "
        "interval by drawing artists 200 times; ece: calibration error of the likeliest mood in 10 bins; "
        "penalty not searched for."
    )


def _findings(rows: list[ReportRow], table: MoodTable) -> tuple[str, ...]:
    accuracies = {row.model: row.value for row in rows if row.metric == "accuracy"}
    error = (accuracies[SERVED] * (1 - accuracies[SERVED]) / len(table)) ** 0.5
    noise = 100 * 2 * error
    lead = 100 * (accuracies[SERVED] - accuracies[PLAIN])
    found = [
        f"differences in accuracy under {noise:.1f} points are noise: {len(table):,} songs, standard error "
        f"{100 * error:.1f} points"
    ]
    if abs(lead) < noise:
        found.append(
            f"the logarithms change accuracy by {lead:+.1f} points, which is noise; they are kept for log loss"
        )
    return tuple(found)
