"""Records as bytes on a topic, and back."""

from datetime import datetime

import msgspec

from recommender.errors import BadRecord
from recommender.records import ActivityEvent, Slate

WITHOUT_TRACK = frozenset({"searched", "shown"})

_encoder = msgspec.json.Encoder()
_events = msgspec.json.Decoder(ActivityEvent)
_slates = msgspec.json.Decoder(Slate)


def encode(record: ActivityEvent | Slate) -> bytes:
    """Return the record as JSON."""
    return _encoder.encode(record)


def decode_event(raw: bytes | None) -> ActivityEvent:
    """Return the activity event, or raise `BadRecord` with what is wrong with it."""
    if raw is None:
        raise BadRecord("the message has no value")
    try:
        event = _events.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadRecord(f"not an activity event: {error}") from error
    if event.track_id is None and event.kind not in WITHOUT_TRACK:
        raise BadRecord(f"`{event.kind}` needs a track_id")
    return event


def decode_slate(raw: bytes) -> Slate:
    """Return the slate, or raise `BadRecord`."""
    try:
        return _slates.decode(raw)
    except msgspec.DecodeError as error:
        raise BadRecord(f"not a slate: {error}") from error


def stamped(event: ActivityEvent, recorded_at: datetime) -> ActivityEvent:
    """Return the event with the time at which it was taken."""
    return msgspec.structs.replace(event, recorded_at=recorded_at)
