"""Sessions that share tracks with this one, and what was near those tracks (V-SKNN, with the factors of STAN)."""

from dataclasses import dataclass

import numpy as np

from recommender.sequences.memory import SessionMemory
from recommender.sequences.models.places import newest_of_each, plays_between
from recommender.sequences.models.scoring import MAX_PLACES, SparseModel, Weighed, aged, newest_first
from recommender.sequences.records import Query

MAX_PREFIX = 50
"""Different last tracks of the session that are looked for."""
MAX_SESSIONS = 50_000
"""Newest sessions that are looked at."""
_MAX_NEARNESS_EXPONENT = 5.0
"""Plays that count less than exp(-5) are left out."""


@dataclass(frozen=True, eq=False)
class Shared:
    """The sessions that share a track with the one that is asked about, arrays [n]."""

    session: np.ndarray
    similarity: np.ndarray
    """The sum over shared tracks of position / length in the session that is asked about."""
    play: np.ndarray
    """Where the newest shared track was played last."""
    newness: np.ndarray
    """1 / how many tracks ago the newest shared track was heard."""


class SessionsAlike(SparseModel, frozen=True, tag=True):
    """Nearest sessions by the weights of shared tracks (Ludewig and Jannach 2018; Garg et al. 2019 for the factors)."""

    k: int = 500
    """Nearest sessions that are used."""
    age_days: float | None = None
    """A session this old counts 1/e."""
    near: float | None = None
    """A play this many steps from the newest shared track counts 1/e."""

    def weigh(self, memory: SessionMemory, query: Query) -> Weighed:
        """Return the plays of the nearest sessions."""
        log, shared = memory.log, shared_sessions(memory, query)
        if not len(shared.session):
            return Weighed(shared.session, shared.similarity)
        weights = shared.similarity * aged(query.now - log.days(shared.session), self.age_days)
        nearest = np.argpartition(-weights, min(self.k, len(weights)) - 1)[: self.k]
        weights = weights[nearest] * shared.newness[nearest]
        first, end = log.bounds(shared.session[nearest])
        centre = shared.play[nearest]
        if self.near is not None:
            reach = int(self.near * _MAX_NEARNESS_EXPONENT)
            first, end = np.maximum(first, centre - reach), np.minimum(end, centre + reach + 1)
        plays, of_session = plays_between(first, end)
        nearness = aged(np.abs(plays - centre[of_session]), self.near)
        return Weighed(log.tracks_at(plays), weights[of_session] * nearness)


def shared_sessions(memory: SessionMemory, query: Query) -> Shared:
    """Return the sessions that share a track with the one that is asked about, the oldest first."""
    log, tracks = memory.log, query.prefix.tracks
    oldest_first = newest_first(tracks, MAX_PREFIX)[::-1]
    ago = len(tracks) - _last_places(tracks, oldest_first)
    plays, of_track = newest_of_each(log, oldest_first, MAX_PLACES)
    sessions = log.sessions_at(plays) - max(0, log.n_sessions - MAX_SESSIONS)
    is_used = sessions >= 0
    same = (sessions[1:] == sessions[:-1]) & (of_track[1:] == of_track[:-1])
    is_used[:-1] &= ~same  # of a track that was played again in a session the last play counts
    plays, sessions, of_track = plays[is_used], sessions[is_used], of_track[is_used]
    n = int(sessions.max(initial=-1)) + 1
    similarity = np.bincount(sessions, ((len(tracks) + 1 - ago) / len(tracks))[of_track], minlength=n)
    newest = np.zeros(n, dtype=np.int64)
    newest[sessions] = np.arange(len(sessions))  # the last one stays, and that is the newest track's
    found = np.flatnonzero(similarity > 0)
    newest = newest[found]
    return Shared(
        session=found + max(0, log.n_sessions - MAX_SESSIONS),
        similarity=similarity[found],
        play=plays[newest],
        newness=1.0 / ago[of_track[newest]],
    )


def _last_places(tracks: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """Return where each asked track stands last among the tracks, int64."""
    places = dict(zip(tracks.tolist(), range(len(tracks)), strict=True))
    return np.array([places[track] for track in asked.tolist()], dtype=np.int64)
