"""Sessions that go on: each listener's plays since their last pause, until that pause has come."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from msgspec import Struct

from recommender.records import ListenerId, TrackId
from recommender.sequences.cutting import MAX_PAUSE


class ArchivedPlay(Struct, frozen=True, gc=False):
    """One play of at least 30 seconds, as the archive keeps it."""

    play_id: bytes
    listener_id: ListenerId
    track_id: TrackId
    at: datetime
    """When it ended, aware."""


def has_ended(last_play: datetime, *, until: datetime) -> bool:
    """Return whether a session whose last play is known has ended, when all plays before `until` are known."""
    return until - last_play > MAX_PAUSE


@dataclass
class OpenSessions:
    """What was heard since each listener's last pause; plays come in the order of their time."""

    _plays: dict[ListenerId, list[ArchivedPlay]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self._plays)

    def add(self, plays: Iterable[ArchivedPlay], *, until: datetime) -> list[Sequence[ArchivedPlay]]:
        """Add plays and return the sessions that have ended by `until`, in the order of their end.

        All plays from those of the last call to before `until` are there. Sessions that end together go by listener.
        """
        ended: list[Sequence[ArchivedPlay]] = []
        for play in plays:
            session = self._plays.setdefault(play.listener_id, [])
            if session and has_ended(session[-1].at, until=play.at):
                ended.append(session)
                session = self._plays[play.listener_id] = []
            session.append(play)
        for listener_id, session in list(self._plays.items()):
            if has_ended(session[-1].at, until=until):
                ended.append(self._plays.pop(listener_id))
        return sorted(ended, key=lambda session: (session[-1].at, session[-1].listener_id))
