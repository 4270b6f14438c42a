"""Charts made up for tests: pure noise, random walks, songs that rise and fall by rule."""

import numpy as np

from recommender.prediction.charts.records import ChartEntry, ChartTable, chart_table
from recommender.prediction.charts.weeks import parse_week

START = parse_week("2020-W01")


def chart_of(strengths: np.ndarray, *, name: str = "made", listed: int = 80, streams: bool = True) -> ChartTable:
    """Return the chart in which song j has `strengths[week, j]`; NaN is not listed, a week of NaN is missing."""
    entries = []
    for week, row in enumerate(strengths):
        order = [j for j in np.argsort(-row) if np.isfinite(row[j])][:listed]
        entries += [
            ChartEntry(
                chart=name,
                week=START + week,
                rank=place,
                title=f"Song {song}",
                artist=f"Artist {song % 40}",
                streams=float(np.exp(row[song])) if streams else None,
            )
            for place, song in enumerate(order, start=1)
        ]
    return chart_table(entries)


def noise(n_weeks: int, rng: np.random.Generator, *, n_songs: int = 120) -> np.ndarray:
    """Return strengths that are drawn anew every week: nothing can be known of the next."""
    return rng.normal(size=(n_weeks, n_songs))


def random_walk(n_weeks: int, rng: np.random.Generator, *, n_songs: int = 120) -> np.ndarray:
    """Return strengths whose every step is drawn anew: this week is all there is to know of the next."""
    return 5 + np.cumsum(rng.normal(scale=0.3, size=(n_weeks, n_songs)), axis=0)


def arches(n_weeks: int, rng: np.random.Generator, *, n_songs: int = 400, lasts: int = 24) -> np.ndarray:
    """Return songs that come, rise and fall in a straight line: whoever sees the slope knows the next week."""
    births = rng.integers(-lasts, n_weeks, size=n_songs)
    heights = rng.uniform(2, 4, size=n_songs)
    age = np.arange(n_weeks)[:, None] - births
    strength = heights * (1 - np.abs(age - lasts / 2) / (lasts / 2))
    return np.where((age > 0) & (age < lasts), strength + rng.normal(scale=0.02, size=strength.shape), np.nan)
