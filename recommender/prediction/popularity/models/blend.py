"""Network and boosting together, and the scale of their answer."""

import numpy as np
from msgspec import Struct

from recommender.prediction.popularity.cells import VALUES, in_bands, normalise, quantile, with_bands

LEVEL = 0.8
"""Share of the popularities that lie within the interval."""
TINY = 1e-9
CENTRED = VALUES / 50.0 - 1.0


class Scale(Struct, frozen=True, kw_only=True):
    """A correction: the probability p of a cell becomes p^sharpness * exp(lean x + bend x^2 + zeros [cell 0])."""

    sharpness: float = 1.0
    lean: float = 0.0
    """With x the cell's value from -1 to 1: above 0 moves everything up."""
    bend: float = 0.0
    zeros: float = 0.0
    level: float = LEVEL
    """Central share of the corrected distribution in which `LEVEL` of the popularities lie."""

    def apply(self, cells: np.ndarray) -> np.ndarray:
        """Return corrected cells [n, 21]."""
        scores = self.sharpness * np.log(cells + TINY) + self.lean * CENTRED + self.bend * CENTRED**2
        scores[:, 0] += self.zeros
        return normalise(np.exp(scores - scores.max(axis=1, keepdims=True)))

    def interval(self, corrected: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the ends [n] of the 80 % interval of corrected cells."""
        return interval_at(corrected, self.level)


class Blend(Struct, frozen=True, kw_only=True):
    """How much the network's bands count beside boosting's, and the scale."""

    network_share: float
    scale: Scale

    def cells(self, network: np.ndarray, boosting: np.ndarray) -> np.ndarray:
        """Return the cells [n, 21] of the network's cells and boosting's bands [n, 4]."""
        return self.scale.apply(mix(network, boosting, self.network_share))


def interval_at(cells: np.ndarray, level: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the ends [n] between which the central share `level` of each distribution [n, 21] lies."""
    tail = np.array([(1 - level) / 2])
    return quantile(cells, tail), quantile(cells, 1 - tail)


def mix(network: np.ndarray, boosting: np.ndarray, share: float) -> np.ndarray:
    """Return the network's cells with bands that are `share` the network's own and the rest boosting's."""
    return with_bands(network, share * in_bands(network) + (1 - share) * boosting)


def cover(low: np.ndarray, high: np.ndarray, popularity: np.ndarray) -> float:
    """Return the share of the popularities within their whole-numbered intervals."""
    return float(((popularity >= np.floor(low)) & (popularity <= np.ceil(high))).mean())
