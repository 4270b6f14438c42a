"""The listening ports in memory."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from recommender.clock import Clock
from recommender.errors import StaleTaste
from recommender.listening.counting import counts, trending
from recommender.listening.play_queue import PlayQueue
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
        """Replace each that is not behind."""
        stale = []
        for taste in tastes:
            if taste.listener_id in self.tastes and self.tastes[taste.listener_id].n_events > taste.n_events:
                stale.append(taste.listener_id)
            else:
                self.tastes[taste.listener_id] = taste
        if stale:
            raise StaleTaste(f"newer tastes are stored of {stale}")


class FakeActivityArchive:
    """Events in a dict by their id."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._events: dict[object, PlacedEvent] = {}

    def put_many(self, events: Sequence[PlacedEvent]) -> int:
        """Keep the new ones."""
        before = len(self._events)
        for event in events:
            self._events.setdefault(event.event.event_id, event)
        return len(self._events) - before

    def of_listener(self, listener_id: ListenerId) -> Iterator[PlacedEvent]:
        """Yield in the order of the stream."""
        own = [event for event in self._events.values() if event.event.listener_id == listener_id]
        yield from sorted(own, key=lambda each: (each.partition, each.offset))

    def trending(self) -> Mapping[TrackId, float]:
        """Count anew each time."""
        return trending(counts(event.event for event in self._events.values()), self._clock())


class FakeOutbox:
    """Slates in a list."""

    def __init__(self) -> None:
        self.sent: list[Slate] = []

    def send(self, slate: Slate) -> None:
        """Keep it."""
        self.sent.append(slate)

    def flush(self) -> None:
        """Everything is kept already."""

    def forget(self) -> None:
        """Nothing is on its way."""


class FakePlayQueueStore:
    """Queues by listener."""

    def __init__(self) -> None:
        self.queues: dict[ListenerId, PlayQueue] = {}

    def get(self, listener_id: ListenerId) -> PlayQueue:
        """Return it."""
        return self.queues.get(listener_id, PlayQueue())

    def put(self, listener_id: ListenerId, queue: PlayQueue) -> None:
        """Keep it."""
        self.queues[listener_id] = queue

    def delete(self, listener_id: ListenerId) -> None:
        """Forget it."""
        self.queues.pop(listener_id, None)
