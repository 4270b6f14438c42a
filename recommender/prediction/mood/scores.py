"""How good probabilities of moods are."""

import numpy as np

from recommender.prediction.mood.records import MOODS

_BINS = 10
_LEAST = 1e-6


def accuracy(probabilities: np.ndarray, moods: np.ndarray) -> float:
    """Return the share of songs whose likeliest mood is theirs."""
    return float((probabilities.argmax(axis=1) == moods).mean())


def macro_f1(probabilities: np.ndarray, moods: np.ndarray) -> float:
    """Return the mean over moods of F1: every mood counts the same, however rare."""
    guess = probabilities.argmax(axis=1)
    scores = []
    for mood in range(len(MOODS)):
        hits = int(((guess == mood) & (moods == mood)).sum())
        named = int((guess == mood).sum()) + int((moods == mood).sum())
        scores.append(2 * hits / named if named else 0.0)
    return float(np.mean(scores))


def log_loss(probabilities: np.ndarray, moods: np.ndarray) -> float:
    """Return the mean of minus the logarithm of what the true mood was given."""
    given = probabilities[np.arange(len(moods)), moods]
    return float(-np.log(np.maximum(given, _LEAST)).mean())


def calibration_error(probabilities: np.ndarray, moods: np.ndarray) -> float:
    """Return the expected calibration error of the likeliest mood, in ten equal bins of its probability."""
    confidence = probabilities.max(axis=1)
    hit = probabilities.argmax(axis=1) == moods
    bins = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    error = 0.0
    for each in np.unique(bins):
        inside = bins == each
        error += float(inside.mean()) * abs(float(confidence[inside].mean()) - float(hit[inside].mean()))
    return error


def recall(probabilities: np.ndarray, moods: np.ndarray, mood: int) -> float:
    """Return the share of one mood's songs that are found; NaN when there are none."""
    theirs = moods == mood
    return float((probabilities[theirs].argmax(axis=1) == mood).mean()) if theirs.any() else float("nan")
