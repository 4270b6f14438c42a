"""Every song a time series of its own: exponential smoothing, the form chosen per series, by statsforecast.

Additive smoothing models are ARIMA models: simple smoothing is ARIMA(0,1,1), a damped trend ARIMA(1,1,2).
Choosing among them takes milliseconds a series, a search by AutoARIMA a quarter of a second.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from recommender.prediction.charts.calibration import LEVEL, Chance, Spread
from recommender.prediction.charts.chart_model import Prediction, Predictor
from recommender.prediction.charts.features import Rows
from recommender.prediction.charts.grid import Grid

FEWEST_WEEKS = 8
"""A song needs so many weeks in a row; younger ones keep this week's strength."""
MOST_WEEKS = 52
STRONGEST = 100
"""Songs listed lower keep this week's strength, too: they do not come into the top in one week by smoothing."""


@dataclass(frozen=True, eq=False)
class Arima:
    """One smoothing model per song, fitted anew each week."""

    grids: Sequence[Grid]
    strongest: int = STRONGEST
    name: str = "arima"

    def fit(self, rows: Rows) -> Predictor:
        """Learn the chances and the spread of songs without a series of their own; series need no training."""
        chance = Chance.fitted(rows.now, rows.next_in_top)
        spread = Spread.fitted(rows.x, rows.now, rows.next_strength - rows.now)

        def predicted(asked: Rows) -> Prediction:
            low, high = spread.ends(asked.x, asked.now)
            strength = asked.now.astype(np.float64)
            for place, ends in self.smoothed_rows(asked).items():
                strength[place], low[place], high[place] = ends
            return Prediction(chance=chance.of(strength), strength=strength, low=low, high=high)

        return predicted

    def smoothed_rows(self, rows: Rows) -> dict[int, tuple[float, float, float]]:
        """Return strength, low and high of each row that has a series long enough, by its place in the rows."""
        series = {place: self._series(rows, place) for place in range(len(rows))}
        return {place: smoothed(each) for place, each in series.items() if each is not None}

    def _series(self, rows: Rows, place: int) -> np.ndarray | None:
        """Return the song's strengths since it came in, relative to this week's cut; None for too few."""
        grid, row, song = self.grids[rows.chart[place]], int(rows.row[place]), int(rows.song[place])
        if not grid.rank[row, song] <= self.strongest:
            return None
        first = max(0, row - MOST_WEEKS + 1)
        relative = grid.relative[first : row + 1, song]
        gaps = np.flatnonzero(np.isnan(relative))
        since = int(gaps[-1]) + 1 if len(gaps) else 0
        levels = grid.cut[first : row + 1] - grid.cut[row]
        series: np.ndarray = (relative + levels)[since:].astype(np.float64)
        return series if len(series) >= FEWEST_WEEKS else None


def smoothed(series: np.ndarray) -> tuple[float, float, float]:
    """Return the next value of a series and its 80 % interval."""
    from statsforecast.models import AutoETS

    if np.ptp(series) < 1e-9:
        return float(series[-1]), float(series[-1]), float(series[-1])
    level = round(100 * LEVEL)
    found: dict[str, Any] = AutoETS(model="AZN").forecast(series, h=1, level=[level])
    return float(found["mean"][0]), float(found[f"lo-{level}"][0]), float(found[f"hi-{level}"][0])
