"""Which tracks were heard soon after the last ones of a session before: what a reason can be told from."""

from typing import NamedTuple

import numpy as np

from recommender.sequences.memory import SessionMemory
from recommender.sequences.models.places import newest_of_each
from recommender.sequences.models.scoring import MAX_PLACES, newest_first
from recommender.sequences.records import Query

FOLLOWED_SPAN = 3
"""Different last tracks that are looked at."""
FOLLOWED_STEPS = 10
"""How many tracks later still counts as following."""


class Followers(NamedTuple):
    """Tracks that followed one of the last ones, each once, arrays [n]."""

    track: np.ndarray
    """int64, ascending."""
    after: np.ndarray
    """int64: which of the last tracks, 0 the newest, it followed in most sessions, of equals the newest."""
    n_sessions: np.ndarray
    """int64: in how many sessions it did."""


def followers_of(memory: SessionMemory, query: Query, *, min_sessions: int = 1) -> Followers:
    """Return what followed the last tracks within ten steps, in `min_sessions` sessions at least; no track of the last.

    Of each of the last tracks the newest 100 plays are looked at.
    """
    log, last = memory.log, newest_first(query.prefix.tracks, FOLLOWED_SPAN)
    plays, of_track = newest_of_each(log, last, MAX_PLACES)
    sessions = log.sessions_at(plays)
    following = plays[:, None] + np.arange(1, FOLLOWED_STEPS + 1)
    is_inside = following < log.bounds(sessions)[1][:, None]
    tracks = log.tracks_at(following[is_inside]).astype(np.int64)
    of_place = np.nonzero(is_inside)[0]
    # one number for track, last track and session: sorting it is ten times as quick as sorting rows of three
    pair_of = tracks * FOLLOWED_SPAN + of_track[of_place]
    once = np.unique(pair_of * max(log.n_sessions, 1) + sessions[of_place])
    pairs, n_sessions = np.unique(once // max(log.n_sessions, 1), return_counts=True)
    tracks, after = np.divmod(pairs, FOLLOWED_SPAN)
    is_kept = (n_sessions >= min_sessions) & ~np.isin(tracks, last)
    tracks, after, n_sessions = tracks[is_kept], after[is_kept], n_sessions[is_kept]
    most_first = np.lexsort((after, -n_sessions, tracks))
    found, first = np.unique(tracks[most_first], return_index=True)
    return Followers(found, after[most_first][first], n_sessions[most_first][first])
