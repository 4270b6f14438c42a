"""What every model of a chart does: learn from past weeks, then say of each candidate where it will stand."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from recommender.prediction.charts.calibration import Chance, Spread
from recommender.prediction.charts.features import Rows


@dataclass(frozen=True, eq=False)
class Prediction:
    """What a model says of some rows [n]."""

    chance: np.ndarray
    """Of standing in next week's top; the highest make the set."""
    strength: np.ndarray
    """Of next week, relative to this week's cut; it makes the order."""
    low: np.ndarray
    high: np.ndarray
    """80 % interval of the strength."""


Predictor = Callable[[Rows], Prediction]


class ChartModel(Protocol):
    """A way to forecast charts."""

    @property
    def name(self) -> str:
        """How it is called in reports and answers."""
        ...

    def fit(self, rows: Rows) -> Predictor:
        """Learn from rows whose targets are known; nothing later than them may be used."""
        ...


@dataclass(frozen=True)
class StrengthModel:
    """A rule that gives a strength; chances and intervals are learned from how it did on the training rows."""

    name: str
    strength_of: Callable[[Rows], np.ndarray]

    def fit(self, rows: Rows) -> Predictor:
        """Learn what the rule's strengths are worth."""
        return calibrated(self.strength_of, rows)


def calibrated(strength_of: Callable[[Rows], np.ndarray], rows: Rows) -> Predictor:
    """Return a predictor of these strengths with the chances and the spread they had on `rows`."""
    strength = strength_of(rows)
    chance = Chance.fitted(strength, rows.next_in_top)
    spread = Spread.fitted(rows.x, strength, rows.next_strength - strength)

    def predicted(asked: Rows) -> Prediction:
        found = strength_of(asked)
        low, high = spread.ends(asked.x, found)
        return Prediction(chance=chance.of(found), strength=found, low=low, high=high)

    return predicted
