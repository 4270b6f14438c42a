"""What every model is, and the sums that they share."""

from typing import NamedTuple, Protocol

import numpy as np
from msgspec import Struct

from recommender.sequences.memory import SessionMemory
from recommender.sequences.records import Query

MAX_PLACES = 100
"""Newest plays of one track that a query looks at: bounds its time, however often the track was played."""
TIE_BREAK = 1e-9
"""Times a track's plays, added to its score; what is still equal stands in the order of first hearing."""


class Model(Protocol):
    """A rule with its settings; what it has learned is in the memory."""

    def score(self, memory: SessionMemory, query: Query) -> np.ndarray:
        """Return how well each track fits next, float64 [n_tracks], the caller's own: never negative, never NaN.

        0 is a track of which the model knows nothing.
        """


class Weighed(NamedTuple):
    """Tracks with weights, [n] each; those of a track that stands there several times add up."""

    tracks: np.ndarray
    weights: np.ndarray


class SparseModel(Struct, frozen=True):
    """A model that knows something of a few tracks only."""

    def weigh(self, memory: SessionMemory, query: Query) -> Weighed:
        """Return the tracks it knows something of, numbered below the query's `n_tracks`, with weights above 0."""
        raise NotImplementedError

    def score(self, memory: SessionMemory, query: Query) -> np.ndarray:
        """Return the sum of each track's weights, float64 [n_tracks]."""
        return summed(*self.weigh(memory, query), query.n_tracks)


def aged(age_days: np.ndarray, decay_days: float | None) -> np.ndarray:
    """Return what is left of 1 after each age: exp(-age / decay days); all of it without a decay or before its time."""
    return np.ones(len(age_days)) if decay_days is None else np.exp(-np.maximum(age_days, 0.0) / decay_days)


def summed(tracks: np.ndarray, weights: np.ndarray, n_tracks: int) -> np.ndarray:
    """Return the sum of the weights of each track, float64 [n_tracks]."""
    # of no tracks numpy counts in whole numbers
    return np.bincount(tracks, weights, minlength=n_tracks)[:n_tracks].astype(np.float64, copy=False)


def padded(values: np.ndarray, n_tracks: int) -> np.ndarray:
    """Return a copy, float64 [n_tracks]; tracks that were not heard yet get 0."""
    scores = np.zeros(n_tracks)
    n = min(len(values), n_tracks)
    scores[:n] = values[:n]
    return scores


def newest_first(tracks: np.ndarray, limit: int) -> np.ndarray:
    """Return the last different tracks of a session, newest first, at most `limit`."""
    return np.array(list(dict.fromkeys(tracks[::-1].tolist()))[:limit], dtype=np.int64)
