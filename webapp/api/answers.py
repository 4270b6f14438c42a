"""The JSON answers of the API, declared once: the OpenAPI document and the code are made of these."""

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from recommender.catalogue.contributors import ContributorKind
from recommender.listening.taste import DislikeScope
from recommender.prediction.mood.records import MoodShare
from recommender.records import Rating, SoundFacts, Steering

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


class ContributorAnswer(Struct, frozen=True, kw_only=True):
    """A composer, writer, producer or label of a track."""

    kind: ContributorKind
    name: str
    """As this track writes it."""
    key: str
    """Of the part of the library that shares it: `/parts/{kind}/{key}`."""


class TrackDetail(TrackAnswer, frozen=True, kw_only=True):
    """A track with everything that is known about it."""

    album_artist: str
    disc_number: int | None
    released_on: date | None
    licence: str
    sound: SoundFacts | None
    tags: dict[str, str]
    contributors: tuple[ContributorAnswer, ...]
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


class DiscAnswer(Struct, frozen=True, kw_only=True):
    """One disc of an album: the next so many of its tracks."""

    number: int
    """1 for tracks whose tags name none."""
    n_tracks: int
    duration_s: float


class AlbumDetail(AlbumAnswer, frozen=True, kw_only=True):
    """An album with its tracks, in order of disc and number."""

    tracks: tuple[TrackAnswer, ...]
    discs: tuple[DiscAnswer, ...]
    """Of these tracks, in their order."""


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
    cover_url: str
    """Of one of its tracks that has a picture, if there is one."""


class GenreList(Struct, frozen=True, kw_only=True):
    """All genres, by name."""

    items: tuple[GenreAnswer, ...]


class SearchAnswer(Struct, frozen=True, kw_only=True):
    """What was found, best first."""

    tracks: tuple[TrackAnswer, ...]
    artists: tuple[ArtistAnswer, ...]
    albums: tuple[AlbumAnswer, ...]
    took_ms: float


class ListenerAnswer(Struct, frozen=True, kw_only=True):
    """Who is asking."""

    listener_id: str


class TurnedAway(Struct, frozen=True, kw_only=True):
    """A track that the listener does not want; `unliked` allows it again."""

    track: TrackAnswer
    scope: DislikeScope
    """Whether the whole artist was turned away by this track."""


class OpinionsAnswer(Struct, frozen=True, kw_only=True):
    """What the asking listener likes and has turned away, as far as it has been taken in."""

    liked: tuple[str, ...]
    """Track ids, newest last."""
    rated: dict[str, Rating]
    """Stars by track id, newest last."""
    albums: tuple[str, ...]
    """Ids of liked albums that are in the catalogue, newest first."""
    artists: tuple[str, ...]
    turned_away: tuple[TurnedAway, ...]
    """Newest first; tracks that left the catalogue are left out."""


class SteeringAnswer(Struct, frozen=True, kw_only=True):
    """What the asking listener steers by, as far as it has been taken in, and what holds where they do not."""

    steering: Steering
    half_life_days: float
    """Of the instance, as is `artist_cap`."""
    artist_cap: int
    has_energy: bool
    """Whether the energy of the tracks is known; until `segue build moods` was run, steering by it moves nothing."""


class RejectedEvent(Struct, frozen=True, kw_only=True):
    """An event that will never be taken, and why."""

    event_id: str | None
    reason: str


class Receipt(Struct, frozen=True, kw_only=True):
    """What became of the events of one message; one that is in neither list was not taken: send it again later."""

    accepted: tuple[str, ...] = ()
    rejected: tuple[RejectedEvent, ...] = ()
    retry_after_s: float | UnsetType = UNSET


class PartAnswer(Struct, frozen=True, kw_only=True):
    """One part of what serving needs."""

    name: str
    ready: bool
    why: str
    figures: dict[str, float]
    """Numbers by name and unit, such as `lag` or `passed_on_age_s`."""


class HealthAnswer(Struct, frozen=True, kw_only=True):
    """Whether everything works."""

    ready: bool
    parts: tuple[PartAnswer, ...]


class VersionAnswer(Struct, frozen=True, kw_only=True):
    """What runs here."""

    version: str
    command: str
    """How the program is called at the server's terminal."""
    model_version: str
    """Empty while there is no similarity index."""
    catalogue_revision: str
    n_tracks: int


class Problem(Struct, frozen=True, kw_only=True):
    """What went wrong, by RFC 9457 (`application/problem+json`)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    reason: str | UnsetType = UNSET
    """Of a sound that cannot be analysed: one of the words of `segue ingest --report`."""
