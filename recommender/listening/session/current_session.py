"""Which tracks the session consists of that a listener is in."""

from collections.abc import Callable, Sequence
from datetime import datetime

from recommender.listening.history.plays import hearing_of
from recommender.listening.taste import SessionPlay, Taste
from recommender.records import ActivityEvent
from recommender.sequences.cutting import MAX_PAUSE, day_of
from recommender.sequences.serving.served import HeardTrack
from recommender.similarity.track_table import TrackTable

REMEMBERED_SESSION_PLAYS = 50
"""Plays of one session; its older ones say hardly anything of the next track."""


def extend_session(session: tuple[SessionPlay, ...], event: ActivityEvent) -> tuple[SessionPlay, ...]:
    """Return the session after an event, the very same one where it ended no play.

    What is a play is said by the rule that counts plays, and a pause by that which cuts sessions. A play that ended
    before the last one has come late and is left out.
    """
    hearing = hearing_of(event)
    if hearing is None or not hearing.is_play or (session and hearing.at < session[-1].at):
        return session
    before = session if session and hearing.at - session[-1].at <= MAX_PAUSE else ()
    return (*before[1 - REMEMBERED_SESSION_PLAYS :], SessionPlay(hearing.track_id, hearing.at))


def current_session(taste: Taste) -> tuple[SessionPlay, ...]:
    """Return what the listener heard without a long pause, what plays now as the last; empty where nothing was."""
    now = taste.updated_at
    session = taste.session if taste.session and now - taste.session[-1].at <= MAX_PAUSE else ()
    if taste.playing is None or (session and session[-1].track_id == taste.playing):
        return session
    return (*session, SessionPlay(taste.playing, _not_before(session, now)))


def _not_before(session: Sequence[SessionPlay], moment: datetime) -> datetime:
    return max(moment, session[-1].at) if session else moment


def heard_tracks(taste: Taste, table: TrackTable, row_of: Callable[[str], int | None]) -> list[HeardTrack]:
    """Return the current session as the model of sessions asks for it; tracks without a row are left out."""
    known = ((play, row) for play in current_session(taste) if (row := row_of(play.track_id)) is not None)
    return [HeardTrack(play.track_id, table.artists[row], day_of(play.at)) for play, row in known]
