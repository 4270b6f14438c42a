"""Activity events in a few words."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from recommender.listening.placing import with_events
from recommender.listening.taste import Taste
from recommender.records import ActivityEvent, EventKind, ListenerId, PlacedEvent, Steering, TrackId

START = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
HALF_LIFE_DAYS = 14.0


def event(
    kind: EventKind,
    track_id: str | None,
    *,
    number: int = 0,
    listener_id: str = "anna",
    position_s: float | None = None,
    minutes: float | None = None,
    source: str = "",
    rating: int | None = None,
    steering: Steering | None = None,
) -> ActivityEvent:
    """One event; `number` makes its id and, unless `minutes` says otherwise, its time."""
    return ActivityEvent(
        event_id=UUID(int=number + 1),
        listener_id=ListenerId(listener_id),
        kind=kind,
        occurred_at=START + timedelta(minutes=number if minutes is None else minutes),
        track_id=None if track_id is None else TrackId(track_id),
        position_s=position_s,
        duration_s=180.0,
        source=source,
        rating=rating,
        steering=steering,
    )


def placed(events: list[ActivityEvent], *, partition: int = 0, first_offset: int = 0) -> list[PlacedEvent]:
    """Events in a row on one partition."""
    return [PlacedEvent(each, partition, first_offset + i) for i, each in enumerate(events)]


def taste_after(*done: tuple[EventKind, str]) -> Taste:
    """The taste after these (kind, track) in a row; skips come after 5 s."""
    events = [event(kind, track, number=i, position_s=5.0) for i, (kind, track) in enumerate(done)]
    return with_events(Taste(listener_id=ListenerId("anna")), placed(events), half_life_days=HALF_LIFE_DAYS)
