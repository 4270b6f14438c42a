"""Songs heard before: the expected plays are a mix of decayed counts, everything else follows from a score on logs."""

import numpy as np
from msgspec import Struct

from recommender.prediction.streams.forecast import Forecast, forecast_of
from recommender.prediction.streams.heard.features import NAMES
from recommender.prediction.streams.linear import LogRidge, fit_ridge, log_scale
from recommender.prediction.streams.outcomes import LEVEL, Outcomes, fit_outcomes

MIXED = ("3d", "5d", "7d", "14d", "30d", "120d")
_MIXED_COLUMNS = [NAMES.index(f"plays_decayed_{half_life}") for half_life in MIXED]


class HeardModel(Struct, frozen=True):
    """Fitted for one listener."""

    score: LogRidge
    mix: tuple[float, ...]
    """Plays to come per decayed play of each half-life, none negative; the last is the constant."""
    outcomes: Outcomes

    def forecast(self, x: np.ndarray) -> Forecast:
        """Return the forecast for features [n, k]."""
        return forecast_of(self.score.of(x), _with_one(x) @ np.array(self.mix), self.outcomes)


def fit_heard(x: np.ndarray, plays: np.ndarray, *, penalty: float, level: float = LEVEL) -> HeardModel:
    """Fit on features [n, k] and the plays of the 30 days after, [n]."""
    from scipy.optimize import nnls  # training only

    score = fit_ridge(x, log_scale(plays), penalty=penalty)
    mixed = _with_one(x)
    # Normal equations: the same answer as from all rows, in a fraction of the time.
    gram, target = mixed.T @ mixed, mixed.T @ plays
    factor = np.linalg.cholesky(gram + 1e-9 * np.trace(gram) * np.eye(len(gram)))
    mix, _ = nnls(factor.T, np.linalg.solve(factor, target))
    return HeardModel(score, tuple(mix.tolist()), fit_outcomes(score.of(x), plays, level=level))


def _with_one(x: np.ndarray) -> np.ndarray:
    return np.column_stack([x[:, _MIXED_COLUMNS].astype(np.float64), np.ones(len(x))])
