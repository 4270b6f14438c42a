"""The neural network as it is served: two hidden layers in numpy, a probability for each of 21 cells."""

from dataclasses import dataclass

import numpy as np

from recommender.prediction.popularity.cells import normalised
from recommender.prediction.popularity.features import NAMES

_LOGGED = {"speechiness": 1e-3, "instrumentalness": 1e-4, "liveness": 1e-3, "duration_ms": 1e3}
"""Features whose size matters in ratios, and what is added before the logarithm."""
_FARTHEST = 4.0
"""Standard deviations at which an input stops moving the network."""


@dataclass(frozen=True, eq=False)
class InputScale:
    """How the matrix with its gaps becomes the network's input."""

    means: np.ndarray
    """float64 [columns]."""
    spreads: np.ndarray
    gaps: np.ndarray
    """int [k]: columns that can be unknown; each gets a mark of its own."""

    @classmethod
    def of(cls, matrix: np.ndarray) -> "InputScale":
        """Measure the training matrix."""
        curved = _curved(matrix)
        known = ~np.isnan(curved)
        n_known = np.maximum(known.sum(axis=0), 1)
        means = np.where(known, curved, 0.0).sum(axis=0) / n_known
        spreads = np.sqrt(np.where(known, (curved - means) ** 2, 0.0).sum(axis=0) / n_known)
        return cls(means, np.where(spreads > 0, spreads, 1.0), np.flatnonzero(~known.all(axis=0)))

    def transform(self, matrix: np.ndarray) -> np.ndarray:
        """Return the network's input, float32 [n, columns + gaps]; what is not known is taken as average."""
        scaled = (_curved(matrix) - self.means) / self.spreads
        unknown = np.isnan(scaled)
        scaled = np.clip(np.where(unknown, 0.0, scaled), -_FARTHEST, _FARTHEST)
        return np.concatenate([scaled, unknown[:, self.gaps]], axis=1).astype(np.float32)


@dataclass(frozen=True, eq=False)
class Network:
    """Weights and scale."""

    scale: InputScale
    weights: tuple[np.ndarray, ...]
    """float32: kernel [in, out] and bias [out] of each layer in turn."""

    def predict(self, matrix: np.ndarray) -> np.ndarray:
        """Return the probability of each cell, float64 [n, 21]."""
        signal = self.scale.transform(matrix)
        *hidden, last = zip(self.weights[::2], self.weights[1::2], strict=True)
        for kernel, bias in hidden:
            signal = np.maximum(signal @ kernel + bias, 0.0)
        scores = (signal @ last[0] + last[1]).astype(np.float64)
        return normalised(np.exp(scores - scores.max(axis=1, keepdims=True)))

    def arrays(self) -> dict[str, np.ndarray]:
        """Return everything by name, for a file of arrays."""
        layers = {f"weights_{place:02d}": each for place, each in enumerate(self.weights)}
        return {"means": self.scale.means, "spreads": self.scale.spreads, "gaps": self.scale.gaps, **layers}

    @classmethod
    def opened(cls, arrays: dict[str, np.ndarray]) -> "Network":
        """Take the arrays of a file."""
        weights = tuple(arrays[name] for name in sorted(arrays) if name.startswith("weights_"))
        return cls(InputScale(arrays["means"], arrays["spreads"], arrays["gaps"]), weights)


def _curved(matrix: np.ndarray) -> np.ndarray:
    curved = matrix.astype(np.float64, copy=True)
    for name, shift in _LOGGED.items():
        place = NAMES.index(name)
        curved[:, place] = np.log(np.maximum(curved[:, place], 0.0) + shift)
    return curved
