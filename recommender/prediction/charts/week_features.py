"""Every feature of a song in a week, declared once with its computation; their order is that of the models' inputs."""

from collections.abc import Callable, Mapping
from functools import partial
from operator import attrgetter

import numpy as np

from recommender.prediction.charts.chart_week import LAGS, ChartWeek
from recommender.prediction.charts.grid import TOP
from recommender.prediction.charts.models.winter import WinterColumns

_MAX_WEEKS_TO_CHRISTMAS = 12.0


def _strength_lag(week: ChartWeek, *, lag: int) -> np.ndarray:
    return week.strength_back[lag]


def _change(week: ChartWeek, *, lag: int) -> np.ndarray:
    change: np.ndarray = week.strength - week.strength_back[lag]
    return change


def _log_rank_now(week: ChartWeek) -> np.ndarray:
    logs: np.ndarray = np.log(week.rank_or_next)
    return logs


def _slope_4(week: ChartWeek) -> np.ndarray:
    """Return the slope of a straight line through four weeks, by least squares."""
    back = week.strength_back
    slope: np.ndarray = (3 * week.strength + back[1] - back[2] - 3 * back[3]) / 10
    return slope


def _weeks_to_christmas(week: ChartWeek) -> float:
    monday = week.next_monday
    return min((monday.replace(month=12, day=25) - monday).days / 7, _MAX_WEEKS_TO_CHRISTMAS)


def _debuts_in_top(week: ChartWeek) -> float:
    return float(((week.rank <= TOP) & (week.past.weeks_listed == 1)).sum())


def _turnover(week: ChartWeek) -> float:
    """Return how many songs are in the top that were not a week ago."""
    top, row = week.rank <= TOP, week.past.row
    return float((top & ~(week.grid.rank[row - 1] <= TOP)).sum()) if row else 0.0


def _spread(week: ChartWeek) -> float:
    """Return the range from the 10 % to the 90 % quantile of the chart's strengths."""
    strengths = week.grid.relative[week.past.row][week.is_listed]
    return float(np.quantile(strengths, 0.9) - np.quantile(strengths, 0.1))


COLUMNS: Mapping[str, Callable[[ChartWeek], np.ndarray | float]] = {
    "strength": lambda week: week.strength,
    "log_rank": _log_rank_now,
    "rank_to_cut": lambda week: week.rank_or_next - TOP,
    "is_listed": lambda week: week.is_listed,
    "in_top": lambda week: week.rank <= TOP,
    **{f"strength_lag_{lag}": partial(_strength_lag, lag=lag) for lag in LAGS},
    **{f"change_{lag}": partial(_change, lag=lag) for lag in LAGS},
    "acceleration": lambda week: week.strength - 2 * week.strength_back[1] + week.strength_back[2],
    "slope_4": _slope_4,
    "log_rank_lag_1": lambda week: week.log_rank_back[1],
    "rank_change_1": lambda week: week.log_rank_back[1] - _log_rank_now(week),
    "rank_change_2": lambda week: week.log_rank_back[2] - _log_rank_now(week),
    "weeks_listed": lambda week: week.past.weeks_listed,
    "weeks_in_top": lambda week: week.past.weeks_in_top,
    "run": lambda week: week.past.run,
    "weeks_since_first": lambda week: week.past.weeks_since_first,
    "weeks_since_listed": lambda week: week.past.weeks_since_listed,
    "entries": lambda week: week.past.entries,
    "is_debut": lambda week: (week.past.weeks_listed == 1) & week.is_listed,
    "is_first_known": lambda week: week.past.is_first_known,
    "peak": lambda week: week.past.peak,
    "below_peak": lambda week: week.strength - week.past.peak,
    "weeks_since_peak": lambda week: week.past.weeks_since_peak,
    "best_rank": lambda week: week.past.best_rank,
    "mean_in_top_8": lambda week: week.past.mean_in_top_8,
    "year_ago_now": lambda week: week.year_ago[0],
    "year_ago_next": lambda week: week.year_ago[1],
    "year_ago_after": lambda week: week.year_ago[2],
    "year_ago_change": lambda week: week.year_ago[1] - week.year_ago[0],
    "was_top_year_ago_next": lambda week: week.was_top_year_ago_next,
    "has_year_ago": lambda week: np.isfinite(week.year_ago[1]),
    "week_of_year_sin": lambda week: float(np.sin(week.next_angle)),
    "week_of_year_cos": lambda week: float(np.cos(week.next_angle)),
    "weeks_to_christmas": _weeks_to_christmas,
    "winter_share": lambda week: week.past.winter_share,
    "is_christmas_title": lambda week: week.grid.is_christmas,
    "artist_songs": lambda week: week.artist.songs,
    "artist_in_top": lambda week: week.artist.in_top,
    "artist_debuts": lambda week: week.artist.debuts,
    "artist_best": lambda week: week.artist.best,
    "place_among_artist": lambda week: week.artist.position,
    "chart_debuts_in_top": _debuts_in_top,
    "chart_turnover": _turnover,
    "spread": _spread,
    **{name: attrgetter(f"winter.{name}") for name in WinterColumns._fields},
}
