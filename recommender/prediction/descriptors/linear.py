"""Ridge regression: the simplest model of the descriptors."""

from dataclasses import dataclass

import numpy as np

NAME = "ridge"
_PENALTY = 300.0


@dataclass(frozen=True, eq=False)
class Linear:
    """One line per descriptor."""

    weights: np.ndarray
    """float64 [n_inputs + 1, 7], the last row is what is added."""

    @classmethod
    def fit(cls, inputs: np.ndarray, targets: np.ndarray) -> "Linear":
        """Fit on standard scores [n, n_inputs] and descriptors [n, 7]."""
        middle, level = inputs.mean(axis=0), targets.mean(axis=0)
        centred = inputs - middle
        slopes = np.linalg.solve(
            centred.T @ centred + _PENALTY * np.eye(inputs.shape[1]), centred.T @ (targets - level)
        )
        return cls(np.vstack([slopes, level - middle @ slopes]))

    def predict(self, inputs: np.ndarray) -> np.ndarray:
        """Return the descriptors of standard scores: [n, 7]."""
        predicted: np.ndarray = inputs @ self.weights[:-1] + self.weights[-1]
        return predicted

    def arrays(self) -> dict[str, np.ndarray]:
        """Return what is to be kept."""
        return {"weights": self.weights}
