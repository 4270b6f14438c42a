"""Sequential rules: what followed the current track before, and how closely."""

import numpy as np

from recommender.sequences.memory import SessionMemory
from recommender.sequences.models.places import newest_of_each
from recommender.sequences.models.scoring import MAX_PLACES, SparseModel, Weighed, aged, newest_first
from recommender.sequences.records import Query


class SequentialRules(SparseModel, frozen=True, tag=True):
    """Each track that followed within `steps` counts 1 / distance (Kamehkhosh, Jannach and Ludewig 2017, SR)."""

    steps: int = 30
    decay_days: float | None = None
    """A place this old counts 1/e."""
    span: int = 1
    """So many last tracks are asked, the i-th last with weight 1/i."""

    def weigh(self, memory: SessionMemory, query: Query) -> Weighed:
        """Return what followed all places where the last tracks were played before."""
        log, ahead = memory.log, np.arange(1, self.steps + 1)
        plays, of_track = newest_of_each(log, newest_first(query.prefix.tracks, self.span), MAX_PLACES)
        sessions = log.sessions_at(plays)
        following = plays[:, None] + ahead
        is_inside = following < log.bounds(sessions)[1][:, None]
        of_place = aged(query.now - log.days(sessions), self.decay_days) / (1 + of_track)
        return Weighed(log.tracks_at(following[is_inside]), (of_place[:, None] / ahead)[is_inside])


class Markov(SparseModel, frozen=True, tag=True):
    """The share of each track that followed the last two directly, backed off to the last one alone."""

    pair_weight: float = 1.0
    """What the last two are worth beside the last one; 0 is a chain of the first order."""

    def weigh(self, memory: SessionMemory, query: Query) -> Weighed:
        """Return the weighted sum of both shares."""
        log, tracks = memory.log, query.prefix.tracks
        plays = log.newest_plays(query.current, MAX_PLACES)
        first, end = log.bounds(log.sessions_at(plays))
        goes_on = plays + 1 < end
        plays, first = plays[goes_on], first[goes_on]
        weights = np.full(len(plays), 1.0 / max(len(plays), 1))
        if self.pair_weight and len(tracks) > 1 and len(plays):
            is_pair = (plays > first) & (log.tracks_at(np.maximum(plays - 1, 0)) == tracks[-2])
            weights += self.pair_weight * is_pair / max(int(is_pair.sum()), 1)
        return Weighed(log.tracks_at(plays + 1), weights)
