"""What a play is, and how plays add up per listener and track.

One rule for all that is counted for a listener: what was heard here for at least 30 seconds or to its end, and what was
imported as heard, is a play. What the listener left sooner by asking for the next track is a skip; what was left sooner
for another reason is neither.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from recommender.events import IMPORTED, SIMULATED, moment_of
from recommender.prediction.streams.own_plays import ENDINGS
from recommender.prediction.streams.records import MIN_PLAY_S, StoredPlay, is_heard
from recommender.records import ActivityEvent, ListenerId, TrackId

_IMPORT_MARK = b"i"


class Hearing(Struct, frozen=True, gc=False):
    """One time that a listener heard a track, for however long."""

    hearing_id: bytes
    """The event that ended it, 16 bytes, or the imported play, 17: whoever makes up an event's id meets no import's."""
    listener_id: ListenerId
    track_id: TrackId
    at: datetime
    """When it ended; of an imported one as its source gives it."""
    listened_s: float
    """How far the track was heard; 0 where nobody knows."""
    is_play: bool
    is_skip: bool


class TrackPlays(Struct, frozen=True, gc=False):
    """What one listener heard of one track so far."""

    track_id: TrackId
    plays: int = 0
    skips: int = 0
    listened_s: float = 0.0
    """Of plays and skips alike."""
    first_played_at: datetime | None = None
    """None for what was only skipped, as `last_played_at`."""
    last_played_at: datetime | None = None
    last_skipped_at: datetime | None = None


class PlayedAt(Struct, frozen=True, gc=False):
    """One play of a listener's own list."""

    play_id: bytes
    track_id: TrackId
    at: datetime


class WeekPlays(NamedTuple):
    """How often a track was played in one of some weeks that follow each other."""

    track_id: TrackId
    week: int
    """Counted from 0."""
    plays: int


def hearing_of(event: ActivityEvent) -> Hearing | None:
    """Return what was heard when the event ended a track; None for other events, imported and simulated ones.

    Imported plays come through the stream too, for the taste; they are counted where the history keeps them.
    """
    if event.kind not in ENDINGS or event.track_id is None or event.source in (IMPORTED, SIMULATED):
        return None
    whole_s = event.duration_s or 0.0 if event.kind == "finished" else 0.0
    listened_s = event.position_s or whole_s
    is_play = event.kind == "finished" or listened_s >= MIN_PLAY_S
    return Hearing(
        hearing_id=event.event_id.bytes,
        listener_id=event.listener_id,
        track_id=event.track_id,
        at=moment_of(event),
        listened_s=listened_s,
        is_play=is_play,
        is_skip=event.kind == "skipped" and not is_play,
    )


def hearing_of_import(stored: StoredPlay, listener_id: ListenerId) -> Hearing | None:
    """Return what was heard elsewhere; None for a song that the catalogue does not have."""
    if stored.track_id is None:
        return None
    is_play = is_heard(stored.play)
    return Hearing(
        hearing_id=_IMPORT_MARK + stored.play_id,
        listener_id=listener_id,
        track_id=stored.track_id,
        at=stored.play.at,
        listened_s=stored.play.listened_s or 0.0,
        is_play=is_play,
        is_skip=not is_play,
    )


def add_hearing(counted: TrackPlays, hearing: Hearing) -> TrackPlays:
    """Return the counts with one more hearing of the track; the order in which they come does not matter."""
    first, last, skipped = counted.first_played_at, counted.last_played_at, counted.last_skipped_at
    if hearing.is_play:
        first = hearing.at if first is None else min(first, hearing.at)
        last = hearing.at if last is None else max(last, hearing.at)
    if hearing.is_skip:
        skipped = hearing.at if skipped is None else max(skipped, hearing.at)
    return replace(
        counted,
        plays=counted.plays + hearing.is_play,
        skips=counted.skips + hearing.is_skip,
        listened_s=counted.listened_s + hearing.listened_s,
        first_played_at=first,
        last_played_at=last,
        last_skipped_at=skipped,
    )


def count_hearings(hearings: Iterable[Hearing]) -> dict[tuple[ListenerId, TrackId], TrackPlays]:
    """Return what the hearings add to the counts of each listener and track."""
    counted: dict[tuple[ListenerId, TrackId], TrackPlays] = {}
    for hearing in hearings:
        key = (hearing.listener_id, hearing.track_id)
        counted[key] = add_hearing(counted.get(key) or TrackPlays(hearing.track_id), hearing)
    return counted
