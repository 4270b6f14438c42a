"""Scores of forecast numbers. scikit-learn is imported when a score is taken: what serves imports this module."""

import numpy as np


def r2(truth: np.ndarray, forecast: np.ndarray) -> float:
    """Return the share of the variance that is explained; below 0 is worse than the mean, NaN without variance."""
    from sklearn.metrics import r2_score

    return float(r2_score(truth, forecast)) if np.ptp(truth) > 0 else np.nan


def mean_absolute_error(truth: np.ndarray, forecast: np.ndarray) -> float:
    """Return the mean distance of the forecast from the truth; of [n, k] over all k."""
    from sklearn.metrics import mean_absolute_error as error

    return float(error(truth, forecast))


def spearman(truth: np.ndarray, score: np.ndarray) -> float:
    """Return the rank correlation, ties at their mean rank; NaN when either never changes."""
    from scipy.stats import spearmanr

    if np.ptp(truth) == 0 or np.ptp(score) == 0:
        return np.nan
    return float(spearmanr(truth, score).statistic)
