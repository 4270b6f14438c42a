"""Takes what listeners did: checked one by one, acknowledged when it is stored for good."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

import msgspec
import structlog

from recommender.accounts.roles import allows
from recommender.clock import bound
from recommender.errors import BadInput, BadRecord
from recommender.events import IMPORTED, fault_of
from recommender.records import ActivityEvent, EventKind, ListenerId
from webapp.accounts.visitor import Visitor
from webapp.address_limits import AddressLimits
from webapp.api.answers import Receipt, RejectedEvent
from webapp.metrics import Metrics
from webapp.rate_limit import RateLimit
from webapp.services import Services
from webapp.visibility.sight import Sight

MAX_EVENTS = 100
"""In one message."""
MAX_MESSAGE_BYTES = 64 * 1024
OPINIONS: Final[frozenset[EventKind]] = frozenset(("liked", "disliked", "unliked", "rated", "steered"))
"""Kinds that keep something of one's own."""
_RESERVED = ("simulated", IMPORTED)
_log = structlog.get_logger(__name__)


class Intake:
    """The way of activity events from a listener to the stream, by socket or by POST."""

    def __init__(self, services: Services, sight: Sight, limits: AddressLimits, metrics: Metrics) -> None:
        self._services = services
        self._sight = sight
        self._metrics = metrics
        self._address_limit = limits.events
        self._limit = RateLimit(per_s=services.config.events_per_s, burst=services.config.events_burst)

    def take(self, visitor: Visitor, message: object, *, address: str) -> Receipt:
        """Publish the good events of a message; raise `ServerUnavailable` when they cannot be stored now."""
        listener = visitor.listener
        if not isinstance(message, list):
            raise BadInput("activity is a list of event records")
        if len(message) > MAX_EVENTS:
            raise BadInput(f"{len(message)} events in one message; at most {MAX_EVENTS} are taken")
        n = max(len(message), 1)
        if wait := self._limit.wait_s(listener, n) or self._address_limit.wait_s(address, n):
            self._metrics.events.labels("delayed").inc(len(message))
            return Receipt(retry_after_s=round(wait, 3))
        now = self._services.clock()
        has_track = self._sight.catalogue_of(visitor).positions.__contains__
        good: dict[str, ActivityEvent] = {}
        rejected = []
        for raw in message:
            try:
                event = check_event(raw, listener=listener, now=now, has_track=has_track)
                require_right(visitor, event.kind)
                good[str(event.event_id)] = event
            except BadRecord as error:
                rejected.append(RejectedEvent(event_id=_event_id(raw), reason=str(error)))
                _log.info("event_rejected", event_id=_event_id(raw), listener_id=listener, reason=str(error))
            except Exception:  # one event must not keep the others from being stored
                rejected.append(RejectedEvent(event_id=_event_id(raw), reason="segue cannot read this event"))
                _log.exception("event_not_understood", event_id=_event_id(raw), listener_id=listener)
        if good:
            with self._metrics.publish_seconds.time():
                self._services.publish(tuple(good.values()))
            _log.debug("events_stored", event_id=[*good], listener_id=listener)
        self._metrics.events.labels("accepted").inc(len(good))
        self._metrics.events.labels("rejected").inc(len(rejected))
        return Receipt(accepted=tuple(good), rejected=tuple(rejected))


def require_right(visitor: Visitor, kind: EventKind) -> None:
    """Raise `BadRecord` for an opinion of somebody who may only browse and play."""
    if kind in OPINIONS and not allows(visitor.scopes, "write"):
        raise BadRecord(f"`{kind}` needs the right `write`, which {visitor.name} does not have here")


def check_event(raw: object, *, listener: ListenerId, now: datetime, has_track: Callable[[str], bool]) -> ActivityEvent:
    """Return the record of one event of this listener, or raise `BadRecord` with the reason.

    A clock that is ahead is set right: nothing occurs later than `now`.
    """
    if not isinstance(raw, dict):
        raise BadRecord("an event is an object")
    if raw.get("listener_id", listener) != listener:
        raise BadRecord("the event is another listener's")
    try:
        event = msgspec.convert({**raw, "listener_id": listener, "recorded_at": None}, ActivityEvent)
    except (msgspec.ValidationError, RecursionError) as error:
        raise BadRecord(str(error)) from error
    if event.source in _RESERVED:
        raise BadRecord(f"the source `{event.source}` is reserved")
    if fault := fault_of(event):
        raise BadRecord(fault)
    if event.track_id is not None and not has_track(event.track_id):
        raise BadRecord(f"track {event.track_id} is not in the catalogue")
    return msgspec.structs.replace(event, recorded_at=now, occurred_at=bound(event.occurred_at, latest=now))


def _event_id(raw: object) -> str | None:
    given = raw.get("event_id") if isinstance(raw, dict) else None
    return given[:64] if isinstance(given, str) else None
