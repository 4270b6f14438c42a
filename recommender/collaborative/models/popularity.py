"""The honest baseline: what most listeners have."""

from dataclasses import dataclass

import numpy as np

from recommender.collaborative.records import Interactions


@dataclass(frozen=True, eq=False)
class Popularity:
    """The same scores for everybody."""

    n_listeners_of: np.ndarray
    """float32 [n_items]."""

    def scores(self, profiles: Interactions) -> np.ndarray:
        """Return the number of listeners of every item for each profile, float32 [n, n_items]."""
        return np.tile(self.n_listeners_of, (profiles.n_listeners, 1))


def fit(train: Interactions) -> Popularity:
    """Count the listeners."""
    return Popularity(train.n_listeners_of.astype(np.float32))
