"""What became of songs with a similar score: mean, median, interval and the chance of any play, by score."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from msgspec import Struct

from recommender.prediction.streams.linear import log_scale

LEVEL = 0.8
"""Share of songs whose count lies in the interval, at least."""
MIN_GROUP_SIZE = 150
_FINEST_SHARE = 0.2
"""The top fifth of the scores is divided more finely: there the counts differ."""


class Outcomes(Struct, frozen=True):
    """Knots over the score; between them values are interpolated, and none falls while the score rises."""

    score: tuple[float, ...]
    mean: tuple[float, ...]
    log_mean: tuple[float, ...]
    median: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    any: tuple[float, ...]
    """Probability of at least one play."""

    def at(self, scores: np.ndarray, what: str) -> np.ndarray:
        """Return one of the columns at these scores: float64 [n]."""
        values: np.ndarray = np.interp(scores, self.score, getattr(self, what))
        return values


def fit_outcomes(scores: np.ndarray, plays: np.ndarray, *, level: float = LEVEL) -> Outcomes:
    """Group training rows by score and note what became of each group; intervals hold `level` of the rows."""
    order = np.argsort(scores, kind="stable")
    groups = [order[first:last] for first, last in _edges(len(order))]

    def rising(of: Callable[[np.ndarray], float]) -> tuple[float, ...]:
        values = np.array([of(plays[group]) for group in groups], dtype=np.float64)
        return tuple(np.maximum.accumulate(values).tolist())

    return Outcomes(
        score=tuple(float(scores[group].mean()) for group in groups),
        mean=rising(lambda y: float(y.mean())),
        log_mean=rising(lambda y: float(log_scale(y).mean())),
        median=rising(lambda y: float(np.median(y))),
        low=rising(lambda y: shortest_interval(y, level)[0]),
        high=rising(lambda y: shortest_interval(y, level)[1]),
        any=rising(lambda y: float((y > 0).mean())),
    )


def shortest_interval(plays: np.ndarray, level: float) -> tuple[float, float]:
    """Return the shortest range of counts with at least `level` of `plays` in it; of equally short ones the lowest."""
    ordered = np.sort(plays)
    n_inside = int(np.ceil(level * len(ordered)))
    widths = ordered[n_inside - 1 :] - ordered[: len(ordered) - n_inside + 1]
    first = int(widths.argmin())
    return float(ordered[first]), float(ordered[first + n_inside - 1])


def _edges(n: int) -> list[tuple[int, int]]:
    """Return where groups begin and end in the order of scores; the last is the smallest."""
    finest = min(MIN_GROUP_SIZE / n, _FINEST_SHARE)
    coarse = np.linspace(0.0, 1.0 - _FINEST_SHARE, 9)
    fine = 1.0 - np.geomspace(_FINEST_SHARE, finest, 16)
    cuts = np.unique((np.concatenate([coarse, fine, [1.0]]) * n).astype(int))
    smallest = max(1, min(MIN_GROUP_SIZE, n // 10))
    kept = [0]
    for cut in cuts[1:]:
        if cut - kept[-1] >= smallest:
            kept.append(int(cut))
    kept[-1] = n
    return list(pairwise(kept)) or [(0, n)]
