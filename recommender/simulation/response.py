"""How a simulated listener chooses from a list, and what they do with a track."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from recommender.records import EventKind

LET_IT_PLAY = 0.7
"""Share of plays that just take the first of the list."""
LOOK_FURTHER = 0.75
"""Chance to look at the next of the list, after one that was looked at (position bias: a cascade)."""
IMPRESSION = 0.2
"""Standard deviation of the enjoyment that a look promises around the true one."""
SKIP_AT_NONE, SKIP_AT_FULL = 0.85, 0.05
"""Chance of an early skip at an enjoyment of 0 and of 1."""
LIKE_AT_FULL = 0.12
MEAN_SKIP_S = 12.0


class Act(NamedTuple):
    """Something done to a track, and where in it."""

    kind: EventKind
    position_s: float


def choose(enjoyment: np.ndarray, rng: np.random.Generator) -> tuple[int, int]:
    """Return which of a list is played, and how many were looked at; `enjoyment` is float [k], k >= 1."""
    if rng.random() < LET_IT_PLAY:
        return 0, 1
    n_seen = min(1 + int(rng.geometric(1.0 - LOOK_FURTHER)), len(enjoyment))
    promised = enjoyment[:n_seen] + rng.normal(0.0, IMPRESSION, n_seen)
    return int(promised.argmax()), n_seen


def respond(enjoyment: float, duration_s: float, rng: np.random.Generator) -> Iterator[Act]:
    """Yield what the listener does with a track that plays."""
    yield Act("started", 0.0)
    if rng.random() < SKIP_AT_NONE + (SKIP_AT_FULL - SKIP_AT_NONE) * enjoyment:
        yield Act("skipped", min(float(rng.exponential(MEAN_SKIP_S)) + 1.0, 0.45 * duration_s))
        return
    if rng.random() < LIKE_AT_FULL * enjoyment:
        yield Act("liked", duration_s / 2)
    yield Act("finished", duration_s)
