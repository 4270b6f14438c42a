"""Ten folds by artist, five times over: how well moods are told, beside the majority and the plain logistic."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from recommender.errors import BadInput
from recommender.prediction.evaluation.calibration import calibration_error, reliability
from recommender.prediction.evaluation.classification import accuracy, log_losses, macro_f1, recall
from recommender.prediction.evaluation.folds import group_folds
from recommender.prediction.evaluation.report import Evaluation, Report, ReportRow
from recommender.prediction.mood.baselines import BASELINE, Predict, fit_majority
from recommender.prediction.mood.logistic import fit_moods
from recommender.prediction.mood.records import MOODS, MoodTable
from recommender.prediction.training import Progress, silent
from recommender.resampling import GroupBootstrap

SERVED = "logistic with logarithms"
EVENLY_SURE = f"{SERVED}, as sure everywhere"
"""What is served, without its temperature."""
PLAIN = "logistic on the ten features"
MIN_TRACKS_OF_A_MOOD = 20
_FOLDS, REPEATS = 10, 5
MIN_ARTISTS_OF_A_MOOD = _FOLDS
N_RESAMPLES = 200
_N_BINS = 10
_MIN_PROBABILITY = 1e-6
Score = Callable[[np.ndarray, np.ndarray], float]
SCORES: dict[str, Score] = {
    "accuracy": accuracy,
    "macro_f1": macro_f1,
    "log_loss": lambda guess, moods: float(log_losses(guess, moods, min_probability=_MIN_PROBABILITY).mean()),
    "ece": lambda guess, moods: calibration_error(reliability(guess, moods, n_bins=_N_BINS)),
}


@dataclass(frozen=True, kw_only=True)
class MoodEvaluation(Evaluation):
    """The report, and what its accuracy is called."""

    accuracy_name: str
    """Of moods that a rule gave it has another name: it cannot be held against that of moods that people gave."""


Fit = Callable[[MoodTable, np.ndarray], Predict]


def evaluate(table: MoodTable, *, seed: int = 0, repeats: int = REPEATS, progress: Progress = silent) -> MoodEvaluation:
    """Hold the models against each other; raises `BadInput` when a mood has too few songs."""
    require_every_mood(table)
    folds = [
        group_folds(table.artists, _FOLDS, np.random.default_rng(seed + k), labels=table.moods) for k in range(repeats)
    ]
    progress(f"{repeats} times {_FOLDS} folds")
    guesses = {name: [_out_of_fold(table, fold_of, fit) for fold_of in folds] for name, fit in FITS.items()}
    rows = measure(guesses, table, np.random.default_rng(seed))
    report = Report(
        task="mood", protocol=_protocol(table, seed, repeats), rows=tuple(rows), findings=_findings(rows, table)
    )
    accuracy_name = f"accuracy, {table.labelled_by}" if table.labelled_by else "accuracy"
    scores, baselines = (
        {accuracy_name if metric == "accuracy" else metric: report.value(model, metric) for metric in SCORES}
        for model in (SERVED, BASELINE)
    )
    return MoodEvaluation(report=report, scores=scores, baselines=baselines, accuracy_name=accuracy_name)


def require_every_mood(table: MoodTable) -> None:
    """Raise `BadInput` unless each of the four moods has some songs, and of so many artists that no fold lacks it."""
    counts = {mood: int((table.moods == number).sum()) for number, mood in enumerate(MOODS)}
    if few := [f"{mood} {n}" for mood, n in counts.items() if n < MIN_TRACKS_OF_A_MOOD]:
        raise BadInput(
            f"too few songs of {', '.join(few)}: "
            f"at least {MIN_TRACKS_OF_A_MOOD} of each of {', '.join(MOODS)} are needed"
        )
    artists = {mood: len(np.unique(table.artists[table.moods == number])) for number, mood in enumerate(MOODS)}
    if few := [f"{mood} {n}" for mood, n in artists.items() if n < MIN_ARTISTS_OF_A_MOOD]:
        raise BadInput(f"too few artists of {', '.join(few)}: at least {MIN_ARTISTS_OF_A_MOOD} of each mood are needed")


def measure(guesses: dict[str, list[np.ndarray]], table: MoodTable, rng: np.random.Generator) -> list[ReportRow]:
    """Return every score of every model's guesses, [n, 4] for each repeat, and how much of each mood is found."""
    rows = [
        _row(name, metric, score, repeats, table, rng)
        for metric, score in SCORES.items()
        for name, repeats in guesses.items()
    ]
    for number, mood in enumerate(MOODS):
        if n := int((table.moods == number).sum()):
            share = float(np.mean([recall(guess, table.moods, number) for guess in guesses[SERVED]]))
            rows.append(ReportRow(model=SERVED, metric=f"recall {mood}", value=share, n=n))
    return rows


def _fit_plain(table: MoodTable, rows: np.ndarray) -> Predict:
    return fit_moods(table, rows, inputs=lambda values: values).probabilities


def _fit_evenly_sure(table: MoodTable, rows: np.ndarray) -> Predict:
    return fit_moods(table, rows).probabilities


def _fit_served(table: MoodTable, rows: np.ndarray) -> Predict:
    return fit_moods(table, rows).with_temperature(table, rows).probabilities


FITS: dict[str, Fit] = {
    BASELINE: fit_majority,
    PLAIN: _fit_plain,
    EVENLY_SURE: _fit_evenly_sure,
    SERVED: _fit_served,
}
"""From a table and some of its rows to what answers."""


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
        return float(np.mean([score(guess[rows], table.moods[rows]) for guess in repeats]))

    value = mean_over_repeats(np.arange(len(table)))
    if metric == "ece":  # a resampled calibration error is biased upwards: its interval would not hold the value
        return ReportRow(model=name, metric=metric, value=value, n=len(table))
    artists = GroupBootstrap.draw(table.artists, rng, n_resamples=N_RESAMPLES)
    low, high = artists.interval(mean_over_repeats)
    return ReportRow(model=name, metric=metric, value=value, low=low, high=high, n=len(table))


def _protocol(table: MoodTable, seed: int, repeats: int) -> str:
    return (
        f"{len(table):,} songs of {len(np.unique(table.artists)):,} artists ({table.n_left_out} rows left out); "
        f"{_FOLDS} folds by artist, mean of {repeats} repeats with seeds {seed} to {seed + repeats - 1}; "
        f"interval by drawing artists {N_RESAMPLES} times; "
        f"ece: calibration error of the likeliest mood in {_N_BINS} bins; penalty not searched for."
    )


def _findings(rows: list[ReportRow], table: MoodTable) -> tuple[str, ...]:
    accuracies = {row.model: row.value for row in rows if row.metric == "accuracy"}
    error = (accuracies[SERVED] * (1 - accuracies[SERVED]) / len(table)) ** 0.5
    noise = 100 * 2 * error
    lead = 100 * (accuracies[SERVED] - accuracies[PLAIN])
    findings = [
        f"differences in accuracy under {noise:.1f} points are noise: {len(table):,} songs, standard error "
        f"{100 * error:.1f} points"
    ]
    if table.labelled_by:
        findings.append(
            f"the moods are {table.labelled_by}: nobody who listened has named them, and accuracy says how well that "
            "rule is followed, not how people hear; `segue train mood FILE` learns from a table of named moods"
        )
    if abs(lead) < noise:
        findings.append(
            f"the logarithms change accuracy by {lead:+.1f} points, which is noise; they are kept for log loss"
        )
    return tuple(findings)
