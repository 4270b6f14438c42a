"""The listening ports in memory."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from recommender.clock import Clock
from recommender.listening.counting import TrackDay, counts, trending
from recommender.listening.taste import Taste
from recommender.records import ListenerId, PlacedEvent, Slate, TrackId


class FakeTasteStore:
    """Tastes in a dict."""

    def __init__(self) -> None:
        self.tastes: dict[ListenerId, Taste] = {}

    def get_many(self, listener_ids: Iterable[ListenerId]) -> Mapping[ListenerId, Taste]:
        """Return the known ones."""
        return {each: self.tastes[each] for each in listener_ids if each in self.tastes}

    def put_many(self, tastes: Iterable[Taste]) -> None:
        """Replace each."""
        self.tastes |= {each.listener_id: each for each in tastes}


class FakeActivityArchive:
    """Events in a dict by their id."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._events: dict[object, PlacedEvent] = {}

    def put_many(self, events: Sequence[PlacedEvent]) -> int:
        """Keep the new ones."""
        before = len(self._events)
        for each in events:
            self._events.setdefault(each.event.event_id, each)
        return len(self._events) - before

    def of_listener(self, listener_id: ListenerId) -> Iterator[PlacedEvent]:
        """Yield in the order of the stream."""
        own = [each for each in self._events.values() if each.event.listener_id == listener_id]
        yield from sorted(own, key=lambda each: (each.partition, each.offset))

    def trending(self) -> Mapping[TrackId, float]:
        """Count anew each time."""
        sums: dict[TrackDay, dict[str, int]] = counts(each.event for each in self._events.values())
        plays = {day: each["plays"] for day, each in sums.items() if "plays" in each}
        return trending(plays, self._clock())


class FakeOutbox:
    """Slates in a list."""

    def __init__(self) -> None:
        self.sent: list[Slate] = []

    def send(self, slate: Slate) -> None:
        """Keep it."""
        self.sent.append(slate)

    def flush(self) -> None:
        """Everything is kept already."""
