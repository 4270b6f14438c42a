"""What librdkafka brings, as our record."""

from typing import cast

from confluent_kafka import Message as RawMessage

from streaming.clients.ports import Message


def message_of(raw: RawMessage) -> Message:
    """Return our record of a message without error."""
    headers = cast("list[tuple[str, bytes | None]]", raw.headers() or [])
    _, timestamp_ms = raw.timestamp()
    return Message(
        topic=raw.topic() or "",
        partition=cast(int, raw.partition()),
        offset=cast(int, raw.offset()),
        key=raw.key(),
        value=raw.value(),
        headers=[(name, value or b"") for name, value in headers],
        timestamp_ms=timestamp_ms,
    )
