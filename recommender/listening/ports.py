"""Where tastes and events live, and how slates reach the listeners."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from recommender.listening.favourites import Favourite, FavouriteKind
from recommender.listening.history.plays import PlayedAt, TrackPlays, WeekPlays
from recommender.listening.play_queue import PlayQueue
from recommender.listening.taste import Taste
from recommender.records import ListenerId, PlacedEvent, Slate, TrackId


class TasteStore(Protocol):
    """Where tastes live between events."""

    def get_many(self, listener_ids: Iterable[ListenerId]) -> Mapping[ListenerId, Taste]:
        """Return the tastes that are known; nothing for a listener who is not."""

    def put_many(self, tastes: Iterable[Taste]) -> None:
        """Replace each taste, its offsets with it; durable when it returns.

        Raise `StaleTaste` when the stored taste of one of the listeners holds more events; the others are replaced.
        """


class ActivityArchive(Protocol):
    """Every acknowledged event, once, and the play counts that follow from them."""

    def put_many(self, events: Sequence[PlacedEvent]) -> int:
        """Keep the events whose ids are new and count their plays, both or neither; return how many were new."""

    def of_listener(self, listener_id: ListenerId) -> Iterator[PlacedEvent]:
        """Yield the listener's events in the order of the stream."""

    def trending(self) -> Mapping[TrackId, float]:
        """Return recent plays per track, newer plays weighing more; the most played 1,000 at most."""


class PlayQueueStore(Protocol):
    """What each listener has lined up."""

    def get(self, listener_id: ListenerId) -> PlayQueue:
        """Return what was saved last; an empty queue when nothing was."""

    def put(self, listener_id: ListenerId, queue: PlayQueue) -> None:
        """Keep the queue in the place of the one before."""

    def delete(self, listener_id: ListenerId) -> None:
        """Forget the listener's queue."""


class PlayStore(Protocol):
    """What each listener heard, as the archive and the imported histories say; every question names the listener."""

    def revision(self, listener_id: ListenerId) -> int:
        """Return a number that grows with each change of the listener's counts; 0 before the first."""

    def counts_since(self, listener_id: ListenerId, revision: int) -> Iterator[TrackPlays]:
        """Yield the counts that changed after `revision`: how often and when each track was played, nothing more."""

    def all_counts_since(self, listener_id: ListenerId, revision: int) -> Iterator[TrackPlays]:
        """Yield all that is counted of the tracks whose counts changed after `revision`."""

    def of_track(self, listener_id: ListenerId, track_id: TrackId) -> TrackPlays:
        """Return all that is counted of one track; zeros for one that was never heard."""

    def recent(
        self, listener_id: ListenerId, *, n: int, before: tuple[datetime, bytes] | None = None
    ) -> Sequence[PlayedAt]:
        """Return the newest `n` plays, newest first; only those that stand behind the play of time and id `before`."""

    def plays_between(self, listener_id: ListenerId, since: datetime, until: datetime) -> Mapping[TrackId, int]:
        """Return how often each track was played from `since` on and before `until`."""

    def weekly_plays(self, listener_id: ListenerId, since: datetime, n_weeks: int) -> Sequence[WeekPlays]:
        """Return how often each track was played in each of `n_weeks` weeks from `since` on; in no order."""


class FavouriteStore(Protocol):
    """Albums and artists that listeners like; every question names the listener."""

    def put(self, listener_id: ListenerId, favourite: Favourite) -> None:
        """Keep it; what is liked already stays as it was. Raise `BadInput` where there are too many."""

    def delete(self, listener_id: ListenerId, kind: FavouriteKind, target_ids: Iterable[str]) -> None:
        """Forget these; what is not liked is no trouble."""

    def of_listener(self, listener_id: ListenerId, kind: FavouriteKind) -> Sequence[Favourite]:
        """Return what the listener likes, newest first."""


class SlateOutbox(Protocol):
    """Sends slates to the listeners."""

    def send(self, slate: Slate) -> None:
        """Hand the slate over; it may still be on its way when this returns."""

    def flush(self) -> None:
        """Return when every slate sent before is stored for good; raise `ServerUnavailable` otherwise."""

    def forget(self) -> None:
        """Drop what is not known to be stored: its events will come again."""
