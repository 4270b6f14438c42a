"""The JSON answers of the API, declared once: the OpenAPI document and the code are made of these."""

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from recommender.prediction.mood.records import MoodShare
from recommender.records import SoundFacts

Share = Annotated[float, Meta(ge=0, le=1)]
Playable = Literal["direct", "transcode", "no"]
"""Whether a browser plays the file as it is, after transcoding (`?format=opus`), or not here."""


class TrackAnswer(Struct, frozen=True, kw_only=True):
    """A track as lists show it."""

    track_id: str
    title: str
    artist: str
    """Empty when untagged, as are `album` and both ids."""
    album: str
    album_id: str
    artist_id: str
    genres: tuple[str, ...]
    track_number: int | None
    duration_s: float | None
    playable: Playable
    audio_url: str
    cover_url: str


class TrackDetail(TrackAnswer, frozen=True, kw_only=True):
    """A track with everything that is known about it."""

    album_artist: str
    disc_number: int | None
    released_on: date | None
    licence: str
    sound: SoundFacts | None
    tags: dict[str, str]
    added_at: datetime | None
    moods: tuple[MoodShare, ...] | None = None
    """The likeliest first; None for a track that `segue build moods` has not described."""


class TrackPage(Struct, frozen=True, kw_only=True):
    """Some tracks of a longer list."""

    items: tuple[TrackAnswer, ...]
    next_cursor: str | None
    total: int
    """Tracks in the whole list."""


class AlbumAnswer(Struct, frozen=True, kw_only=True):
    """An album as lists show it."""

    album_id: str
    title: str
    artist: str
    artist_id: str
    year: int | None
    n_tracks: int
    duration_s: float
    cover_url: str


class AlbumDetail(AlbumAnswer, frozen=True, kw_only=True):
    """An album with its tracks, in order of disc and number."""

    tracks: tuple[TrackAnswer, ...]


class AlbumPage(Struct, frozen=True, kw_only=True):
    """Some albums of a longer list."""

    items: tuple[AlbumAnswer, ...]
    next_cursor: str | None
    total: int


class ArtistAnswer(Struct, frozen=True, kw_only=True):
    """An artist as lists show it."""

    artist_id: str
    name: str
    n_tracks: int
    n_albums: int
    cover_url: str | None


class ArtistDetail(ArtistAnswer, frozen=True, kw_only=True):
    """An artist with their albums and the first 500 tracks."""

    albums: tuple[AlbumAnswer, ...]
    tracks: tuple[TrackAnswer, ...]


class ArtistPage(Struct, frozen=True, kw_only=True):
    """Some artists of a longer list."""

    items: tuple[ArtistAnswer, ...]
    next_cursor: str | None
    total: int


class GenreAnswer(Struct, frozen=True, kw_only=True):
    """A genre and how many tracks have it."""

    name: str
    n_tracks: int


class GenreList(Struct, frozen=True, kw_only=True):
    """All genres, by name."""

    items: tuple[GenreAnswer, ...]


class SearchAnswer(Struct, frozen=True, kw_only=True):
    """What was found, best first."""

    tracks: tuple[TrackAnswer, ...]
    artists: tuple[ArtistAnswer, ...]
    albums: tuple[AlbumAnswer, ...]
    took_ms: float


class WhyAnswer(Struct, frozen=True, kw_only=True):
    """How much of the likeness one kind of feature makes."""

    name: str
    share: Share


class AlikeAnswer(Struct, frozen=True, kw_only=True):
    """A track that sounds like the one asked about."""

    track: TrackAnswer
    closeness: Share
    why: tuple[WhyAnswer, ...]
    facts: str
    """What both have in common in words, such as: both around 120 bpm, in minor; may be empty."""


class AlikeList(Struct, frozen=True, kw_only=True):
    """What sounds alike, closest first."""

    items: tuple[AlikeAnswer, ...]
    model_version: str


class SoundAnswer(Struct, frozen=True, kw_only=True):
    """What an uploaded sound is, and what sounds like it."""

    items: tuple[AlikeAnswer, ...]
    sound: SoundFacts
    model_version: str


class ListenerAnswer(Struct, frozen=True, kw_only=True):
    """Who is asking."""

    listener_id: str


class RejectedEvent(Struct, frozen=True, kw_only=True):
    """An event that will never be taken, and why."""

    event_id: str | None
    reason: str


class Receipt(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of the events of one message; one that is in neither list was not taken: send it again later."""

    accepted: tuple[str, ...] = ()
    rejected: tuple[RejectedEvent, ...] = ()
    retry_after_s: float | UnsetType = UNSET

    def as_json(self) -> dict[str, object]:
        """Return plain objects, both lists always present."""
        answer: dict[str, object] = {
            "accepted": list(self.accepted),
            "rejected": [{"event_id": each.event_id, "reason": each.reason} for each in self.rejected],
        }
        return answer if self.retry_after_s is UNSET else answer | {"retry_after_s": self.retry_after_s}


class PartAnswer(Struct, frozen=True, kw_only=True):
    """One part of what serving needs."""

    name: str
    ready: bool
    why: str


class HealthAnswer(Struct, frozen=True, kw_only=True):
    """Whether everything works."""

    ready: bool
    parts: tuple[PartAnswer, ...]


class VersionAnswer(Struct, frozen=True, kw_only=True):
    """What runs here."""

    version: str
    model_version: str
    """Empty while there is no similarity index."""
    catalogue_revision: str
    n_tracks: int


class Problem(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What went wrong, by RFC 9457 (`application/problem+json`)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    reason: str | UnsetType = UNSET
    """Of a sound that cannot be analysed: one of the words of `segue ingest --report`."""
