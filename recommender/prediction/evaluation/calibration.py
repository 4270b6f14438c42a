"""Whether probabilities [n, k] can be believed: confidence beside accuracy, in bins of the likeliest class."""

import numpy as np
from msgspec import Struct


class Bin(Struct, frozen=True):
    """Forecasts of about one confidence."""

    confidence: float
    """Mean probability of the likeliest class."""
    accuracy: float
    """Share of rows in which that is the true class."""
    n: int


def reliability(probabilities: np.ndarray, truth: np.ndarray, *, n_bins: int) -> tuple[Bin, ...]:
    """Return the bins of equal width that hold anything; `truth` is int [n]."""
    confidence, is_right = probabilities.max(axis=1), probabilities.argmax(axis=1) == truth
    bin_of = np.minimum((confidence * n_bins).astype(np.int64), n_bins - 1)
    members = [bin_of == number for number in np.unique(bin_of)]
    return tuple(Bin(float(confidence[rows].mean()), float(is_right[rows].mean()), int(rows.sum())) for rows in members)


def calibration_error(bins: tuple[Bin, ...]) -> float:
    """Return the expected calibration error: how far accuracy is from confidence, weighted by rows."""
    n = sum(rows.n for rows in bins)
    return sum(abs(rows.accuracy - rows.confidence) * rows.n for rows in bins) / max(n, 1)
