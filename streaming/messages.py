"""Records as bytes on a topic, and back."""

import msgspec

from recommender.clock import MAX_OCCURRED_AT, bound
from recommender.errors import BadRecord
from recommender.events import fault_of
from recommender.records import ActivityEvent, Slate

_encoder = msgspec.json.Encoder()
_events = msgspec.json.Decoder(ActivityEvent)


def encode(record: ActivityEvent | Slate) -> bytes:
    """Return the record as JSON."""
    return _encoder.encode(record)


def decode_event(raw: bytes | None) -> ActivityEvent:
    """Return the activity event, or raise `BadRecord` with what is wrong with it."""
    if raw is None:
        raise BadRecord("the message has no value")
    try:
        event = _events.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadRecord(f"not an activity event: {error}") from error
    if fault := fault_of(event):
        raise BadRecord(fault)
    latest = event.recorded_at or event.occurred_at
    if latest > MAX_OCCURRED_AT:
        raise BadRecord(f"the event is of {latest.isoformat()}; nothing after {MAX_OCCURRED_AT:%Y} is taken")
    return msgspec.structs.replace(event, occurred_at=bound(event.occurred_at, latest=latest))
