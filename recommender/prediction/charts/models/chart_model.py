"""What every model of a chart does: learn from past weeks, then predict the next week of each candidate."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from recommender.prediction.charts.features import Rows
from recommender.prediction.charts.models.calibration import Chance, ErrorInterval


@dataclass(frozen=True, eq=False)
class Prediction:
    """What a model predicts for some rows [n]."""

    chance: np.ndarray
    """Of standing in next week's top; the highest make the set."""
    strength: np.ndarray
    """Of next week, relative to this week's cut; it makes the order."""
    low: np.ndarray
    high: np.ndarray
    """80 % interval of the strength."""

    def widen(self, factor: np.ndarray) -> "Prediction":
        """Return the same with intervals wider by a factor [n], to both sides of the strength."""
        low = self.strength - factor * (self.strength - self.low)
        return replace(self, low=low, high=self.strength + factor * (self.high - self.strength))

    def holds(self, strength: np.ndarray) -> np.ndarray:
        """Return whether each strength [n] lies in its interval."""
        is_inside: np.ndarray = (self.low <= strength) & (strength <= self.high)
        return is_inside


Predictor = Callable[[Rows], Prediction]


class ChartModel(Protocol):
    """A way to forecast charts."""

    @property
    def name(self) -> str:
        """Its name in reports and answers."""
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
        """Learn chances and errors of the rule's strengths."""
        return calibrate(self.strength_of, rows)


def calibrate(strength_of: Callable[[Rows], np.ndarray], rows: Rows) -> Predictor:
    """Return a predictor of these strengths with the chances and the errors they had on `rows`."""
    strength = strength_of(rows)
    chance = Chance.fit(strength, rows.next_in_top)
    interval = ErrorInterval.fit(rows, strength)

    def predict(asked: Rows) -> Prediction:
        forecast = strength_of(asked)
        low, high = interval.ends(asked, forecast)
        return Prediction(chance=chance.of(forecast), strength=forecast, low=low, high=high)

    return predict
