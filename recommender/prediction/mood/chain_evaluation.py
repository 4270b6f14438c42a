"""How much of a mood survives when the descriptors are estimated from the sound: the whole chain, by artist."""

import numpy as np

from recommender.prediction.descriptors.records import PERCEPTUAL, DescriptorTable, Misses
from recommender.prediction.group_folds import group_folds
from recommender.prediction.mood.features import INPUTS
from recommender.prediction.mood.logistic import MoodLogistic, fit_moods
from recommender.prediction.mood.records import MoodTable
from recommender.prediction.mood.uncertain import probabilities_of_estimates
from recommender.prediction.report import Report, ReportRow

ESTIMATED = "mood of estimated descriptors"
TAKEN_FOR_TRUE = "the same, estimates taken for the truth"
CONSTANT = "mean of all tracks"
_FOLDS = 5
_PLACES = [INPUTS.index(name) for name in PERCEPTUAL]


def evaluate_chain(moods: MoodTable, sounds: DescriptorTable, misses: Misses, *, seed: int = 0) -> Report:
    """Compare moods of estimated descriptors with moods of the true ones, on tracks whose artist was not trained on.

    `misses` are those of every track, in their order, from `evaluate_descriptors`. Loudness, tempo and duration are
    not in the table: they are the mood songs' medians on both sides.
    """
    fitted = fit_moods(moods, np.arange(len(moods)))
    usual = np.tile(np.median(moods.values, axis=0), (len(sounds), 1))
    true, estimated = usual.copy(), usual.copy()
    true[:, _PLACES] = sounds.targets
    estimated[:, _PLACES] = misses.estimates
    truth = fitted.probabilities(true)
    guesses = {
        CONSTANT: np.tile(truth.mean(axis=0), (len(truth), 1)),
        TAKEN_FOR_TRUE: fitted.probabilities(estimated),
        ESTIMATED: _by_fold(fitted, estimated, misses, sounds.artists, np.random.default_rng(seed)),
    }
    rows = [
        ReportRow(model=name, metric=metric, value=value, n=len(sounds))
        for metric in ("agreement", "log_loss")
        for name, guess in guesses.items()
        for value in (_agreement(guess, truth) if metric == "agreement" else _log_loss(guess, truth),)
    ]
    protocol = (
        f"{len(sounds):,} tracks with the Echo Nest's descriptors; estimates from the sound by {_FOLDS} folds of "
        f"artists, seed {seed}; the truth is the mood of the true descriptors; log loss against its probabilities."
    )
    finding = (
        f"the likeliest mood stays the same for {100 * _agreement(guesses[ESTIMATED], truth):.0f} of 100 tracks when "
        f"descriptors are estimated from the sound, {100 * _agreement(guesses[CONSTANT], truth):.0f} by always "
        "saying the commonest"
    )
    return Report(task="mood of the library", protocol=protocol, rows=tuple(rows), findings=(finding,))


def _by_fold(
    fitted: MoodLogistic, values: np.ndarray, misses: Misses, artists: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Return probabilities that learn misses from other artists only."""
    folds = group_folds(artists, _FOLDS, rng)
    found = np.empty((len(values), len(fitted.added)))
    for fold in range(_FOLDS):
        others = Misses(misses.estimates[folds != fold], misses.residuals[folds != fold])
        found[folds == fold] = probabilities_of_estimates(fitted, values[folds == fold], others)
    return found


def _agreement(guess: np.ndarray, truth: np.ndarray) -> float:
    return float((guess.argmax(axis=1) == truth.argmax(axis=1)).mean())


def _log_loss(guess: np.ndarray, truth: np.ndarray) -> float:
    return float(-(truth * np.log(np.maximum(guess, 1e-6))).sum(axis=1).mean())
