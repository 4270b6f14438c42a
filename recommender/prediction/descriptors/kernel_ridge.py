"""Kernel ridge regression: a descriptor is a weighted mean of likenesses to tracks whose descriptors are known."""

from dataclasses import dataclass

import numpy as np

NAME = "kernel ridge"
_PENALTY = 1.0
_REACH = 0.4
"""Gamma times the number of inputs: two tracks this many standard deviations apart in the mean are hardly alike."""
MAX_CENTRES = 2_000
"""A larger table is represented by so many of its tracks, drawn by chance (Nystroem)."""


@dataclass(frozen=True, eq=False)
class KernelRidge:
    """Gaussian likeness to some training tracks."""

    centres: np.ndarray
    """float64 [m, n_inputs], standard scores."""
    weights: np.ndarray
    """float64 [m, 7]."""
    level: np.ndarray
    """float64 [7]: the training mean, to which an unusual sound falls back."""

    @classmethod
    def fit(cls, inputs: np.ndarray, targets: np.ndarray, rng: np.random.Generator) -> "KernelRidge":
        """Fit on standard scores [n, n_inputs] and descriptors [n, 7]; exact up to `MAX_CENTRES` tracks."""
        level, std = targets.mean(axis=0), targets.std(axis=0)
        wanted = (targets - level) / np.where(std > 0, std, 1.0)
        if len(inputs) <= MAX_CENTRES:
            centres = inputs
            weights = np.linalg.solve(_alike(inputs, inputs) + _PENALTY * np.eye(len(inputs)), wanted)
        else:
            centres = inputs[rng.choice(len(inputs), MAX_CENTRES, replace=False)]
            near = _alike(inputs, centres)
            own = _alike(centres, centres) + 1e-6 * np.eye(len(centres))
            weights = np.linalg.solve(near.T @ near + _PENALTY * own, near.T @ wanted)
        return cls(centres, weights * std, level)

    def predict(self, inputs: np.ndarray) -> np.ndarray:
        """Return the descriptors of standard scores: [n, 7]."""
        predicted: np.ndarray = _alike(inputs, self.centres) @ self.weights + self.level
        return predicted

    def arrays(self) -> dict[str, np.ndarray]:
        """Return what is to be kept."""
        return {"centres": self.centres, "weights": self.weights, "level": self.level}


def _alike(some: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return exp(-gamma d^2) for each pair: [n, m]."""
    squares = (some**2).sum(axis=1)[:, None] + (others**2).sum(axis=1)[None] - 2 * some @ others.T
    alike: np.ndarray = np.exp(-_REACH / some.shape[1] * np.maximum(squares, 0))
    return alike
