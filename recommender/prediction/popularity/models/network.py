"""The neural network as it is served: two hidden layers in numpy, a probability for each of 21 cells."""

from dataclasses import dataclass

import numpy as np

from recommender.prediction.popularity.cells import normalise
from recommender.prediction.sound.audio_features import NAMES

_LOGGED = {"speechiness": 1e-3, "instrumentalness": 1e-4, "liveness": 1e-3, "duration_ms": 1e3}
"""Features whose size matters in ratios, and what is added before the logarithm."""
_FARTHEST = 4.0
"""Inputs are cut at this many standard deviations."""


@dataclass(frozen=True, eq=False)
class InputScale:
    """How the matrix with its gaps becomes the network's input."""

    means: np.ndarray
    """float64 [columns]."""
    stds: np.ndarray
    gaps: np.ndarray
    """int [k]: columns that can be unknown; each gets a mark of its own."""

    @classmethod
    def of(cls, matrix: np.ndarray) -> "InputScale":
        """Measure the training matrix."""
        curved = _take_logarithms(matrix)
        known = ~np.isnan(curved)
        n_known = np.maximum(known.sum(axis=0), 1)
        means = np.where(known, curved, 0.0).sum(axis=0) / n_known
        stds = np.sqrt(np.where(known, (curved - means) ** 2, 0.0).sum(axis=0) / n_known)
        return cls(means, np.where(stds > 0, stds, 1.0), np.flatnonzero(~known.all(axis=0)))

    def transform(self, matrix: np.ndarray) -> np.ndarray:
        """Return the network's input, float32 [n, columns + gaps]; what is not known is taken as average."""
        scaled = (_take_logarithms(matrix) - self.means) / self.stds
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
        # In float64, because sums in float32 depend on how many rows are asked at once, and on the processor.
        signal = self.scale.transform(matrix).astype(np.float64)
        *hidden, last = zip(self.weights[::2], self.weights[1::2], strict=True)
        for kernel, bias in hidden:
            signal = np.maximum(signal @ kernel + bias, 0.0)
        scores = signal @ last[0] + last[1]
        return normalise(np.exp(scores - scores.max(axis=1, keepdims=True)))

    def arrays(self) -> dict[str, np.ndarray]:
        """Return everything by name, for a file of arrays."""
        layers = {f"weights_{number:02d}": weight for number, weight in enumerate(self.weights)}
        return {"means": self.scale.means, "spreads": self.scale.stds, "gaps": self.scale.gaps, **layers}

    @classmethod
    def from_arrays(cls, arrays: dict[str, np.ndarray]) -> "Network":
        """Take the arrays of a file."""
        weights = tuple(arrays[name] for name in sorted(arrays) if name.startswith("weights_"))
        return cls(InputScale(arrays["means"], arrays["spreads"], arrays["gaps"]), weights)


def _take_logarithms(matrix: np.ndarray) -> np.ndarray:
    curved = matrix.astype(np.float64, copy=True)
    for name, shift in _LOGGED.items():
        column = NAMES.index(name)
        curved[:, column] = np.log(np.maximum(curved[:, column], 0.0) + shift)
    return curved
