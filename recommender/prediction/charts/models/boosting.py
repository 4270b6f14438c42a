"""Boosted trees on the features: a classifier chooses the set, a regression its order, two quantiles the interval.

No single objective wins both: the chance of staying orders badly, the expected strength chooses badly at the cut.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from recommender.prediction.charts.features import Rows
from recommender.prediction.charts.models.calibration import LEVEL
from recommender.prediction.charts.models.chart_model import Prediction, Predictor

TREES, QUANTILE_TREES = 200, 60
_SHARED = {
    "learning_rate": 0.04, "num_leaves": 15, "min_data_in_leaf": 80, "feature_fraction": 0.5, "bagging_fraction": 0.7,
    "bagging_freq": 1, "lambda_l2": 5.0, "max_bin": 127, "verbosity": -1, "deterministic": True,
}  # fmt: skip
_QUANTILE = {"objective": "quantile", "num_leaves": 8, "learning_rate": 0.12}
REACH = 121
"""The classifier learns from songs listed above this rank, or in last year's top: the others hardly ever come."""


@dataclass(frozen=True)
class Boosting:
    """LightGBM, fitted on the rows of all charts of a kind."""

    seed: int = 0
    threads: int = 1
    trees: int = TREES
    """Of classifier and regression."""
    quantile_trees: int = QUANTILE_TREES
    """Of each end of the interval."""
    name: str = "boosting"

    def fit(self, rows: Rows) -> Predictor:
        """Fit classifier, regression and both quantiles; small tables get smaller leaves."""
        import lightgbm

        near = rows.where((rows.column("log_rank") < np.log(REACH)) | (rows.column("was_top_year_ago_next") > 0))
        nearest = lightgbm.Dataset(near.x, near.next_in_top)
        every = lightgbm.Dataset(rows.x, rows.next_strength - rows.now)
        tail = (1 - LEVEL) / 2
        chance = self._trees(nearest, len(near), {"objective": "binary"}, self.trees)
        # Three models are fitted to the same values, which are put into bins by the first of them only.
        strength = self._trees(every, len(rows), {"objective": "regression"}, self.trees)
        ends = [
            self._trees(every, len(rows), _QUANTILE | {"alpha": alpha}, self.quantile_trees)
            for alpha in (tail, 1 - tail)
        ]

        def predict(asked: Rows) -> Prediction:
            expected = asked.now + strength.predict(asked.x)
            return Prediction(
                chance=chance.predict(asked.x),
                strength=expected,
                low=np.minimum(asked.now + ends[0].predict(asked.x), expected),
                high=np.maximum(asked.now + ends[1].predict(asked.x), expected),
            )

        return predict

    def _trees(self, values: Any, n_rows: int, settings: dict[str, Any], n: int) -> Any:
        import lightgbm

        leaf = int(np.clip(n_rows // 50, 5, _SHARED["min_data_in_leaf"]))
        parameters = _SHARED | settings | {"min_data_in_leaf": leaf, "seed": self.seed, "num_threads": self.threads}
        return lightgbm.train(parameters, values, n)
