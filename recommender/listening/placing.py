"""Folding events together with their places in the stream, so that nothing is counted twice."""

from collections.abc import Iterable

from msgspec.structs import replace

from recommender.listening.folding import updated_taste
from recommender.listening.taste import Taste
from recommender.records import PlacedEvent


def contains(taste: Taste, placed: PlacedEvent) -> bool:
    """Return whether the event's offset is at or below what the taste was stored with."""
    return placed.offset <= taste.offsets.get(str(placed.partition), -1)


def with_event(taste: Taste, placed: PlacedEvent, *, half_life_days: float) -> Taste:
    """Return the taste with the event and its place in it."""
    folded = updated_taste(taste, placed.event, half_life_days=half_life_days)
    offsets = {**taste.offsets, str(placed.partition): placed.offset}
    if folded.last is taste.last:
        return replace(folded, offsets=offsets)
    return replace(folded, offsets=offsets, last_place=(placed.partition, placed.offset))


def with_events(taste: Taste, events: Iterable[PlacedEvent], *, half_life_days: float) -> Taste:
    """Return the taste with the events in it, in their order; those it contains are left out."""
    for placed in events:
        if not contains(taste, placed):
            taste = with_event(taste, placed, half_life_days=half_life_days)
    return taste
