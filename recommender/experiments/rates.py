"""How often what was shown was played, finished, skipped early or liked: by source, place and version of the engine."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from math import sqrt
from statistics import NormalDist
from typing import Final, Literal

from recommender.experiments.outcomes import Deed, ShownOutcome

LEVEL: Final = 0.95
Grouping = Literal["source", "position", "engine"]


@dataclass(frozen=True)
class Metric:
    """A rate: how many of the picks that `of` counts had `deed`."""

    name: str
    deed: Deed
    of: Literal["shown", "played"]


PLAYS = Metric("plays per shown pick", "played", "shown")
FINISHES = Metric("finishes per play", "finished", "played")
EARLY_SKIPS = Metric("early skips per play", "skipped_early", "played")
LIKES = Metric("likes per shown pick", "liked", "shown")
METRICS: Final = (PLAYS, FINISHES, EARLY_SKIPS, LIKES)


class Tally:
    """Counts of outcomes, for each metric."""

    def __init__(self) -> None:
        self._n: Counter[Metric] = Counter()
        self._n_done: Counter[Metric] = Counter()

    def add(self, outcome: ShownOutcome, *, before: datetime | None = None) -> None:
        """Count an outcome, by what was done before a moment if one is given."""
        was_played = outcome.has("played", before=before)
        for metric in METRICS:
            if metric.of == "shown" or was_played:
                self._n[metric] += 1
                self._n_done[metric] += outcome.has(metric.deed, before=before)

    def count(self, metric: Metric) -> tuple[int, int]:
        """Return in how many picks the metric's deed was done, and of how many."""
        return self._n_done[metric], self._n[metric]


@dataclass(frozen=True)
class Rate:
    """A rate with its Wilson interval."""

    group: str
    metric: Metric
    n: int
    """Picks shown, or played, as the metric has it."""
    n_done: int
    low: float
    high: float

    @property
    def value(self) -> float:
        """The rate, 0..1."""
        return self.n_done / self.n


_GROUP_OF: Final[dict[Grouping, Callable[[ShownOutcome], str]]] = {
    "source": lambda outcome: outcome.source or "unknown",
    "position": lambda outcome: str(outcome.position + 1),
    "engine": lambda outcome: outcome.model_version or "unknown",
}


def rates_by(grouping: Grouping, outcomes: Iterable[ShownOutcome]) -> list[Rate]:
    """Return each metric of each group that has something to count, groups in the order of their names; places from 1.

    The intervals take picks for independent of each other. Those of one listener are not, so they are narrower than
    the truth: good to read a table by, not to decide by. Arms are compared by listener (`comparison`).
    """
    groups: dict[str, Tally] = {}
    for outcome in outcomes:
        groups.setdefault(group_of(grouping, outcome), Tally()).add(outcome)
    return [rate for name in in_order(grouping, groups) for rate in rates_of(name, groups[name])]


def group_of(grouping: Grouping, outcome: ShownOutcome) -> str:
    """Return the name of an outcome's group; of a place, from 1."""
    return _GROUP_OF[grouping](outcome)


def in_order(grouping: Grouping, names: Iterable[str]) -> list[str]:
    """Return names of groups in their order: places by number."""
    return sorted(names, key=lambda name: (len(name), name) if grouping == "position" else (0, name))


def rates_of(group: str, tally: Tally) -> Iterable[Rate]:
    """Yield each metric that has something to count."""
    for metric in METRICS:
        n_done, n = tally.count(metric)
        if n:
            yield Rate(group, metric, n, n_done, *wilson_interval(n_done, n))


def wilson_interval(n_done: int, n: int, *, level: float = LEVEL) -> tuple[float, float]:
    """Return the score interval of a rate (Wilson 1927), 0..1; all of it where nothing was counted."""
    if n == 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + level) / 2)
    rate, shrink = n_done / n, 1 + z * z / n
    centre = (rate + z * z / (2 * n)) / shrink
    half = z / shrink * sqrt(rate * (1 - rate) / n + z * z / (4 * n * n))
    return max(0.0, centre - half), min(1.0, centre + half)
