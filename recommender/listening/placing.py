"""Folding events together with their positions in the stream, so that nothing is counted twice."""

from collections.abc import Iterable

from msgspec.structs import replace

from recommender.events import recorded_moment_of
from recommender.listening.folding import update_taste
from recommender.listening.taste import Taste
from recommender.records import PlacedEvent


def contains(taste: Taste, placed: PlacedEvent) -> bool:
    """Return whether the event's offset is at or below what the taste was stored with, in the same log.

    A log may be lost (Kafka's folder was deleted, say, to make room); what is stored of it says nothing about the
    events of the new one. It is another log when it has not reached the stored offset, or when the event was recorded
    after all that is in the taste: whatever comes again after a crash was not.
    """
    stored = taste.offsets.get(str(placed.partition), -1)
    if placed.offset > stored or 0 < placed.log_end <= stored:
        return False
    return placed.event.event_id.bytes in taste.seen or not _is_newer(taste, placed)


def _is_newer(taste: Taste, placed: PlacedEvent) -> bool:
    recorded_at = recorded_moment_of(placed.event)
    return bool(recorded_at and taste.recorded_at and recorded_at > taste.recorded_at)


def with_event(taste: Taste, placed: PlacedEvent, *, half_life_days: float) -> Taste:
    """Return the taste with the event and its position in it."""
    folded = update_taste(taste, placed.event, half_life_days=half_life_days)
    offsets = {**taste.offsets, str(placed.partition): placed.offset}
    moments = (taste.recorded_at, recorded_moment_of(placed.event))
    recorded_at = max(filter(None, moments), default=None)
    if folded.last is taste.last:
        return replace(folded, offsets=offsets, recorded_at=recorded_at)
    return replace(folded, offsets=offsets, recorded_at=recorded_at, last_place=(placed.partition, placed.offset))


def with_events(taste: Taste, events: Iterable[PlacedEvent], *, half_life_days: float) -> Taste:
    """Return the taste with the events in it, in their order; those it contains are left out."""
    for placed in events:
        if not contains(taste, placed):
            taste = with_event(taste, placed, half_life_days=half_life_days)
    return taste
