"""Two straight lines on the features: a logistic regression for the chance, a ridge regression for the strength."""

from dataclasses import dataclass

import numpy as np

from recommender.prediction.charts.chart_model import Prediction, Predictor, calibrated
from recommender.prediction.charts.features import FEATURES, Rows

REACH = 121
"""Learned from songs listed above this place, or in last year's top: the others hardly ever come."""
_LOG_RANK, _LAST_YEAR = FEATURES.index("log_rank"), FEATURES.index("was_top_year_ago_next")
_COUNTS = [FEATURES.index(name) for name in ("weeks_listed", "weeks_in_top", "run", "weeks_since_peak")]
_FARTHEST = 5.0


@dataclass(frozen=True)
class Logistic:
    """Linear models on standardised features; an unknown value counts as the mean."""

    strength_of_prior: float = 20.0
    name: str = "logistic"

    def fit(self, rows: Rows) -> Predictor:
        """Fit scaler and both regressions on the rows near the top."""
        from sklearn.linear_model import LogisticRegression, Ridge

        near = rows.where((rows.x[:, _LOG_RANK] < np.log(REACH)) | (rows.x[:, _LAST_YEAR] > 0))
        wide = _wide(near.x)
        mean, spread = np.nanmean(wide, axis=0), np.nanstd(wide, axis=0) + 1e-3

        def inputs(asked: Rows) -> np.ndarray:
            scaled = np.nan_to_num((_wide(asked.x) - mean) / spread)
            clipped: np.ndarray = np.clip(scaled, -_FARTHEST, _FARTHEST)
            return clipped

        line = Ridge(alpha=self.strength_of_prior).fit(inputs(near), near.next_strength - near.now)
        curve = LogisticRegression(C=1 / self.strength_of_prior, max_iter=300).fit(inputs(near), near.next_in_top)
        ends = calibrated(lambda asked: asked.now + line.predict(inputs(asked)), near)

        def predicted(asked: Rows) -> Prediction:
            found = ends(asked)
            chance = curve.predict_proba(inputs(asked))[:, 1]
            return Prediction(chance=chance, strength=found.strength, low=found.low, high=found.high)

        return predicted


def _wide(x: np.ndarray) -> np.ndarray:
    """Return the features and the logarithms of those that count weeks."""
    return np.hstack([x, np.log1p(np.maximum(x[:, _COUNTS], 0))])
