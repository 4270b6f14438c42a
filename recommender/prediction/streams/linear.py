"""Linear models on the logarithms of counts and days; as JSON they are what they are."""

import numpy as np
from msgspec import Struct, field

CLIP = 30.0
"""Counts above are taken as this on the log scale, as the measure does."""


class LogRidge(Struct, frozen=True):
    """Ridge regression on standardised log(1 + x)."""

    mean: tuple[float, ...]
    std: tuple[float, ...] = field(name="spread")
    weights: tuple[float, ...]
    bias: float

    def of(self, x: np.ndarray) -> np.ndarray:
        """Return the prediction for features [n, k]: float64 [n]."""
        line: np.ndarray = _standard(x, np.array(self.mean), np.array(self.std)) @ np.array(self.weights)
        return line + self.bias


def fit_ridge(x: np.ndarray, y: np.ndarray, *, penalty: float, weighted: np.ndarray | bool = True) -> LogRidge:
    """Fit on features [n, k]; `penalty` is per row, so that it means the same for any n.

    Columns that are not `weighted`, bool [k], are scaled as the others and have the weight 0.
    """
    logs = np.log1p(np.maximum(x, 0.0).astype(np.float64))
    mean, std = logs.mean(axis=0), logs.std(axis=0)
    std[std < 1e-9] = 1.0  # a column that never changes says nothing, and its weight stays 0
    z = _standard(x, mean, std) * weighted
    gram = z.T @ z / len(z) + penalty * np.eye(z.shape[1])
    weights = np.linalg.solve(gram, z.T @ (y - y.mean()) / len(z))
    return LogRidge(tuple(mean.tolist()), tuple(std.tolist()), tuple(weights.tolist()), float(y.mean()))


def log_scale(plays: np.ndarray) -> np.ndarray:
    """Return log(1 + plays), plays above 30 as 30."""
    scaled: np.ndarray = np.log1p(np.clip(plays, 0.0, CLIP))
    return scaled


def _standard(x: np.ndarray, mean: np.ndarray, std: np.ndarray) -> np.ndarray:
    standard: np.ndarray = (np.log1p(np.maximum(x, 0.0).astype(np.float64)) - mean) / std
    return standard
