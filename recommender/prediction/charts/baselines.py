"""What needs no model: next week's strength by a rule on the last weeks."""

import numpy as np

from recommender.prediction.charts.features import Rows
from recommender.prediction.charts.models.chart_model import StrengthModel

_LAGS = ("strength_lag_1", "strength_lag_2", "strength_lag_3", "strength_lag_4")


def this_week(rows: Rows) -> np.ndarray:
    """Return this week's strength; songs not listed lie below all that are."""
    return rows.now


def mean_of_four_weeks(rows: Rows) -> np.ndarray:
    """Return the mean over the weeks that are known; a week in which the song was not listed counts as the floor."""
    mean: np.ndarray = np.nanmean(np.column_stack([rows.now, rows.columns(*_LAGS[:3])]), axis=1)
    return mean


def drift(rows: Rows) -> np.ndarray:
    """Return this week's strength and the mean weekly change since the song came in, over four weeks at most.

    A song just come in, or not listed, stays.
    """
    back = np.clip(rows.column("run") - 1, 0, len(_LAGS)).astype(int)
    before = np.column_stack([rows.now, rows.columns(*_LAGS)])[np.arange(len(rows)), back]
    change = np.where(back > 0, (rows.now - before) / np.maximum(back, 1), 0.0)
    drifted: np.ndarray = rows.now + np.nan_to_num(change)
    return drifted


PERSISTENCE = StrengthModel("persistence", this_week)
"""The baseline to beat: next week's chart is this week's."""
MOVING_AVERAGE = StrengthModel("moving average", mean_of_four_weeks)
DRIFT = StrengthModel("drift", drift)
