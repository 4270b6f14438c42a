"""How much of a mood survives when the descriptors are estimated from the sound: the whole chain, by artist."""

import numpy as np

from recommender.prediction.descriptors.records import PERCEPTUAL, DescriptorTable, Misses
from recommender.prediction.evaluation.folds import group_folds
from recommender.prediction.evaluation.report import Report, ReportRow
from recommender.prediction.mood.features import INPUTS
from recommender.prediction.mood.logistic import MoodLogistic, fit_moods
from recommender.prediction.mood.records import MoodTable
from recommender.prediction.mood.uncertain import probabilities_of_estimates

ESTIMATED = "mood of estimated descriptors"
TAKEN_FOR_TRUE = "the same, estimates taken for the truth"
CONSTANT = "mean of all tracks"
_FOLDS = 5
_PERCEPTUAL_COLUMNS = [INPUTS.index(name) for name in PERCEPTUAL]


def evaluate_chain(moods: MoodTable, sounds: DescriptorTable, misses: Misses, *, seed: int = 0) -> Report:
    """Compare moods of estimated descriptors with moods of the true ones, on tracks whose artist was not trained on.

    `misses` are those of every track, in their order, from `evaluate_descriptors`. Loudness, tempo and duration are
    not in the table: they are the mood songs' medians on both sides. The temperature of the moods is left out on both
    sides, too: it is for songs of another origin, and does not change which mood is the likeliest.
    """
    fitted = fit_moods(moods, np.arange(len(moods)))
    medians = np.tile(np.median(moods.values, axis=0), (len(sounds), 1))
    true, estimated = medians.copy(), medians.copy()
    true[:, _PERCEPTUAL_COLUMNS] = sounds.targets
    estimated[:, _PERCEPTUAL_COLUMNS] = misses.estimates
    truth = fitted.probabilities(true)
    folds = group_folds(sounds.artists, _FOLDS, np.random.default_rng(seed))
    guesses = {
        CONSTANT: np.tile(truth.mean(axis=0), (len(truth), 1)),
        TAKEN_FOR_TRUE: fitted.probabilities(estimated),
        ESTIMATED: _by_fold(fitted, estimated, misses, folds),
    }
    agreements = {name: _agreement(guess, truth) for name, guess in guesses.items()}
    figures = [("agreement", name, value) for name, value in agreements.items()]
    figures += [("log_loss", name, _log_loss(guess, truth)) for name, guess in guesses.items()]
    known = {
        name: _agreement(_by_fold(fitted, *_with_known(column, true, estimated, misses), folds), truth)
        for column, name in enumerate(PERCEPTUAL)
    }
    figures += [(f"agreement, {name} known", ESTIMATED, value) for name, value in known.items()]
    protocol = (
        f"{len(sounds):,} tracks with the Echo Nest's descriptors; estimates from the sound by {_FOLDS} folds of "
        f"artists, seed {seed}; the truth is the mood of the true descriptors; log loss against its probabilities; "
        "known: that descriptor is the true one, the others are estimated."
    )
    rows = tuple(ReportRow(model=name, metric=metric, value=value, n=len(sounds)) for metric, name, value in figures)
    return Report(task="mood of the library", protocol=protocol, rows=rows, findings=_findings(agreements, known))


def _findings(agreements: dict[str, float], known: dict[str, float]) -> tuple[str, ...]:
    kept, commonest = (100 * agreements[name] for name in (ESTIMATED, CONSTANT))
    gains = {name: 100 * value - kept for name, value in known.items()}
    shares = ", ".join(f"{name} {gains[name]:+.0f}" for name in sorted(gains, key=lambda name: -gains[name]))
    return (
        f"the likeliest mood stays the same for {kept:.0f} of 100 tracks when descriptors are estimated from the "
        f"sound, {commonest:.0f} by always saying the commonest",
        f"what one true descriptor in the place of its estimate would bring back, in points: {shares}",
    )


def _with_known(column: int, true: np.ndarray, estimated: np.ndarray, misses: Misses) -> tuple[np.ndarray, Misses]:
    """Return the features and misses as they would be if one of `PERCEPTUAL` were known."""
    values, estimates, residuals = estimated.copy(), misses.estimates.copy(), misses.residuals.copy()
    values[:, _PERCEPTUAL_COLUMNS[column]] = true[:, _PERCEPTUAL_COLUMNS[column]]
    estimates[:, column] += residuals[:, column]
    residuals[:, column] = 0.0
    return values, Misses(estimates, residuals)


def _by_fold(fitted: MoodLogistic, values: np.ndarray, misses: Misses, folds: np.ndarray) -> np.ndarray:
    """Return probabilities that learn misses from other artists only."""
    probabilities = np.empty((len(values), len(fitted.added)))
    for fold in range(_FOLDS):
        others = Misses(misses.estimates[folds != fold], misses.residuals[folds != fold])
        probabilities[folds == fold] = probabilities_of_estimates(fitted, values[folds == fold], others)
    return probabilities


def _agreement(guess: np.ndarray, truth: np.ndarray) -> float:
    return float((guess.argmax(axis=1) == truth.argmax(axis=1)).mean())


def _log_loss(guess: np.ndarray, truth: np.ndarray) -> float:
    return float(-(truth * np.log(np.maximum(guess, 1e-6))).sum(axis=1).mean())
