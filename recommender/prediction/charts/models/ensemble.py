"""Several models as one: their chances averaged as log odds, their strengths as they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from recommender.prediction.charts.features import Rows
from recommender.prediction.charts.models.chart_model import Prediction, Predictor

_SURE = 1e-4


@dataclass(frozen=True)
class Ensemble:
    """The mean of other models, with equal weights: there are too few weeks to learn weights from."""

    members: Sequence[str]
    name: str = "ensemble"

    def of(self, predictors: Mapping[str, Predictor]) -> Predictor:
        """Return the predictor made of fitted members."""
        chosen = [predictors[name] for name in self.members]

        def predict(rows: Rows) -> Prediction:
            predictions = [predictor(rows) for predictor in chosen]
            odds = np.mean([_log_odds(prediction.chance) for prediction in predictions], axis=0)
            return Prediction(
                chance=1 / (1 + np.exp(-odds)),
                strength=np.mean([prediction.strength for prediction in predictions], axis=0),
                low=np.mean([prediction.low for prediction in predictions], axis=0),
                high=np.mean([prediction.high for prediction in predictions], axis=0),
            )

        return predict


def _log_odds(chance: np.ndarray) -> np.ndarray:
    sure = np.clip(chance, _SURE, 1 - _SURE)
    odds: np.ndarray = np.log(sure / (1 - sure))
    return odds
