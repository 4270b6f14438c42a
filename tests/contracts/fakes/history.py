"""Imported plays in memory."""

from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import datetime

from msgspec.structs import replace

from recommender.prediction.streams.records import StoredPlay, is_heard
from recommender.records import ListenerId, TrackId


class FakeHistoryStore:
    """Plays in a dict by listener and id."""

    def __init__(self) -> None:
        self._plays: dict[ListenerId, dict[bytes, StoredPlay]] = {}
        self._told: set[bytes] = set()

    def put_many(self, listener_id: ListenerId, plays: Sequence[StoredPlay]) -> int:
        """Keep the new ones."""
        kept = self._plays.setdefault(listener_id, {})
        before = len(kept)
        for play in plays:
            kept.setdefault(play.play_id, play)
        return len(kept) - before

    def known_among(self, plays: Sequence[StoredPlay]) -> Set[bytes]:
        """Return the ids that are there."""
        return {play.play_id for play in plays if any(play.play_id in kept for kept in self._plays.values())}

    def of_listener(self, listener_id: ListenerId) -> Iterator[StoredPlay]:
        """Yield the oldest first."""
        yield from sorted(self._plays.get(listener_id, {}).values(), key=lambda each: each.play.at)

    def listeners(self) -> Sequence[ListenerId]:
        """Return the known ones."""
        return sorted(listener for listener, plays in self._plays.items() if plays)

    def unmatched(self, listener_id: ListenerId) -> Sequence[tuple[str, str]]:
        """Return the songs without a track."""
        plays = self.of_listener(listener_id)
        return sorted({(play.play.title, play.play.artist) for play in plays if play.track_id is None})

    def match(self, listener_id: ListenerId, tracks: Mapping[tuple[str, str], TrackId]) -> int:
        """Give songs their tracks."""
        kept = self._plays.get(listener_id, {})
        new = {
            play_id: replace(each, track_id=tracks[each.play.title, each.play.artist])
            for play_id, each in kept.items()
            if each.track_id is None and (each.play.title, each.play.artist) in tracks
        }
        kept |= new
        return len(new)

    def newest(self, listener_id: ListenerId, until: datetime) -> datetime | None:
        """Return the newest time."""
        times = (each.play.at for each in self.of_listener(listener_id))
        return max((time for time in times if time <= until), default=None)

    def owed(self, listener_id: ListenerId, since: datetime, until: datetime, n: int) -> Sequence[StoredPlay]:
        """Return what was not told."""
        plays = [each for each in self.of_listener(listener_id) if each.track_id and is_heard(each.play)]
        return [play for play in plays if play.play_id not in self._told and since <= play.play.at <= until][:n]

    def mark_told(self, plays: Sequence[StoredPlay]) -> None:
        """Remember them."""
        self._told |= {play.play_id for play in plays}
