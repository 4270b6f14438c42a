"""The measures of a forecast of plays; each asks the forecast for the number it judges."""

from collections.abc import Callable, Iterator, Mapping

import numpy as np
from scipy.stats import rankdata

from recommender.prediction.streams.forecast import Forecast
from recommender.prediction.streams.linear import log_scale

TOP = 50


def r2(plays: np.ndarray, expected: np.ndarray) -> float:
    """Return the share of the variance that is explained; below 0 is worse than the test's own mean."""
    spread = ((plays - plays.mean()) ** 2).sum()
    return float(1 - ((plays - expected) ** 2).sum() / spread) if spread else float("nan")


def mae(plays: np.ndarray, guess: np.ndarray) -> float:
    """Return the mean absolute error."""
    return float(np.abs(plays - guess).mean())


def spearman(plays: np.ndarray, score: np.ndarray) -> float:
    """Return the rank correlation, ties at their mean rank; NaN when either never changes."""
    one, other = rankdata(plays), rankdata(score)
    if one.std() == 0 or other.std() == 0:
        return float("nan")
    return float(np.corrcoef(one, other)[0, 1])


def top_hits(window: np.ndarray, plays: np.ndarray, score: np.ndarray) -> np.ndarray:
    """Return for each window the share of its 50 most played songs among the 50 with the highest score."""
    shares = []
    for each in np.unique(window):
        rows = np.flatnonzero(window == each)
        n = min(TOP, len(rows))
        best = np.argsort(-score[rows], kind="stable")[:n]
        truth = np.argsort(-plays[rows], kind="stable")[:n]
        shares.append(len(np.intersect1d(best, truth)) / n)
    return np.array(shares)


def covered(plays: np.ndarray, forecast: Forecast) -> np.ndarray:
    """Return which counts lie in their interval."""
    inside: np.ndarray = (plays >= forecast.low) & (plays <= forecast.high)
    return inside


MEASURES: Mapping[str, Callable[[np.ndarray, Forecast], float]] = {
    "R2": lambda plays, forecast: r2(plays, forecast.mean),
    "log R2": lambda plays, forecast: r2(log_scale(plays), log_scale(forecast.typical)),
    "MAE": lambda plays, forecast: mae(plays, forecast.median),
    "Spearman": lambda plays, forecast: spearman(plays, forecast.score),
}
JUDGED = (
    "R2 judges the expected plays, log R2 (plays clipped at 30) the expected logarithm, MAE the median, Spearman the "
    "rank score, top-50 hit the expected plays"
)


def measured(plays: np.ndarray, forecast: Forecast) -> dict[str, float]:
    """Return every measure that is defined."""
    found = {name: measure(plays, forecast) for name, measure in MEASURES.items()}
    return {name: value for name, value in found.items() if not np.isnan(value)}


def part_of(forecast: Forecast, rows: np.ndarray) -> Forecast:
    """Return the forecast of some rows."""
    return Forecast(**{name: column[rows] for name, column in vars(forecast).items()})


def resampled_intervals(
    plays: np.ndarray, forecast: Forecast, groups: np.ndarray, rng: np.random.Generator, *, n_resamples: int
) -> dict[str, tuple[float, float]]:
    """Return 95 % intervals of all measures, whole songs drawn: a song's windows hang together."""
    found: dict[str, list[float]] = {}
    for rows in _drawn(groups, rng, n_resamples):
        for name, value in measured(plays[rows], part_of(forecast, rows)).items():
            found.setdefault(name, []).append(value)
    return {name: _ends(values) for name, values in found.items()}


def _drawn(groups: np.ndarray, rng: np.random.Generator, n: int) -> Iterator[np.ndarray]:
    order = np.argsort(groups, kind="stable")
    starts = np.flatnonzero(np.diff(groups[order], prepend=-1))
    members = np.split(order, starts[1:])
    for _ in range(n):
        yield np.concatenate([members[each] for each in rng.integers(0, len(members), len(members))])


def _ends(values: list[float]) -> tuple[float, float]:
    low, high = np.quantile(values, [0.025, 0.975])
    return float(low), float(high)
