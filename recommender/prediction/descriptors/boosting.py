"""Boosted trees: one small forest per descriptor. LightGBM is loaded when one is fitted or first asked."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from recommender.prediction.lightgbm_text import read_booster

if TYPE_CHECKING:
    from lightgbm import Booster

NAME = "LightGBM"
_ROUNDS = 150
_SETTINGS = {
    "objective": "regression",
    "learning_rate": 0.04,
    "num_leaves": 8,
    "min_data_in_leaf": 15,
    "feature_fraction": 0.3,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "num_threads": 1,
    "deterministic": True,
    "verbosity": -1,
}


@dataclass(frozen=True, eq=False)
class Boosting:
    """One booster per descriptor, each in LightGBM's own text form."""

    texts: tuple[str, ...]

    @classmethod
    def fit(cls, inputs: np.ndarray, targets: np.ndarray, *, seed: int) -> "Boosting":
        """Fit on standard scores [n, n_inputs] and descriptors [n, 7]."""
        import lightgbm

        settings = _SETTINGS | {"seed": seed}
        fitted = []
        for column in targets.T:
            rows = lightgbm.Dataset(inputs, column, params={"verbosity": -1})
            fitted.append(lightgbm.train(settings, rows, num_boost_round=_ROUNDS).model_to_string())
        return cls(tuple(fitted))

    def predict(self, inputs: np.ndarray) -> np.ndarray:
        """Return the descriptors of standard scores: [n, 7]."""
        return np.stack([np.asarray(booster.predict(inputs, num_threads=1)) for booster in self._boosters], axis=1)

    @cached_property
    def _boosters(self) -> "tuple[Booster, ...]":
        return tuple(map(read_booster, self.texts))
