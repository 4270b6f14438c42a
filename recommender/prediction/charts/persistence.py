"""The baseline to beat: next week's chart is this week's."""

import numpy as np

from recommender.prediction.charts.chart_model import StrengthModel
from recommender.prediction.charts.features import Rows


def strength(rows: Rows) -> np.ndarray:
    """Return this week's strength; songs not listed lie below all that are."""
    return rows.now


PERSISTENCE = StrengthModel("persistence", strength)
