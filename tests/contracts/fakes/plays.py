"""What listeners heard, in memory."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from recommender.listening.history.plays import Hearing, PlayedAt, TrackPlays, WeekPlays, count_hearings, hearing_of
from recommender.records import ActivityEvent, ListenerId, TrackId


class FakePlayStore:
    """Hearings in a list; every question counts anew."""

    def __init__(self) -> None:
        self.hearings: list[Hearing] = []
        self._revisions: dict[ListenerId, int] = {}
        self._changed: dict[tuple[ListenerId, TrackId], int] = {}

    def clear(self) -> None:
        """Forget everything."""
        self.hearings.clear()
        self._revisions.clear()
        self._changed.clear()

    def listen(self, events: Iterable[ActivityEvent]) -> None:
        """Take events as the archive does, each once."""
        self.hear(hearing for event in events if (hearing := hearing_of(event)))

    def hear(self, hearings: Iterable[Hearing]) -> None:
        """Take hearings, each once."""
        known = {hearing.hearing_id for hearing in self.hearings}
        new = [hearing for hearing in hearings if hearing.hearing_id not in known]
        for listener_id in {hearing.listener_id for hearing in new}:
            self._revisions[listener_id] = self.revision(listener_id) + 1
        for hearing in new:
            self._changed[hearing.listener_id, hearing.track_id] = self.revision(hearing.listener_id)
        self.hearings += new

    def revision(self, listener_id: ListenerId) -> int:
        """Return how often something was heard."""
        return self._revisions.get(listener_id, 0)

    def counts_since(self, listener_id: ListenerId, revision: int) -> Iterator[TrackPlays]:
        """Yield what changed."""
        for (who, track_id), counted in count_hearings(self.hearings).items():
            if who == listener_id and self._changed[who, track_id] > revision:
                yield TrackPlays(track_id, counted.plays, last_played_at=counted.last_played_at)

    def all_counts_since(self, listener_id: ListenerId, revision: int) -> Iterator[TrackPlays]:
        """Yield what changed, whole."""
        for (who, track_id), counted in count_hearings(self.hearings).items():
            if who == listener_id and self._changed[who, track_id] > revision:
                yield counted

    def of_track(self, listener_id: ListenerId, track_id: TrackId) -> TrackPlays:
        """Return the counts of one track."""
        return count_hearings(self.hearings).get((listener_id, track_id)) or TrackPlays(track_id)

    def recent(
        self, listener_id: ListenerId, *, n: int, before: tuple[datetime, bytes] | None = None
    ) -> Sequence[PlayedAt]:
        """Sort them."""
        plays = [PlayedAt(hearing.hearing_id, hearing.track_id, hearing.at) for hearing in self._plays_of(listener_id)]
        ordered = sorted(plays, key=lambda play: (play.at, play.play_id), reverse=True)
        return [play for play in ordered if before is None or (play.at, play.play_id) < before][:n]

    def plays_between(self, listener_id: ListenerId, since: datetime, until: datetime) -> Mapping[TrackId, int]:
        """Count them."""
        return Counter(play.track_id for play in self._plays_of(listener_id) if since <= play.at < until)

    def weekly_plays(self, listener_id: ListenerId, since: datetime, n_weeks: int) -> Sequence[WeekPlays]:
        """Count them by week."""
        weeks = ((play.track_id, (play.at - since) // timedelta(weeks=1)) for play in self._plays_of(listener_id))
        counted = Counter((track_id, week) for track_id, week in weeks if 0 <= week < n_weeks)
        return [WeekPlays(track_id, week, plays) for (track_id, week), plays in counted.items()]

    def _plays_of(self, listener_id: ListenerId) -> list[Hearing]:
        return [hearing for hearing in self.hearings if hearing.listener_id == listener_id and hearing.is_play]
