"""Songs never heard: what became of first plays with similar features, or of new songs by such artists."""

import numpy as np
from msgspec import Struct

from recommender.prediction.streams.forecast import Forecast, forecast_of
from recommender.prediction.streams.linear import LogRidge, fit_ridge, log_scale
from recommender.prediction.streams.outcomes import LEVEL, Outcomes, fit_outcomes
from recommender.prediction.streams.unheard.features import NAMES

RATE = "artist_replays_of_new_songs"
"""How often new songs of the artist were played again: what is served is made of this alone."""
MAX_PLAYS = 40.0
"""Plays are cut at this many: one song played more often would decide the whole line."""


class UnheardModel(Struct, frozen=True):
    """Fitted for one listener."""

    on_logs: LogRidge
    on_plays: LogRidge
    spreads: tuple[float, float]
    """Standard deviation of each of the two on the training rows: both scores weigh the same."""
    scale: float
    """What the clipped plays must be multiplied by to have the mean of all plays."""
    outcomes: Outcomes

    def forecast(self, x: np.ndarray) -> Forecast:
        """Return the forecast for features [n, k]; the expected plays are the mean of two views."""
        score = self._score(x)
        line = np.maximum(self.on_plays.of(x), 0.0) * self.scale
        return forecast_of(score, (line + self.outcomes.at(score, "mean")) / 2, self.outcomes)

    @property
    def is_weighted(self) -> np.ndarray:
        """Which features the forecast hangs on, bool [k]."""
        weighted: np.ndarray = (np.array(self.on_logs.weights) != 0) | (np.array(self.on_plays.weights) != 0)
        return weighted

    def _score(self, x: np.ndarray) -> np.ndarray:
        return self.on_logs.of(x) / self.spreads[0] + self.on_plays.of(x) / self.spreads[1]


def fit_unheard(
    x: np.ndarray, plays: np.ndarray, *, penalty: float, level: float = LEVEL, weighted: np.ndarray | bool = True
) -> UnheardModel:
    """Fit on features just before first plays [n, k] and the plays of the 30 days after, [n].

    Only `weighted` columns, bool [k], may have a weight.
    """
    clipped = np.minimum(plays, MAX_PLAYS).astype(np.float64)
    on_logs = fit_ridge(x, log_scale(plays), penalty=penalty, weighted=weighted)
    on_plays = fit_ridge(x, clipped, penalty=penalty, weighted=weighted)
    logs, line = on_logs.of(x), on_plays.of(x)
    spreads = (float(logs.std()) or 1.0, float(line.std()) or 1.0)
    scale = float(plays.mean() / clipped.mean()) if clipped.any() else 1.0
    outcomes = fit_outcomes(logs / spreads[0] + line / spreads[1], plays, level=level)
    return UnheardModel(on_logs, on_plays, spreads, scale, outcomes)


def fit_artist_rate(x: np.ndarray, plays: np.ndarray, *, penalty: float, level: float = LEVEL) -> UnheardModel:
    """Fit as `fit_unheard`, on the artist's rate alone: all other columns of [n, k] have no weight."""
    is_rate = np.array([name == RATE for name in NAMES])
    return fit_unheard(x, plays, penalty=penalty, level=level, weighted=is_rate)
