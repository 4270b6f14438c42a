"""Several models as one: a weighted sum of what each one's score, divided by its highest, is worth."""

from typing import NamedTuple

import numpy as np
from msgspec import Struct

from recommender.sequences.memory import SessionMemory
from recommender.sequences.models.by_name import AnyModel
from recommender.sequences.models.scoring import SparseModel, Weighed
from recommender.sequences.records import Query


class Part(Struct, frozen=True):
    """One model of a blend, and what its normalised score, 0 to 1, is worth."""

    model: AnyModel
    weight: float = 0.0
    root_weight: float = 0.0
    """Of the score's square root."""
    known_weight: float = 0.0
    """Of knowing the track at all."""

    @property
    def is_used(self) -> bool:
        """Whether it says anything."""
        return bool(self.weight or self.root_weight or self.known_weight)

    @property
    def least(self) -> float:
        """The lowest that a score can be worth, at most 0."""
        return min(self.weight, 0.0) + min(self.root_weight, 0.0) + min(self.known_weight, 0.0)

    def worth(self, scores: np.ndarray) -> np.ndarray:
        """Return what normalised scores are worth; 0 is worth 0."""
        worth = self.weight * scores
        if self.root_weight:
            worth += self.root_weight * np.sqrt(scores)
        if self.known_weight:
            worth += self.known_weight * (scores > 0)
        return worth


class Blended(NamedTuple):
    """Scores of a blend, and where they come from."""

    scores: np.ndarray
    """float64 [n_tracks]."""
    touched: np.ndarray
    """Tracks, some several times, that sparse models know something of."""


class Blend(Struct, frozen=True):
    """Models with their weights; the current track does not count as the highest, for it is never a pick."""

    parts: tuple[Part, ...]

    def score(self, memory: SessionMemory, query: Query) -> np.ndarray:
        """Return the sum of what all models' scores are worth, float64 [n_tracks].

        With weights below 0, one constant is added to each track that a model knows, so that none falls below 0.
        """
        return self.blend(memory, query).scores

    def blend(self, memory: SessionMemory, query: Query) -> Blended:
        """Return the sum; sparse models cost what they know, not the number of tracks."""
        parts = [part for part in self.parts if part.is_used]
        scores, is_known = self._dense(memory, query, parts)
        of_part, touched = np.zeros(query.n_tracks), [np.zeros(0, dtype=np.intp)]
        for part in parts:
            if not isinstance(part.model, SparseModel):
                continue
            tracks, weights = part.model.weigh(memory, query)
            tracks = tracks.astype(np.intp, copy=False)  # by other numbers adding takes longer
            np.add.at(of_part, tracks, weights)
            of_part[query.current : query.current + 1] = 0.0
            values = of_part[tracks]
            of_part[tracks] = 0.0
            if (highest := values.max(initial=0.0)) > 0:
                # a track that stands there twice is set twice to the same
                scores[tracks] = scores[tracks] + part.worth(values / highest)
                touched.append(tracks[values > 0])
        found = np.concatenate(touched)
        if least := sum(part.least for part in parts):
            is_known[found] = True
            np.subtract(scores, least, out=scores, where=is_known)
        return Blended(scores, found)

    def score_of(self, tracks: np.ndarray, memory: SessionMemory, query: Query) -> np.ndarray:
        """Return the scores of some tracks, [k], as `score` has them, without those of all others.

        Tracks that are never looked up cost nothing here but in the models themselves.
        """
        parts = [part for part in self.parts if part.is_used]
        scores, is_known, of_part = np.zeros(len(tracks)), np.zeros(len(tracks), dtype=np.bool_), None
        for part in parts:
            if isinstance(part.model, SparseModel):
                of_part = np.zeros(query.n_tracks) if of_part is None else of_part
                values, highest = _look_up(part.model.weigh(memory, query), tracks, of_part, current=query.current)
            else:
                whole = max_normalised(part.model.score(memory, query), current=query.current)
                values, highest = whole[tracks], 1.0
            if highest > 0:
                scores += part.worth(values / highest)
                is_known |= values > 0
        np.subtract(scores, sum(part.least for part in parts), out=scores, where=is_known)
        return scores

    @staticmethod
    def _dense(memory: SessionMemory, query: Query, parts: list[Part]) -> tuple[np.ndarray, np.ndarray]:
        """Return the sum of the models that say something of every track, and which tracks they know."""
        scores, is_known = np.zeros(query.n_tracks), np.zeros(query.n_tracks, dtype=np.bool_)
        for part in parts:
            if not isinstance(part.model, SparseModel):
                of_part = max_normalised(part.model.score(memory, query), current=query.current)
                scores += part.worth(of_part)
                is_known |= of_part > 0
        return scores, is_known


def _look_up(weighed: Weighed, tracks: np.ndarray, zeros: np.ndarray, *, current: int) -> tuple[np.ndarray, float]:
    """Return the weights of some tracks, and the highest of all; `zeros`, [n_tracks], are zeros again at the end."""
    found = weighed.tracks.astype(np.intp, copy=False)
    np.add.at(zeros, found, weighed.weights)
    zeros[current : current + 1] = 0.0
    values, highest = zeros[tracks], float(zeros[found].max(initial=0.0))
    zeros[found] = 0.0
    return values, highest


def max_normalised(scores: np.ndarray, *, current: int) -> np.ndarray:
    """Return the scores divided by the highest, in place, the current track at 0; all stay 0 where nothing is known."""
    scores[current : current + 1] = 0.0
    highest = scores.max(initial=0.0)
    if highest > 0:
        scores /= highest
    return scores
