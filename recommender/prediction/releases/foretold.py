"""Past years foretold: what each model said of them beforehand, and what came."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from recommender.prediction.releases.baselines import NAMES as BASELINES
from recommender.prediction.releases.baselines import baseline_means
from recommender.prediction.releases.count_model import CountModel
from recommender.prediction.releases.intervals import quantile, quantiles
from recommender.prediction.releases.negative_binomial import log_probability
from recommender.prediction.releases.rolling import Rolling
from recommender.prediction.releases.scores import (
    COVERAGE,
    COVERAGE_BUSY,
    DEVIANCE,
    LOG_LOSS,
    MAE,
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
class Foretold:
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
        found = {
            name: {**point_losses(mean, self.count), LOG_LOSS: poisson_log_loss(mean, self.count)}
            for name, mean in self.means.items()
        }
        mean = self.means[MODEL]
        low, high = quantiles(mean, self.size)
        inside = ((low <= self.count) & (self.count <= high)).astype(float)
        found[MODEL] |= {
            LOG_LOSS: -log_probability(mean, self.size, self.count),
            COVERAGE: inside,
            COVERAGE_BUSY: np.where(mean >= BUSY, inside, np.nan),
            WIDTH: (high - low).astype(float),
        }
        for name in BASELINES:
            found[f"{MODEL} beside {name}"] = {PAIRED: found[MODEL][DEVIANCE] - found[name][DEVIANCE]}
        found[MEDIAN] = {MAE: np.abs(quantile(mean, self.size, 0.5) - self.count)}
        return found


def foretold(rolling: Rolling, origins: Iterable[int], horizon: int, fitted: Fitted) -> Foretold:
    """Return what is said at each origin of `horizon` years later."""
    careers = rolling.careers
    parts = []
    for origin in origins:
        moment, model = rolling.moment(origin), fitted(origin, horizon)
        past = careers.counts[moment.rows, : origin + 1].astype(float)
        means = baseline_means(past, careers.debut[moment.rows], moment.peers)
        means[MODEL] = rolling.means(model, origin)
        active = past[:, -ACTIVE_YEARS:].sum(axis=1) > 0
        count = rolling.counts(origin, horizon)
        parts.append(Foretold(moment.rows, active, count, means, model.sizes(means[MODEL])))
    return Foretold(
        artist=np.concatenate([each.artist for each in parts]),
        active=np.concatenate([each.active for each in parts]),
        count=np.concatenate([each.count for each in parts]),
        means={name: np.concatenate([each.means[name] for each in parts]) for name in (*BASELINES, MODEL)},
        size=np.concatenate([each.size for each in parts]),
    )
