"""Losses of expected counts, and their intervals when whole artists are drawn."""

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

LEAST_RATE = 0.001
"""A rate below this is scored as this: an answer of exactly zero would cost infinitely much at the first release."""
N_RESAMPLES = 500
MAE, RMSE, DEVIANCE, LOG_LOSS = "MAE", "RMSE", "Poisson deviance", "log loss"
COVERAGE, WIDTH = "coverage of the 80 % interval", "width of the 80 % interval"
PAIRED = "Poisson deviance less the baseline's"
COVERAGE_BUSY = "coverage of the 80 % interval where 2 or more are expected"


@dataclass(frozen=True)
class Figure:
    """A mean loss with its 95 % interval."""

    value: float
    low: float
    high: float


def point_losses(mean: np.ndarray, count: np.ndarray) -> dict[str, np.ndarray]:
    """Return the loss of each expected count [n] by metric; the root of `RMSE` is taken after the mean."""
    rate = np.maximum(mean, LEAST_RATE)
    ratio = count * np.log(np.maximum(count, 1) / rate)
    return {MAE: np.abs(mean - count), RMSE: (mean - count) ** 2, DEVIANCE: 2 * (ratio - (count - rate))}


def poisson_log_loss(mean: np.ndarray, count: np.ndarray) -> np.ndarray:
    """Return minus the log probability of each count under a Poisson of this mean."""
    rate = np.maximum(mean, LEAST_RATE)
    loss: np.ndarray = rate - count * np.log(rate) + gammaln(count + 1)
    return loss


@dataclass(frozen=True, eq=False)
class ArtistDraws:
    """Resamples of whole artists: an artist's years hang together."""

    artist: np.ndarray
    """int [n]: 0.. for each row."""
    times: np.ndarray
    """float32 [n_resamples, n_artists]: how often each artist is drawn."""

    @classmethod
    def made(cls, artist: np.ndarray, rng: np.random.Generator) -> "ArtistDraws":
        """Draw artists with replacement; `artist` holds any numbers."""
        _, places = np.unique(artist, return_inverse=True)
        n = int(places.max(initial=-1)) + 1
        times = np.stack([np.bincount(rng.integers(0, n, n), minlength=n) for _ in range(N_RESAMPLES)])
        return cls(places.ravel(), times.astype(np.float32))

    def figure(self, loss: np.ndarray, *, root: bool = False) -> Figure:
        """Return the mean of `loss` [n] where it is a number, and its interval; some must be."""
        n, some = self.times.shape[1], np.isfinite(loss)
        sums = np.bincount(self.artist[some], loss[some], n)
        drawn = self.times @ np.bincount(self.artist[some], minlength=n)
        means = ((self.times @ sums) / np.maximum(drawn, 1))[drawn > 0]
        low, high = np.quantile(means, [0.025, 0.975])
        found = np.array([loss[some].mean(), low, high])
        value, low, high = np.sqrt(np.maximum(found, 0)) if root else found
        return Figure(float(value), float(low), float(high))
