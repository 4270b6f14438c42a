"""What a listener likes, as far as their activity tells."""

from datetime import UTC, datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct, field

from recommender.records import ListenerId, Steering, TrackId

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

DislikeScope = Literal["track", "artist"]


class Affinity(Struct, frozen=True, array_like=True):
    """How much a track is liked: negative when skipped."""

    weight: float
    """Worth at `at`; half of it is lost every half-life."""
    at: datetime
    why: str
    """The strongest thing that was done: `liked`, `rated` (four or five stars), `finished`, `imported` (heard
    elsewhere), `queued`, else any."""


class Skip(Struct, frozen=True, array_like=True):
    """A track that was left early, or turned away."""

    track_id: TrackId
    at: datetime


class SessionPlay(Struct, frozen=True, array_like=True):
    """One play of the session that goes on."""

    track_id: TrackId
    at: datetime
    """When it ended."""


class Rated(Struct, frozen=True, array_like=True):
    """The stars that a track was given."""

    rating: int
    """1 to 5."""
    at: datetime


class Cause(Struct, frozen=True, array_like=True):
    """The event that last changed the taste."""

    event_id: UUID
    kind: str
    track_id: TrackId | None
    at: datetime


class Taste(Struct, frozen=True, kw_only=True):
    """One listener's taste; `Taste(listener_id=...)` is that of somebody unknown."""

    listener_id: ListenerId
    affinities: dict[TrackId, Affinity] = field(default_factory=dict)
    heard: tuple[TrackId, ...] = ()
    """Tracks played, newest first, without repeats."""
    session: tuple[SessionPlay, ...] = ()
    """Plays since the last long pause, oldest first, the newest 50."""
    skips: tuple[Skip, ...] = ()
    """Newest first."""
    skip_run: int = 0
    """Skips in a row, up to now."""
    liked: tuple[TrackId, ...] = ()
    disliked: dict[TrackId, DislikeScope] = field(default_factory=dict)
    rated: dict[TrackId, Rated] = field(default_factory=dict)
    """Newest last."""
    shown: dict[TrackId, int] = field(default_factory=dict)
    """How often a track was seen on a slate since it was last played."""
    steering: Steering = Steering()
    playing: TrackId | None = None
    last: Cause | None = None
    last_place: tuple[int, int] = (-1, -1)
    """Partition and offset of that event."""
    n_events: int = 0
    seen: tuple[bytes, ...] = ()
    """Ids of the newest 200 events, oldest first, 16 bytes each (comparing UUID objects takes ten times as long)."""
    offsets: dict[str, int] = field(default_factory=dict)
    """Last Kafka offset that is contained, per partition."""
    recorded_at: datetime | None = None
    """When the newest of the contained events was recorded; None while no event has such a time."""

    @property
    def updated_at(self) -> datetime:
        """When the listener last did something; the epoch for somebody unknown."""
        return self.last.at if self.last else EPOCH


def decay(affinity: Affinity, now: datetime, *, half_life_days: float) -> float:
    """Return what the affinity is still worth: half is lost every `half_life_days`."""
    age_days = (now - affinity.at).total_seconds() / 86_400
    return affinity.weight if age_days <= 0 else affinity.weight * 0.5 ** (age_days / half_life_days)
