"""Forecasts of past years: what each model expected beforehand, and what came."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from recommender.prediction.releases.baselines import NAMES as BASELINES
from recommender.prediction.releases.baselines import baseline_means
from recommender.prediction.releases.count_model import CountModel
from recommender.prediction.releases.intervals import LEVEL, chance_of_any, log_probability, median, ranges
from recommender.prediction.releases.negative_binomial import share_inside
from recommender.prediction.releases.rolling import Rolling
from recommender.prediction.releases.scores import (
    COVERAGE,
    COVERAGE_BUSY,
    COVERAGE_OPEN,
    COVERAGE_RANDOMISED,
    COVERAGE_RANDOMISED_OPEN,
    COVERAGE_ZERO,
    DEVIANCE,
    LOG_LOSS,
    MAE,
    OWN_PROBABILITY,
    PAIRED,
    WIDTH,
    point_losses,
    poisson_log_loss,
)

MODEL, MEDIAN = "negative binomial", "negative binomial, median"
ACTIVE_YEARS = 3
BUSY = 2.0
Fitted = Callable[[int, int], CountModel]
"""The model of an origin and a horizon."""


@dataclass(frozen=True, eq=False)
class PastForecasts:
    """One row for each artist known at an origin, all origins one after the other."""

    artist: np.ndarray
    """int [n]: row of the careers."""
    active: np.ndarray
    """bool [n]: whether there was a release in the origin's last `ACTIVE_YEARS`."""
    count: np.ndarray
    """float64 [n]: what came."""
    means: dict[str, np.ndarray]
    """What each baseline and the model expected, [n]."""
    size: np.ndarray
    """The model's, [n]."""

    def losses(self) -> dict[str, dict[str, np.ndarray]]:
        """Return the loss of each row by model and metric; NaN where the metric does not ask for the row."""
        losses = {
            name: {**point_losses(mean, self.count), LOG_LOSS: poisson_log_loss(mean, self.count)}
            for name, mean in self.means.items()
        }
        mean = self.means[MODEL]
        low, high, probability = ranges(mean, self.size)
        inside = ((low <= self.count) & (self.count <= high)).astype(float)
        share = share_inside(mean, self.size, self.count, LEVEL)
        zero_is_enough = 1 - chance_of_any(mean, self.size) >= LEVEL
        losses[MODEL] |= {
            LOG_LOSS: -log_probability(mean, self.size, self.count),
            COVERAGE: inside,
            COVERAGE_BUSY: np.where(mean >= BUSY, inside, np.nan),
            COVERAGE_OPEN: np.where(zero_is_enough, np.nan, inside),
            COVERAGE_ZERO: np.where(zero_is_enough, inside, np.nan),
            OWN_PROBABILITY: probability,
            COVERAGE_RANDOMISED: share,
            COVERAGE_RANDOMISED_OPEN: np.where(zero_is_enough, np.nan, share),
            WIDTH: (high - low).astype(float),
        }
        for name in BASELINES:
            losses[f"{MODEL} beside {name}"] = {PAIRED: losses[MODEL][DEVIANCE] - losses[name][DEVIANCE]}
        losses[MEDIAN] = {MAE: np.abs(median(mean, self.size) - self.count)}
        return losses


def forecast_past_years(rolling: Rolling, origins: Iterable[int], horizon: int, fit: Fitted) -> PastForecasts:
    """Return the forecasts at each origin for `horizon` years later."""
    careers = rolling.careers
    parts = []
    for origin in origins:
        moment, model = rolling.moment(origin), fit(origin, horizon)
        past = careers.counts[moment.rows, : origin + 1].astype(float)
        means = baseline_means(past, careers.debut[moment.rows], moment.peers)
        means[MODEL] = rolling.means(model, origin)
        active = past[:, -ACTIVE_YEARS:].sum(axis=1) > 0
        count = rolling.counts(origin, horizon)
        parts.append(PastForecasts(moment.rows, active, count, means, model.sizes(means[MODEL])))
    return PastForecasts(
        artist=np.concatenate([part.artist for part in parts]),
        active=np.concatenate([part.active for part in parts]),
        count=np.concatenate([part.count for part in parts]),
        means={name: np.concatenate([part.means[name] for part in parts]) for name in (*BASELINES, MODEL)},
        size=np.concatenate([part.size for part in parts]),
    )
