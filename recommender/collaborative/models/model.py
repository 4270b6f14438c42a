"""What every model can do."""

from typing import Protocol

import numpy as np

from recommender.collaborative.records import Interactions


class Model(Protocol):
    """Scores of every item for listeners it need not have been trained on."""

    def scores(self, profiles: Interactions) -> np.ndarray:
        """Return the score of every item for each profile, float32 [n_listeners, n_items]; no NaN."""
        ...
