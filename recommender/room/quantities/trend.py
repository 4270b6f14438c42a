"""Whether a track is played more than it was: the last four weeks against the twelve before them."""

from datetime import datetime, time, timedelta
from typing import Final, NamedTuple

import numpy as np

RECENT_DAYS: Final = 28
EARLIER_DAYS: Final = 84
PRIOR_PLAYS: Final = 2.0
"""Added to both sides, so that one play more or less is no trend."""


class TrendTimes(NamedTuple):
    """Whose plays are compared: from `earlier` on and before `recent`, with those from there on and before `until`."""

    earlier: datetime
    recent: datetime
    until: datetime


def trend_times(now: datetime) -> TrendTimes:
    """Return whole days, today's among them: the answer stays the same while nothing is played."""
    until = datetime.combine(now.date(), time(), tzinfo=now.tzinfo) + timedelta(days=1)
    recent = until - timedelta(days=RECENT_DAYS)
    return TrendTimes(recent - timedelta(days=EARLIER_DAYS), recent, until)


def find_trends(recent: np.ndarray, earlier: np.ndarray) -> np.ndarray:
    """Return how many times as often as before each track is played, float32 [n]; NaN for none in either time.

    `recent` and `earlier` are plays, float64 [n]. 1 is as often as before, 2 twice and 0.5 half as often, drawn towards
    1 where there are few plays.
    """
    expected = earlier * (RECENT_DAYS / EARLIER_DAYS)
    times = (recent + PRIOR_PLAYS) / (expected + PRIOR_PLAYS)
    return np.where(recent + earlier > 0, times, np.nan).astype(np.float32)
