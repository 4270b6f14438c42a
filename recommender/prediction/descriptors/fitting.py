"""The models of the descriptors that are tried, and what a fitted one is."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from recommender.prediction.descriptors import boosting, kernel_ridge, linear
from recommender.prediction.descriptors.boosting import Boosting
from recommender.prediction.descriptors.features import Scaling
from recommender.prediction.descriptors.kernel_ridge import KernelRidge
from recommender.prediction.descriptors.linear import Linear
from recommender.prediction.descriptors.records import DescriptorTable

AnyModel = Linear | KernelRidge | Boosting
FITS: dict[str, Callable[[np.ndarray, np.ndarray, int], AnyModel]] = {
    linear.NAME: lambda inputs, targets, _seed: Linear.fit(inputs, targets),
    kernel_ridge.NAME: lambda inputs, targets, seed: KernelRidge.fit(inputs, targets, np.random.default_rng(seed)),
    boosting.NAME: lambda inputs, targets, seed: Boosting.fit(inputs, targets, seed=seed),
}
"""Each fits standard scores [n, N_INPUTS] and descriptors [n, 7] with a seed."""


@dataclass(frozen=True, eq=False)
class FittedDescriptors:
    """One model with the scaling of its inputs."""

    name: str
    scaling: Scaling
    model: AnyModel

    def predict(self, inputs: np.ndarray) -> np.ndarray:
        """Return the descriptors of raw inputs [n, N_INPUTS]: float64 [n, 7], each 0..1."""
        predicted: np.ndarray = np.clip(self.model.predict(self.scaling(inputs)), 0.0, 1.0)
        return predicted


def fit_descriptors(name: str, table: DescriptorTable, rows: np.ndarray, *, seed: int) -> FittedDescriptors:
    """Fit the model of this name on some rows of a table."""
    scaling = Scaling.fit(table.inputs[rows])
    return FittedDescriptors(name, scaling, FITS[name](scaling(table.inputs[rows]), table.targets[rows], seed))
