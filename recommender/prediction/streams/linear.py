"""Linear models on the logarithms of counts and days; as JSON they are what they are."""

import numpy as np
from msgspec import Struct

CLIP = 30.0
"""Counts above are taken as this on the log scale, as the measure does."""


class LogRidge(Struct, frozen=True):
    """Ridge regression on standardised log(1 + x)."""

    mean: tuple[float, ...]
    spread: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float

    def of(self, x: np.ndarray) -> np.ndarray:
        """Return the prediction for features [n, k]: float64 [n]."""
        line: np.ndarray = _standard(x, np.array(self.mean), np.array(self.spread)) @ np.array(self.weights)
        return line + self.bias


def fitted_ridge(x: np.ndarray, y: np.ndarray, *, penalty: float) -> LogRidge:
    """Fit on features [n, k]; `penalty` is per row, so that it means the same for any n."""
    logs = np.log1p(np.maximum(x, 0.0).astype(np.float64))
    mean, spread = logs.mean(axis=0), logs.std(axis=0)
    spread[spread < 1e-9] = 1.0  # a column that never changes says nothing, and its weight stays 0
    z = _standard(x, mean, spread)
    gram = z.T @ z / len(z) + penalty * np.eye(z.shape[1])
    weights = np.linalg.solve(gram, z.T @ (y - y.mean()) / len(z))
    return LogRidge(tuple(mean.tolist()), tuple(spread.tolist()), tuple(weights.tolist()), float(y.mean()))


def log_scale(plays: np.ndarray) -> np.ndarray:
    """Return log(1 + plays), plays above 30 as 30."""
    scaled: np.ndarray = np.log1p(np.clip(plays, 0.0, CLIP))
    return scaled


def _standard(x: np.ndarray, mean: np.ndarray, spread: np.ndarray) -> np.ndarray:
    standard: np.ndarray = (np.log1p(np.maximum(x, 0.0).astype(np.float64)) - mean) / spread
    return standard
