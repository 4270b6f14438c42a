"""A forecast of plays: one distribution per song, of which each measure asks for its own number."""

from dataclasses import dataclass

import numpy as np

from recommender.prediction.streams.outcomes import Outcomes


@dataclass(frozen=True, eq=False)
class Forecast:
    """What may become of songs [n] in the 30 days."""

    score: np.ndarray
    """Ranks songs by how likely they are played at all and again."""
    mean: np.ndarray
    """Expected plays."""
    typical: np.ndarray
    """Plays whose logarithm is the expected logarithm."""
    median: np.ndarray
    """Whole plays."""
    low: np.ndarray
    """Whole plays; the count lies from `low` to `high` with probability 0.8, at least."""
    high: np.ndarray
    chance_any: np.ndarray

    def __len__(self) -> int:
        return len(self.score)


def forecast_of(score: np.ndarray, mean: np.ndarray, outcomes: Outcomes) -> Forecast:
    """Return the forecast that follows from the scores, with `mean` as the expected plays."""
    return Forecast(
        score=score,
        mean=np.maximum(mean, 0.0),
        typical=np.expm1(np.maximum(outcomes.at(score, "log_mean"), 0.0)),
        median=np.round(outcomes.at(score, "median")),
        low=np.round(outcomes.at(score, "low")),
        high=np.round(outcomes.at(score, "high")),
        chance_any=np.clip(outcomes.at(score, "any"), 0.0, 1.0),
    )
