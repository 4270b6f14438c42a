"""Scores by chance: what no model may fall below."""

from dataclasses import dataclass

import numpy as np

from recommender.sequences.memory import SessionMemory
from recommender.sequences.records import Query


@dataclass(frozen=True, eq=False)
class Chance:
    """Every track anywhere."""

    rng: np.random.Generator

    def score(self, memory: SessionMemory, query: Query) -> np.ndarray:  # noqa: ARG002 as all models
        """Return uniform scores."""
        return self.rng.random(query.n_tracks)
