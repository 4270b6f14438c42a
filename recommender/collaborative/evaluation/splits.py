"""What is hidden: a fifth of each listener's items, and whole listeners for the cold start."""

from dataclasses import dataclass

import numpy as np

from recommender.collaborative.records import Interactions

HIDDEN_SHARE = 0.2
MIN_ITEMS = 5
MIN_COLD_ITEMS = 10
MIN_COLD_LISTENERS = 10
COLD_SHARE = 0.2


@dataclass(frozen=True, eq=False)
class WarmSplit:
    """Each listener's items in two parts, rows and columns as before."""

    train: Interactions
    hidden: Interactions


@dataclass(frozen=True, eq=False)
class ColdSplit:
    """Listeners that are not trained on, and those that are."""

    train: Interactions
    """All items of the others; their rows only."""
    known: Interactions
    """What is not hidden of the cold listeners."""
    hidden: Interactions
    listeners: np.ndarray
    """int64 [rows of known]: which rows the cold listeners were."""
    order: np.ndarray
    """int64 [len(known)]: a random place of each known item in its row; the first n are given."""

    def given(self, n: int) -> Interactions:
        """Return `n` random known items of each cold listener; those of a smaller `n` are among them."""
        return self.known.keep(self.order < n)

    def given_top(self, n: int) -> Interactions:
        """Return the `n` most played known items of each cold listener."""
        return self.known.keep(places(self.known, -self.known.plays) < n)


def hide_share(interactions: Interactions, rng: np.random.Generator) -> WarmSplit:
    """Hide round(20 %) of each listener's items, one at least, uniformly at random."""
    place = places(interactions, rng.random(len(interactions)))
    n_hidden = np.maximum(1, np.round(HIDDEN_SHARE * interactions.lengths)).astype(np.int64)
    is_hidden = place < n_hidden[interactions.listeners]
    return WarmSplit(interactions.keep(~is_hidden), interactions.keep(is_hidden))


def hide_listeners(interactions: Interactions, rng: np.random.Generator) -> ColdSplit:
    """Take a fifth of the listeners, all with 10 items or more, out of training, and hide a fifth of their items."""
    able = np.flatnonzero(interactions.lengths >= MIN_COLD_ITEMS)
    n_cold = min(len(able), round(COLD_SHARE * interactions.n_listeners))
    cold = np.sort(rng.choice(able, n_cold, replace=False))
    warm = np.setdiff1d(np.arange(interactions.n_listeners), cold)
    split = hide_share(interactions.keep_listeners(cold), rng)
    order = places(split.train, rng.random(len(split.train)))
    return ColdSplit(interactions.keep_listeners(warm), split.train, split.hidden, cold, order)


def places(rows: Interactions, keys: np.ndarray) -> np.ndarray:
    """Return the place of each interaction in its row when that is sorted by `keys` [n], int64 [n] from 0."""
    order = np.lexsort((keys, rows.listeners))
    place = np.empty(len(rows), dtype=np.int64)
    place[order] = np.arange(len(rows)) - np.repeat(rows.starts[:-1], rows.lengths)
    return place
