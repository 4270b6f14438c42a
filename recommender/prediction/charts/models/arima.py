"""Every song a time series of its own: exponential smoothing, the form chosen per series.

Additive smoothing models are ARIMA models: simple smoothing is ARIMA(0,1,1), a linear trend ARIMA(0,2,2), a damped
one ARIMA(1,1,2). Choosing among them takes a third of a millisecond a series, a search by AutoARIMA a quarter of a
second.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from recommender.prediction.charts.features import Rows
from recommender.prediction.charts.grid import Grid
from recommender.prediction.charts.models.calibration import LEVEL, Chance, ErrorInterval
from recommender.prediction.charts.models.chart_model import Prediction, Predictor
from recommender.prediction.charts.models.smoothing import smooth

MIN_WEEKS = 8
"""A song needs this many weeks in a row; younger ones keep this week's strength."""
MAX_WEEKS = 52
STRONGEST = 100
"""Songs below this rank keep this week's strength, too: they do not come into the top in one week by smoothing."""
_HALF_WIDTH_STD = NormalDist().inv_cdf((1 + LEVEL) / 2)
"""Standard deviations to each side that hold `LEVEL` of a normal distribution."""


@dataclass(frozen=True, eq=False)
class Arima:
    """One smoothing model per song, fitted anew each week."""

    grids: Sequence[Grid]
    strongest: int = STRONGEST
    name: str = "arima"

    def fit(self, rows: Rows) -> Predictor:
        """Learn the chances and the errors of songs without a series of their own; series need no training."""
        chance = Chance.fit(rows.now, rows.next_in_top)
        interval = ErrorInterval.fit(rows, rows.now)

        def predict(asked: Rows) -> Prediction:
            low, high = interval.ends(asked, asked.now)
            strength = asked.now.astype(np.float64)
            at, mean, half_width = self.smooth_rows(asked)
            strength[at], low[at], high[at] = mean, mean - half_width, mean + half_width
            return Prediction(chance=chance.of(strength), strength=strength, low=low, high=high)

        return predict

    def smooth_rows(self, rows: Rows) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return the positions of the rows whose series is long enough, their strength and half their interval."""
        series = {position: self._series(rows, position) for position in range(len(rows))}
        long_enough = {position: values for position, values in series.items() if values is not None}
        mean, std = smooth(list(long_enough.values()))
        return np.array(list(long_enough), dtype=np.int64), mean, _HALF_WIDTH_STD * std

    def _series(self, rows: Rows, position: int) -> np.ndarray | None:
        """Return the song's strengths since it came in, relative to this week's cut; None for too few."""
        grid, row, song = self.grids[rows.chart[position]], int(rows.row[position]), int(rows.song[position])
        if not grid.rank[row, song] <= self.strongest:
            return None
        first = max(0, row - MAX_WEEKS + 1)
        relative = grid.relative[first : row + 1, song]
        gaps = np.flatnonzero(np.isnan(relative))
        since = int(gaps[-1]) + 1 if len(gaps) else 0
        levels = grid.cut[first : row + 1] - grid.cut[row]
        series: np.ndarray = (relative + levels)[since:].astype(np.float64)
        return series if len(series) >= MIN_WEEKS else None
