"""A baseline: next week's strength goes on as it went since the song came in, over four weeks at most."""

import numpy as np

from recommender.prediction.charts.chart_model import StrengthModel
from recommender.prediction.charts.features import FEATURES, Rows

_RUN = FEATURES.index("run")
_LAGS = [FEATURES.index(f"strength_lag_{lag}") for lag in (1, 2, 3, 4)]


def strength(rows: Rows) -> np.ndarray:
    """Return this week's strength and the mean weekly change; a song just come in, or not listed, stays."""
    back = np.clip(rows.x[:, _RUN] - 1, 0, len(_LAGS)).astype(int)
    before = np.column_stack([rows.now, rows.x[:, _LAGS]])[np.arange(len(rows)), back]
    change = np.where(back > 0, (rows.now - before) / np.maximum(back, 1), 0.0)
    found: np.ndarray = rows.now + np.nan_to_num(change)
    return found


DRIFT = StrengthModel("drift", strength)
