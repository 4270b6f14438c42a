"""What came of each pick that was shown."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Final, Literal

from recommender.events import moment_of
from recommender.records import ActivityEvent, EventKind, ListenerId, TrackId

EARLY_SKIP_S: Final = 30.0
"""A skip before this place in the track is early."""
KINDS: Final[tuple[EventKind, ...]] = ("shown", "started", "finished", "skipped", "liked")
"""Kinds of events that say something of a shown pick; each with the slate's id."""

Deed = Literal["played", "finished", "skipped_early", "liked"]
"""`played`: it started from the slate, chosen or because the music went on with it."""
_DEEDS: Final[dict[str, Deed]] = {"started": "played", "finished": "finished", "liked": "liked"}
Key = tuple[str, TrackId]
"""Slate and track."""


@dataclass(frozen=True, slots=True)
class ShownOutcome:
    """A pick as it was shown to a listener, and what they did with it."""

    listener_id: ListenerId
    slate_id: str
    track_id: TrackId
    shown_at: datetime
    position: int
    """The topmost is 0."""
    source: str
    model_version: str
    arm: str
    """`EXPERIMENT/ARM`; empty outside of experiments."""
    team: str
    done: dict[Deed, datetime] = field(default_factory=dict)
    """What was done, and when for the first time."""

    def has(self, deed: Deed, *, before: datetime | None = None) -> bool:
        """Return whether something was done, by a moment if one is given."""
        at = self.done.get(deed)
        return at is not None and (before is None or at < before)


def outcomes_of(events: Iterable[ActivityEvent]) -> Iterator[ShownOutcome]:
    """Yield what came of every pick that was shown, listener by listener, as the events must come.

    One listener's outcomes are in memory at a time, and in the order in which they were first shown. A pick that two
    pages showed counts once. What was done with picks that nobody was shown is left out, such as with the picks to
    which the music went on behind a hidden page. Raises `ValueError` when a listener's events do not come together.
    """
    seen: set[ListenerId] = set()
    for listener_id, own in groupby(events, key=lambda event: event.listener_id):
        if listener_id in seen:
            raise ValueError(f"the events of {listener_id} do not come together")
        seen.add(listener_id)
        yield from _outcomes_of_listener(own)


def _outcomes_of_listener(events: Iterable[ActivityEvent]) -> list[ShownOutcome]:
    outcomes: dict[Key, ShownOutcome] = {}
    done: dict[Key, dict[Deed, datetime]] = {}
    for event in events:
        if not event.slate_id:
            continue
        at = moment_of(event)
        for outcome in _shown_by(event, at):
            key = (outcome.slate_id, outcome.track_id)
            if key not in outcomes or at < outcomes[key].shown_at:
                outcomes[key] = outcome
        if event.track_id is not None and (deed := _deed_of(event)):
            deeds = done.setdefault((event.slate_id, event.track_id), {})
            deeds[deed] = min(at, deeds.get(deed, at))
    for key, outcome in outcomes.items():
        outcome.done.update(done.get(key, {}))
    return sorted(outcomes.values(), key=lambda outcome: (outcome.shown_at, outcome.position))


def _shown_by(event: ActivityEvent, at: datetime) -> Iterable[ShownOutcome]:
    for pick in event.shown_picks:
        yield ShownOutcome(
            listener_id=event.listener_id,
            slate_id=event.slate_id or "",
            track_id=pick.track_id,
            shown_at=at,
            position=pick.position,
            source=pick.source,
            model_version=event.model_version,
            arm=event.arm,
            team=pick.team,
        )


def _deed_of(event: ActivityEvent) -> Deed | None:
    if event.kind == "skipped":
        is_early = event.position_s is not None and event.position_s < EARLY_SKIP_S
        return "skipped_early" if is_early else None
    return _DEEDS.get(event.kind)
