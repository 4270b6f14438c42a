"""Songs never heard: what became of first plays by artists, and moods for news, like this one's."""

import numpy as np
from msgspec import Struct

from recommender.prediction.streams.forecast import Forecast, forecast_of
from recommender.prediction.streams.linear import LogRidge, fitted_ridge, log_scale
from recommender.prediction.streams.outcomes import LEVEL, Outcomes, fitted_outcomes

MOST_PLAYS = 40.0
"""A single song that was played more often than this would decide the whole line."""


class UnheardModel(Struct, frozen=True):
    """Fitted for one listener."""

    on_logs: LogRidge
    on_plays: LogRidge
    spreads: tuple[float, float]
    """Standard deviation of each of the two on the training rows: their scores count alike."""
    scale: float
    """What the clipped plays must be multiplied by to have the mean of all plays."""
    outcomes: Outcomes

    def forecast(self, x: np.ndarray) -> Forecast:
        """Return the forecast for features [n, k]; the expected plays are the mean of two views."""
        score = self._score(x)
        line = np.maximum(self.on_plays.of(x), 0.0) * self.scale
        return forecast_of(score, (line + self.outcomes.at(score, "mean")) / 2, self.outcomes)

    def _score(self, x: np.ndarray) -> np.ndarray:
        return self.on_logs.of(x) / self.spreads[0] + self.on_plays.of(x) / self.spreads[1]


def fitted_unheard(x: np.ndarray, plays: np.ndarray, *, penalty: float, level: float = LEVEL) -> UnheardModel:
    """Fit on features just before first plays [n, k] and the plays of the 30 days after, [n]."""
    clipped = np.minimum(plays, MOST_PLAYS).astype(np.float64)
    on_logs = fitted_ridge(x, log_scale(plays), penalty=penalty)
    on_plays = fitted_ridge(x, clipped, penalty=penalty)
    logs, line = on_logs.of(x), on_plays.of(x)
    spreads = (float(logs.std()) or 1.0, float(line.std()) or 1.0)
    scale = float(plays.mean() / clipped.mean()) if clipped.any() else 1.0
    outcomes = fitted_outcomes(logs / spreads[0] + line / spreads[1], plays, level=level)
    return UnheardModel(on_logs, on_plays, spreads, scale, outcomes)
