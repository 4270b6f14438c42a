"""What the rules and the doors need from the world, in the core's own words."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from recommender.records import Features, ListenerId, Slate, Track, TrackId


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


class PlayCounts(Protocol):
    """How often tracks were played, as counted from the activity stream."""

    def trending(self) -> Mapping[TrackId, float]:
        """Return recent plays per track, newer plays weighing more; the most played 1,000 at most."""


class SlateSource(Protocol):
    """Where the web gets the slate of a listener who has just connected."""

    def current(self, listener_id: ListenerId) -> Slate:
        """Return the slate the listener's taste asks for now; empty with a message when there is no index."""
