"""Takes what listeners did: checked one by one, acknowledged when it is stored for good."""

from collections.abc import Callable
from datetime import datetime

import msgspec
import structlog

from recommender.errors import BadInput, BadRecord
from recommender.listening.folding import IMPORTED
from recommender.records import ActivityEvent, ListenerId
from webapp.answers import Receipt, RejectedEvent
from webapp.metrics import Metrics
from webapp.rate_limit import RateLimit
from webapp.services import Services

MAX_EVENTS = 100
"""In one message."""
MAX_MESSAGE_BYTES = 64 * 1024
_WITHOUT_TRACK = ("searched", "shown")
_RESERVED = ("simulated", IMPORTED)
_log = structlog.get_logger(__name__)


class Intake:
    """The way of activity events from a listener to the stream, by socket or by POST."""

    def __init__(self, services: Services, metrics: Metrics) -> None:
        self._services = services
        self._metrics = metrics
        self._limit = RateLimit(per_s=services.config.events_per_s, burst=services.config.events_burst)

    def take(self, listener: ListenerId, message: object) -> Receipt:
        """Publish the good events of a message; raise `ServerUnavailable` when they cannot be stored now."""
        if not isinstance(message, list):
            raise BadInput("activity is a list of event records")
        if len(message) > MAX_EVENTS:
            raise BadInput(f"{len(message)} events in one message; at most {MAX_EVENTS} are taken")
        if wait := self._limit.wait_s(listener, len(message)):
            self._metrics.events.labels("delayed").inc(len(message))
            return Receipt(retry_after_s=round(wait, 3))
        now = self._services.clock()
        has_track = self._services.catalogue().positions.__contains__
        good: dict[str, ActivityEvent] = {}
        rejected = []
        for raw in message:
            try:
                event = checked_event(raw, listener=listener, now=now, has_track=has_track)
                good[str(event.event_id)] = event
            except BadRecord as error:
                rejected.append(RejectedEvent(event_id=_event_id(raw), reason=str(error)))
                _log.info("event_rejected", event_id=_event_id(raw), listener_id=listener, reason=str(error))
        if good:
            with self._metrics.publish_seconds.time():
                self._services.publish(tuple(good.values()))
            _log.debug("events_stored", event_id=[*good], listener_id=listener)
        self._metrics.events.labels("accepted").inc(len(good))
        self._metrics.events.labels("rejected").inc(len(rejected))
        return Receipt(accepted=tuple(good), rejected=tuple(rejected))


def checked_event(
    raw: object, *, listener: ListenerId, now: datetime, has_track: Callable[[str], bool]
) -> ActivityEvent:
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
    if event.track_id is None and event.kind not in _WITHOUT_TRACK:
        raise BadRecord(f"`{event.kind}` needs a track_id")
    if event.track_id is not None and not has_track(event.track_id):
        raise BadRecord(f"track {event.track_id} is not in the catalogue")
    return msgspec.structs.replace(event, recorded_at=now, occurred_at=min(event.occurred_at, now))


def _event_id(raw: object) -> str | None:
    given = raw.get("event_id") if isinstance(raw, dict) else None
    return given[:64] if isinstance(given, str) else None
