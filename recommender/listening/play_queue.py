"""What a listener has lined up, so that another device goes on where the first one stopped."""

from collections.abc import Container
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from recommender.records import AwareTime, Seconds, TrackId

MAX_ENTRIES = 500


class QueuedTrack(Struct, frozen=True, kw_only=True):
    """One entry of a queue."""

    track_id: Annotated[TrackId, Meta(max_length=64)]
    source: Annotated[str, Meta(max_length=64)] = ""
    """Where the play comes from, as in the activity event."""
    is_queued: bool = False
    """Whether it was put there by hand, not as the rest of an album."""


class PlayQueue(Struct, frozen=True, kw_only=True):
    """What was played, what plays and what comes."""

    entries: Annotated[tuple[QueuedTrack, ...], Meta(max_length=MAX_ENTRIES)] = ()
    index: Annotated[int, Meta(ge=-1, lt=MAX_ENTRIES)] = -1
    """Position of the playing entry; -1 when nothing was chosen yet."""
    position_s: Seconds = 0.0
    """Where in that track."""
    device: Annotated[str, Meta(max_length=64)] = ""
    """Made up by the browser that saved it, so that it knows its own queue again."""
    saved_at: AwareTime | None = None
    """By the server's clock; None before it was saved."""


def only(queue: PlayQueue, tracks: Container[TrackId]) -> PlayQueue:
    """Return the queue with these tracks only; when that which played is none of them, the next one starts."""
    entries = tuple(entry for entry in queue.entries if entry.track_id in tracks)
    if len(entries) == len(queue.entries):
        return queue
    before = sum(entry.track_id in tracks for entry in queue.entries[: max(queue.index, 0)])
    is_playing = queue.index >= 0 and queue.entries[queue.index].track_id in tracks
    return replace(
        queue,
        entries=entries,
        index=min(before, len(entries) - 1) if queue.index >= 0 else -1,
        position_s=queue.position_s if is_playing else 0.0,
    )
