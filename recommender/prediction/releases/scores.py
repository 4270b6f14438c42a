"""Losses of expected counts."""

import numpy as np
from scipy.special import gammaln

MIN_RATE = 0.001
"""A rate below this is scored as this: an answer of exactly zero would cost infinitely much at the first release."""
MAE, RMSE, DEVIANCE, LOG_LOSS = "MAE", "RMSE", "Poisson deviance", "log loss"
COVERAGE, WIDTH = "coverage of the 80 % interval", "width of the 80 % interval"
PAIRED = "Poisson deviance less the baseline's"
COVERAGE_BUSY = f"{COVERAGE} where 2 or more are expected"
COVERAGE_OPEN, COVERAGE_ZERO = f"{COVERAGE} where 0 alone has less", f"{COVERAGE} where 0 alone has 80 % or more"
"""No range of whole numbers holds four of five where 0 alone holds more: those forecasts are measured apart."""
OWN_PROBABILITY = "probability of the 80 % interval"
COVERAGE_RANDOMISED = f"{COVERAGE}, randomised"
COVERAGE_RANDOMISED_OPEN = f"{COVERAGE_RANDOMISED} where 0 alone has less"
"""Between the quantiles of 10 and 90 %, each count spread evenly over its share of the distribution."""


def point_losses(mean: np.ndarray, count: np.ndarray) -> dict[str, np.ndarray]:
    """Return the loss of each expected count [n] by metric; the root of `RMSE` is taken after the mean."""
    rate = np.maximum(mean, MIN_RATE)
    ratio = count * np.log(np.maximum(count, 1) / rate)
    return {MAE: np.abs(mean - count), RMSE: (mean - count) ** 2, DEVIANCE: 2 * (ratio - (count - rate))}


def poisson_log_loss(mean: np.ndarray, count: np.ndarray) -> np.ndarray:
    """Return minus the log probability of each count under a Poisson of this mean."""
    rate = np.maximum(mean, MIN_RATE)
    loss: np.ndarray = rate - count * np.log(rate) + gammaln(count + 1)
    return loss
