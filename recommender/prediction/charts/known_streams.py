"""Streams of a chart whose table leaves a few out."""

import numpy as np

from recommender.prediction.charts.records import ChartTable

MIN_SHARE = 0.5
"""Of the entries of every week that must tell their streams, for a chart to be one with streams."""


def log_streams(chart: ChartTable) -> np.ndarray | None:
    """Return the logarithm of the streams of each entry of one chart, float64 [n]; None for a chart of ranks only.

    An entry without streams is taken to lie between its neighbours of the week, on a straight line over log rank:
    streams fall with about a power of the rank.
    """
    values = np.log(np.where(chart.streams > 0, chart.streams, np.nan))
    known = np.isfinite(values)
    if known.all() or not known.any():
        return values if known.any() else None
    for week in np.unique(chart.week[~known]):
        of_week = np.flatnonzero(chart.week == week)
        told = of_week[known[of_week]]
        if len(told) < MIN_SHARE * len(of_week):
            return None
        told = told[np.argsort(chart.rank[told])]
        values[of_week] = np.where(
            known[of_week],
            values[of_week],
            np.interp(np.log(chart.rank[of_week]), np.log(chart.rank[told]), values[told]),
        )
    return values
