"""What the rules and the doors need from the world, in the core's own words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from recommender.listening.taste import Taste
from recommender.prediction.streams.records import StoredPlay
from recommender.records import Features, ListenerId, PlacedEvent, Slate, Track, TrackId, TrainingRun


class TrackStore(Protocol):
    """Where the catalogue lives."""

    def get(self, track_id: TrackId) -> Track | None:
        """Return the track, whatever its status, or None."""

    def put_many(self, tracks: Iterable[Track]) -> None:
        """Insert or replace each track by its id; the catalogue's revision moves."""

    def scan(self) -> Iterator[Track]:
        """Yield every track, whatever its status, in order of id."""

    def revision(self) -> int:
        """Return a number that changes whenever the catalogue does."""


class FeatureStore(Protocol):
    """Where raw feature vectors live."""

    def get(self, track_id: TrackId) -> Features | None:
        """Return the track's vector, or None."""

    def put_many(self, features: Iterable[Features]) -> None:
        """Insert or replace vectors by track id; durable when it returns."""

    def analysed(self, fingerprint: str) -> set[TrackId]:
        """Return the ids that have a vector of this fingerprint."""

    def scan(self, fingerprint: str) -> Iterator[Features]:
        """Yield the vectors of this fingerprint in order of track id."""


class TasteStore(Protocol):
    """Where tastes live between events."""

    def get_many(self, listener_ids: Iterable[ListenerId]) -> Mapping[ListenerId, Taste]:
        """Return the tastes that are known; nothing for a listener who is not."""

    def put_many(self, tastes: Iterable[Taste]) -> None:
        """Replace each taste, its offsets with it; durable when it returns."""


class ActivityArchive(Protocol):
    """Every acknowledged event, once, and the play counts that follow from them."""

    def put_many(self, events: Sequence[PlacedEvent]) -> int:
        """Keep the events whose ids are new and count their plays, both or neither; return how many were new."""

    def of_listener(self, listener_id: ListenerId) -> Iterator[PlacedEvent]:
        """Yield the listener's events in the order of the stream."""

    def trending(self) -> Mapping[TrackId, float]:
        """Return recent plays per track, newer plays weighing more; the most played 1,000 at most."""


class SlateOutbox(Protocol):
    """The way of slates to whoever is listening."""

    def send(self, slate: Slate) -> None:
        """Hand the slate over; it may still be on its way when this returns."""

    def flush(self) -> None:
        """Return when every slate sent before is stored for good; raise `ServerUnavailable` otherwise."""


class SlateSource(Protocol):
    """Where the web gets the slate of a listener who has just connected."""

    def current(self, listener_id: ListenerId) -> Slate:
        """Return the slate the listener's taste asks for now; empty with a message when there is no index."""


class TrainingLog(Protocol):
    """Every training that was tried, for the page that shows them."""

    def put(self, run: TrainingRun) -> None:
        """Keep a run; durable when it returns."""

    def newest(self, n: int, topic: str | None = None) -> Sequence[TrainingRun]:
        """Return the newest `n` runs, of one topic if it is given, newest first."""


class HistoryStore(Protocol):
    """Where plays live that were heard elsewhere."""

    def put_many(self, listener_id: ListenerId, plays: Sequence[StoredPlay]) -> int:
        """Keep the plays whose ids are new; durable when it returns; return how many were new."""

    def of_listener(self, listener_id: ListenerId) -> Iterator[StoredPlay]:
        """Yield the listener's plays, oldest first."""

    def listeners(self) -> Sequence[ListenerId]:
        """Return everybody who has imported something."""

    def unmatched(self, listener_id: ListenerId) -> Sequence[tuple[str, str]]:
        """Return the (title, artist) of songs that had no track when they were last looked up."""

    def match(self, listener_id: ListenerId, found: Mapping[tuple[str, str], TrackId]) -> int:
        """Give these songs their tracks; return how many plays that were."""

    def newest(self, listener_id: ListenerId) -> datetime | None:
        """Return when the listener's newest play was."""

    def owed(self, listener_id: ListenerId, since: datetime, n: int) -> Sequence[StoredPlay]:
        """Return the oldest `n` matched plays from `since` on that the taste has not been told of."""

    def told(self, plays: Sequence[StoredPlay]) -> None:
        """Note that the taste has been told of these."""
