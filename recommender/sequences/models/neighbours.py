"""Tracks that share sessions with the last ones (item-kNN by cosine)."""

import numpy as np

from recommender.sequences.memory import SessionMemory
from recommender.sequences.models.places import newest_of_each, plays_between
from recommender.sequences.models.scoring import MAX_PLACES, SparseModel, Weighed, newest_first
from recommender.sequences.records import Query


class TrackNeighbours(SparseModel, frozen=True, tag=True):
    """Cosine of two tracks over sessions, n_ab / (sqrt(n_a n_b) + shrink), for the i-th last track times 1/i."""

    span: int = 5
    shrink: float = 5.0

    def weigh(self, memory: SessionMemory, query: Query) -> Weighed:
        """Return the tracks of all sessions of the last tracks."""
        log, last = memory.log, newest_first(query.prefix.tracks, self.span)
        places, of_track = newest_of_each(log, last, MAX_PLACES)
        is_first = log.are_first(places)
        sessions, of_track = log.sessions_at(places[is_first]), of_track[is_first]
        n_sessions = np.bincount(of_track, minlength=len(last))
        plays, of_session = plays_between(*log.bounds(sessions))
        is_counted = log.are_first(plays)
        found, of_track = log.tracks_at(plays[is_counted]), of_track[of_session[is_counted]]
        sizes = np.sqrt(memory.counts.sessions[found] * n_sessions[of_track]) + self.shrink
        weights = np.where(found == last[of_track], 0.0, 1.0 / ((of_track + 1) * sizes))  # not its own neighbour
        return Weighed(found, weights)
