"""From a strength to a chance and an interval, by what such strengths came to in the past."""

from dataclasses import dataclass

import numpy as np

from recommender.prediction.charts.features import FEATURES

LEVEL = 0.8
"""Of the interval beside every score."""
_N_BANDS = 4
_FEWEST = 40
"""Rows that a group needs for an interval of its own."""
_STEPS = 25
_LISTED, _WEEKS = FEATURES.index("is_listed"), FEATURES.index("weeks_listed")


@dataclass(frozen=True)
class Chance:
    """Logistic curve over strength: rising always, so that the strongest are also the likeliest."""

    slope: float
    start: float

    @classmethod
    def fitted(cls, strength: np.ndarray, came: np.ndarray) -> "Chance":
        """Fit by Newton steps with a weak prior, which keeps separable data finite."""
        inputs = np.column_stack([strength, np.ones_like(strength)]).astype(np.float64)
        weights = np.array([1.0, 0.0])
        prior = np.diag([0.05, 0.05])
        for _ in range(_STEPS):
            p = _logistic(inputs @ weights)
            gradient = inputs.T @ (p - came) + prior @ weights
            curvature = (inputs * (p * (1 - p))[:, None]).T @ inputs + prior
            step = np.linalg.solve(curvature, gradient)
            weights -= np.clip(step, -2.0, 2.0)
        return cls(slope=max(float(weights[0]), 1e-3), start=float(weights[1]))

    def of(self, strength: np.ndarray) -> np.ndarray:
        """Return the chance of each strength [n]."""
        return _logistic(self.slope * strength + self.start)


@dataclass(frozen=True, eq=False)
class Spread:
    """The 80 % range of errors, by how long a song is listed and how strong it is."""

    edges: np.ndarray
    """Between the bands of strength."""
    low: np.ndarray
    high: np.ndarray
    """By group [age, band]."""

    @classmethod
    def fitted(cls, x: np.ndarray, strength: np.ndarray, errors: np.ndarray) -> "Spread":
        """Take the quantiles of `errors` in each group; small groups get those of all rows."""
        tail = (1 - LEVEL) / 2
        edges = np.quantile(strength, np.linspace(0, 1, _N_BANDS + 1)[1:-1])
        ends = np.tile(np.quantile(errors, [tail, 1 - tail])[:, None, None], (1, 4, _N_BANDS))
        age, band = _age(x), np.searchsorted(edges, strength)
        for one in range(4):
            for other in range(_N_BANDS):
                group = errors[(age == one) & (band == other)]
                if len(group) >= _FEWEST:
                    ends[:, one, other] = np.quantile(group, [tail, 1 - tail])
        return cls(edges=edges, low=ends[0], high=ends[1])

    def ends(self, x: np.ndarray, strength: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the lower and upper ends [n] about these strengths; the strength itself always lies inside."""
        age, band = _age(x), np.searchsorted(self.edges, strength)
        low, high = np.minimum(self.low[age, band], 0), np.maximum(self.high[age, band], 0)
        return strength + low, strength + high


def _age(x: np.ndarray) -> np.ndarray:
    """Return 0 for songs not listed, 1 for debuts, 2 for up to four weeks, 3 for more."""
    weeks = x[:, _WEEKS]
    age: np.ndarray = np.select([x[:, _LISTED] == 0, weeks <= 1, weeks <= 4], [0, 1, 2], default=3)
    return age


def _logistic(x: np.ndarray) -> np.ndarray:
    found: np.ndarray = 1 / (1 + np.exp(-np.clip(x, -40, 40)))
    return found
