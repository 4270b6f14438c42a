"""One published version that learns every session when it has ended, from plays that are newer than itself."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from typing import Protocol

from recommender.records import TrackId
from recommender.sequences.cutting import MAX_PAUSE, day_of
from recommender.sequences.open_sessions import ArchivedPlay, OpenSessions, has_ended
from recommender.sequences.serving.served import HeardTrack, ServedSessions

MAX_DELAY = timedelta(minutes=2)
"""Plays are looked at so long after their end; one that reaches the archive later waits for the next build."""
MAX_PLAYS_A_LOOK = 2_000
LOOK_BACK = timedelta(hours=3)
"""Of a session that went on when the version was made, so much of its beginning is read again."""
MAX_LAG = timedelta(days=1) + MAX_PAUSE
"""What was learned until longer ago says too little of what comes next."""
MIN_TRACKS = 2
"""Of a session that is learned, and of one that is published."""

ArtistOf = Callable[[TrackId], str]
"""Returns the artist of a track; nothing where it is not known."""


class ReadPlays(Protocol):
    """Reads the archive's plays of all listeners."""

    def __call__(self, after: tuple[datetime, bytes], *, until: datetime, n: int) -> Sequence[ArchivedPlay]:
        """Return the `n` oldest plays behind that of a time and id, and not after `until`, by time and id."""


class LearningSessions:
    """A version and how far what was heard since is learned."""

    def __init__(self, sessions: ServedSessions, *, known_until: datetime) -> None:
        """`known_until` is the moment before which all plays were known when the version was made."""
        self.sessions = sessions
        self.learned_until = known_until
        """Every session that had ended by then is learned."""
        self.n_learned = 0
        self._published_until = known_until
        self._open = OpenSessions()
        self._last = (known_until - LOOK_BACK, b"")

    def look(
        self,
        read: ReadPlays,
        artist_of: ArtistOf,
        *,
        now: datetime,
        alone: Callable[[], AbstractContextManager[object]] = nullcontext,
    ) -> int:
        """Learn the sessions that have ended since the last look, each once, in the order of their end.

        Returns how many. At most 2,000 plays are read; when there are more, the next look goes on from there. `alone`
        is entered for each session while it is learned.
        """
        until = now - MAX_DELAY
        plays = read(self._last, until=until, n=MAX_PLAYS_A_LOOK)
        if plays:
            self._last = (plays[-1].at, plays[-1].play_id)
        if len(plays) >= MAX_PLAYS_A_LOOK:
            until = plays[-1].at
        n_before = self.n_learned
        for session in self._open.add(plays, until=until):
            if len(session) >= MIN_TRACKS and not has_ended(session[-1].at, until=self._published_until):
                heard = [heard_track(play, artist_of) for play in session]
                with alone():
                    self.sessions.learn(heard)
                self.n_learned += 1
        self.learned_until = max(self.learned_until, until)
        return self.n_learned - n_before


def heard_track(play: ArchivedPlay, artist_of: ArtistOf) -> HeardTrack:
    """Return a play as the sessions know it."""
    return HeardTrack(play.track_id, artist_of(play.track_id), day_of(play.at))


def is_stale(learned_until: datetime, at: datetime) -> bool:
    """Return whether what was learned ends too long before a moment to say what comes next."""
    return at - learned_until > MAX_LAG
