"""Ranks of the targets of a test by every model, with what is asked about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Protocol, runtime_checkable

import numpy as np

from recommender.sequences.evaluation.positions import walk
from recommender.sequences.memory import SessionMemory
from recommender.sequences.models.scoring import Model
from recommender.sequences.records import Session


@runtime_checkable
class Trained(Protocol):
    """A model that is trained on the memory, which takes longer than a query and is not one."""

    def keep_up(self, memory: SessionMemory) -> None:
        """Learn from the sessions that have ended, if it is time."""


@dataclass(frozen=True, eq=False)
class Outcomes:
    """One protocol's test: arrays [n_positions]."""

    ranks: dict[str, np.ndarray]
    """int64, by model."""
    query_ms: dict[str, float]
    """Mean time of a query, by model."""
    session: np.ndarray
    """int32: number of the test session."""
    place: np.ndarray
    """int32: tracks before the target in its session."""
    is_seen: np.ndarray
    """Whether the target was heard in training."""
    is_candidate: np.ndarray
    """Whether the target could be found at all."""
    is_repeat: np.ndarray
    """Whether the target was played in the session already."""


def ask(
    models: Mapping[str, Model], training: Sequence[Session], tested: Sequence[Session], *, learns: bool
) -> Outcomes:
    """Return what the models say at each position of the tested sessions."""
    ranks: dict[str, list[int]] = {name: [] for name in models}
    seconds = dict.fromkeys(models, 0.0)
    positions = []
    to_train = [model for model in models.values() if isinstance(model, Trained)]
    for memory, position in walk(training, tested, learns=learns):
        is_candidate = position.target < position.query.n_tracks
        positions.append((position.session, position.place, position.is_seen, is_candidate, position.is_repeat))
        for trained in to_train:
            trained.keep_up(memory)
        for name, model in models.items():
            began = perf_counter()
            scores = model.score(memory, position.query)
            seconds[name] += perf_counter() - began
            ranks[name].append(position.rank(scores, memory))
    session, place, is_seen, is_candidate, is_repeat = np.array(positions, dtype=np.int32).T
    return Outcomes(
        ranks={name: np.array(of_model, dtype=np.int64) for name, of_model in ranks.items()},
        query_ms={name: 1_000 * spent / len(positions) for name, spent in seconds.items()},
        session=session,
        place=place,
        is_seen=is_seen.astype(bool),
        is_candidate=is_candidate.astype(bool),
        is_repeat=is_repeat.astype(bool),
    )
