"""The JSON answers that only the asking listener gets: what they played and like."""

from datetime import datetime

from msgspec import Struct

from webapp.api.answers import TrackAnswer


class HeardTrack(TrackAnswer, frozen=True, kw_only=True):
    """A track, and how often and when the asking listener played it."""

    plays: int
    """Of the asked time, where one is asked for; else of all time."""
    last_played_at: datetime | None


class HeardTrackPage(Struct, frozen=True, kw_only=True):
    """Some tracks of a longer list, with the asking listener's plays."""

    items: tuple[HeardTrack, ...]
    next_cursor: str | None
    total: int
    duration_s: float
    """Of all tracks of the list, as far as their lengths are known."""


class HeardTrackList(Struct, frozen=True, kw_only=True):
    """A whole list of tracks with the asking listener's plays."""

    items: tuple[HeardTrack, ...]


class PlayAnswer(Struct, frozen=True, kw_only=True):
    """One play of the asking listener."""

    play_id: str
    played_at: datetime
    """When it ended; of an imported one as its source gives it."""
    track: TrackAnswer


class PlayPage(Struct, frozen=True, kw_only=True):
    """Plays, newest first."""

    items: tuple[PlayAnswer, ...]
    """Plays of tracks that left the catalogue are left out."""
    next_cursor: str | None


class TrackPlaysAnswer(Struct, frozen=True, kw_only=True):
    """What the asking listener heard of one track so far."""

    plays: int
    skips: int
    listened_s: float
    first_played_at: datetime | None
    last_played_at: datetime | None


class FavouriteAnswer(Struct, frozen=True, kw_only=True):
    """Whether an album or artist is liked now."""

    target_id: str
    """Its id of today, which may be another than the one asked with."""
    liked: bool
