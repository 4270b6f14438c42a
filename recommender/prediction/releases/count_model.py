"""Mean and variance of a career's next count by a fitted regression, by numpy alone.

Conventions: the count's mean is exp(features @ coefficients); its variance is mean + mean^2 / size, and log(size)
follows log(mean) by one slope below a mean of 1 and by another above: rare counts and large ones scatter differently.
"""

from dataclasses import dataclass

import numpy as np

Size = tuple[float, float, float]
LOG_MEAN = (-12.0, 6.0)
_LOG_SIZE = (-4.0, 5.0)
_MIN_MEAN = 1e-6


@dataclass(frozen=True, eq=False)
class CountModel:
    """A fitted regression."""

    coefficients: np.ndarray
    """float64 [n_features]; the first feature is 1."""
    size: Size
    """log(size) = size[0] + size[1] * min(log(mean), 0) + size[2] * max(log(mean), 0)."""

    def mean(self, features: np.ndarray, ceiling: np.ndarray) -> np.ndarray:
        """Return the expected count of each row, [n], above 0 and at most `ceiling`."""
        mean: np.ndarray = np.minimum(np.exp(np.clip(features @ self.coefficients, *LOG_MEAN)), ceiling)
        return mean

    def sizes(self, mean: np.ndarray) -> np.ndarray:
        """Return the size that goes with each mean."""
        return sizes_of(self.size, mean)


def ceiling_of(counts: np.ndarray) -> np.ndarray:
    """Return the most that may be expected, [n]: one above the artist's best year, counts [n, n_years]."""
    most: np.ndarray = counts.max(axis=1).astype(float) + 1.0
    return most


def sizes_of(size: Size, mean: np.ndarray) -> np.ndarray:
    """Return the size that goes with each mean, [n]."""
    log_mean = np.log(np.maximum(mean, _MIN_MEAN))
    slopes = size[1] * np.minimum(log_mean, 0) + size[2] * np.maximum(log_mean, 0)
    sizes: np.ndarray = np.exp(np.clip(size[0] + slopes, *_LOG_SIZE))
    return sizes
