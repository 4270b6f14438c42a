"""LightGBM: the four bands as classes, and the popularity itself for the report."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from recommender.prediction.lightgbm_text import read_booster
from recommender.prediction.popularity.cells import BANDS

_COMMON = {
    "num_leaves": 31, "min_data_in_leaf": 60, "bagging_fraction": 0.8, "bagging_freq": 1, "feature_fraction": 0.4,
    "lambda_l2": 5.0, "max_bin": 127, "verbose": -1, "deterministic": True, "force_col_wise": True,
}  # fmt: skip
N_TREES_BANDS = 100
N_TREES_VALUE = 250


@dataclass(frozen=True, eq=False)
class Booster:
    """A fitted LightGBM model in its own text form; read, and LightGBM loaded, when it is first asked."""

    text: str

    def predict(self, matrix: np.ndarray) -> np.ndarray:
        """Return what it predicts: [n, 4] of bands, or [n]."""
        predicted: np.ndarray = np.asarray(self._model.predict(matrix, num_threads=1))
        return predicted

    @cached_property
    def _model(self) -> Any:
        return read_booster(self.text)


def fit_bands(matrix: np.ndarray, bands: np.ndarray, *, seed: int) -> Booster:
    """Fit the bands [n]."""
    settings = {"objective": "multiclass", "num_class": len(BANDS), "learning_rate": 0.12}
    return _fit(matrix, bands, settings, n_trees=N_TREES_BANDS, seed=seed)


def fit_value(matrix: np.ndarray, popularity: np.ndarray, *, seed: int) -> Booster:
    """Fit the popularity [n] by its squares."""
    settings = {"objective": "regression", "learning_rate": 0.08}
    return _fit(matrix, popularity, settings, n_trees=N_TREES_VALUE, seed=seed)


def _fit(matrix: np.ndarray, target: np.ndarray, settings: dict[str, Any], *, n_trees: int, seed: int) -> Booster:
    import lightgbm

    # A second thread saves two fifths on a quiet machine; on a busy one both wait for each other, six times as long.
    parameters = {**_COMMON, **settings, "seed": seed, "num_threads": 1}
    fitted = lightgbm.train(parameters, lightgbm.Dataset(matrix, label=target), num_boost_round=n_trees)
    return Booster(fitted.model_to_string())
