"""What is asked and answered about corrections."""

from typing import Annotated

from msgspec import Meta, Struct

from recommender.catalogue.corrections import Changes
from recommender.catalogue.written_tags import WrittenTags

MAX_TRACKS = 500
"""Corrected in one request."""
MAX_FILES = 100
"""Written in one request."""
_TrackId = Annotated[str, Meta(min_length=1, max_length=64)]
_TrackIds = Annotated[tuple[_TrackId, ...], Meta(min_length=1, max_length=MAX_TRACKS)]


class LookQuestion(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which tracks."""

    track_ids: _TrackIds


class EditableTrack(Struct, frozen=True, kw_only=True):
    """The fields of a track that can be corrected, as they are now."""

    track_id: str
    title: str
    artist: str
    album: str
    album_artist: str
    genres: tuple[str, ...]
    track_number: int | None
    disc_number: int | None
    year: int | None
    cover_url: str
    corrected: tuple[str, ...]
    """Names of the fields that are corrected; the others are as the file says."""


class LookAnswer(Struct, frozen=True, kw_only=True):
    """Those of the tracks that exist."""

    items: tuple[EditableTrack, ...]


class CorrectQuestion(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is to be corrected of which tracks: a field left out stays as it is, null is taken back."""

    track_ids: _TrackIds
    fields: Changes


class CorrectAnswer(Struct, frozen=True, kw_only=True):
    """What was done, and what undoes it."""

    n_corrected: int
    undo: tuple[CorrectQuestion, ...]
    """To be sent one after another to the same address."""


class WriteQuestion(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The tracks whose corrections are to be written into their files."""

    track_ids: Annotated[tuple[_TrackId, ...], Meta(min_length=1, max_length=MAX_FILES)]


class RestoreQuestion(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The kept tags that are to be put back into their files."""

    backups: Annotated[
        tuple[Annotated[str, Meta(min_length=1, max_length=300)], ...], Meta(min_length=1, max_length=MAX_FILES)
    ]


class WriteAnswer(Struct, frozen=True, kw_only=True):
    """What came of each file, in the order asked."""

    items: tuple[WrittenTags, ...]


class CoverAnswer(Struct, frozen=True, kw_only=True):
    """A picture that is kept; a track that gets it for `cover` shows it."""

    cover: str
