"""Sequential rules that look at what led here, and at this session itself."""

import numpy as np

from recommender.sequences.memory import SessionMemory
from recommender.sequences.models.scoring import MAX_PLACES, SparseModel, Weighed, aged
from recommender.sequences.records import Query


class RulesInContext(SparseModel, frozen=True, tag=True):
    """Sequential rules in which a place counts more, the more of the tracks before it were heard here lately, too."""

    context_weight: float = 3.0
    """What a place gains whose track before is the track before this one; 0 is plain sequential rules."""
    decay_days: float | None = None
    """A place this old counts 1/e."""
    lags: int = 10
    """So many tracks are compared before each place and before the current track, the i-th by 1/i."""
    steps: int = 30

    def weigh(self, memory: SessionMemory, query: Query) -> Weighed:
        """Return what followed all places where the current track was played before."""
        log, ahead = memory.log, np.arange(1, self.steps + 1)
        plays = log.newest_plays(query.current, MAX_PLACES)
        sessions = log.sessions_at(plays)
        first, end = log.bounds(sessions)
        weights = 1.0 + self.context_weight * self._likeness(memory, query, plays, first)
        weights *= aged(query.now - log.days(sessions), self.decay_days)
        following = plays[:, None] + ahead
        is_inside = following < end[:, None]
        by_distance = weights[:, None] / ahead
        return Weighed(log.tracks_at(following[is_inside]), by_distance[is_inside])

    def _likeness(self, memory: SessionMemory, query: Query, plays: np.ndarray, first: np.ndarray) -> np.ndarray:
        """Return how alike the tracks before each play and those before the current one are, float64 [n_plays]."""
        before = query.prefix.tracks[:-1][::-1][: self.lags]
        closeness = np.zeros(max(memory.n_tracks, int(query.prefix.tracks.max()) + 1))
        np.maximum.at(closeness, before, 1.0 / np.arange(1, len(before) + 1))
        lag = np.arange(1, self.lags + 1)
        places = plays[:, None] - lag
        is_inside = places >= first[:, None]
        shared = closeness[memory.log.tracks_at(np.maximum(places, 0))] / lag
        likeness: np.ndarray = np.where(is_inside, shared, 0.0).sum(axis=1)
        return likeness


class RulesWithinSession(SparseModel, frozen=True, tag=True):
    """What followed the current track earlier in this session: 1 / distance, and less the longer ago."""

    steps: int = 10
    decay_plays: float = 50.0
    """A place so many tracks ago counts 1/e."""

    def weigh(self, memory: SessionMemory, query: Query) -> Weighed:  # noqa: ARG002 as all models
        """Return what followed the earlier places of the current track in the session."""
        tracks, ahead = query.prefix.tracks, np.arange(1, self.steps + 1)
        last = len(tracks) - 1
        places = np.flatnonzero(tracks[:-1] == tracks[-1])
        following = places[:, None] + ahead
        is_inside = following < last
        weights = aged(last - places, self.decay_plays)[:, None] / ahead
        found, weights = tracks[following[is_inside]], weights[is_inside]
        is_candidate = found < query.n_tracks
        return Weighed(found[is_candidate], weights[is_candidate])
