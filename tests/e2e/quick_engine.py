"""An engine for tests of the page: it answers at once, and keeps everything in dictionaries."""

from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec

from recommender.listening.engine import Engine
from recommender.listening.placing import with_event
from recommender.listening.taste import Taste
from recommender.records import ActivityEvent, ListenerId, Pick, PlacedEvent, Slate, Track
from tests.contracts.fakes.plays import FakePlayStore

N_PICKS = 8


class QuickEngine:
    """Another slate after each event that says something about taste."""

    def __init__(self, tracks: Sequence[Track]) -> None:
        self._tracks = tracks
        self._turn = 0
        self.chooses: Engine | None = None
        """Makes the slates of the taste; None: they only change from turn to turn."""
        self.events: list[ActivityEvent] = []
        self.plays = FakePlayStore()
        self._tastes: dict[ListenerId, Taste] = {}
        self.deliver = lambda _listener_id, _slate_json: None

    def publish(self, events: Sequence[ActivityEvent]) -> None:
        """Take events as Kafka would, and answer as the worker would."""
        self.plays.listen(events)
        for event in events:
            placed = PlacedEvent(event, partition=0, offset=len(self.events))
            self.events.append(event)
            self._tastes[event.listener_id] = with_event(self.taste(event.listener_id), placed, half_life_days=14.0)
            if event.kind in ("skipped", "liked", "unliked", "disliked", "rated", "steered"):
                self._turn += 1
                slate = self.slate(event.listener_id, caused_by=event)
                self.deliver(event.listener_id, msgspec.json.encode(slate))

    def taste(self, listener_id: ListenerId) -> Taste:
        """Return what the listener's events say."""
        return self._tastes.get(listener_id) or Taste(listener_id=listener_id)

    def slate(self, listener_id: ListenerId, caused_by: ActivityEvent | None = None) -> Slate:
        """Return the slate of this turn: half of its picks stay from one turn to the next."""
        if self.chooses is not None:
            return self.chooses.slate(self.taste(listener_id), made_at=datetime.now(UTC))
        first = self._turn * N_PICKS // 2
        gone = self.taste(listener_id).disliked
        around = [self._tracks[(first + n) % len(self._tracks)] for n in range(3 * N_PICKS if self._tracks else 0)]
        picks = tuple(
            Pick(
                track_id=track.track_id,
                score=0.5,
                source="taste",
                reason=("similar beat", "similar tone", "same artist, similar beat")[n % 3],
                contributions={"taste": 0.6, "chance": 0.1, "skipped": -0.2},
            )
            for n, track in enumerate([each for each in around if each.track_id not in gone][:N_PICKS])
        )
        return Slate(
            slate_id=f"{listener_id[:8]}-{self._turn}",
            listener_id=listener_id,
            picks=picks,
            model_version="made-1",
            made_at=datetime.now(UTC),
            caused_by=str(caused_by.event_id) if caused_by else "",
            because=f"because you {caused_by.kind} something" if caused_by else "",
            steering=self.taste(listener_id).steering,
            shared=f"Most are like “{self._tracks[0].title}”, which you finished" if self._tracks else "",
        )
