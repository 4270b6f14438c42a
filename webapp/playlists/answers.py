"""What is asked and answered about playlists."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from recommender.playlists.formats.files import FormatName
from recommender.playlists.operations import (
    MAX_AT_ONCE,
    Describe,
    Dismiss,
    FileIn,
    Invite,
    Move,
    Place,
    PutBack,
    Remove,
    Rename,
    Show,
)
from recommender.playlists.ports import Which
from recommender.playlists.records import (
    MAX_ENTRIES,
    MAX_FOLDER,
    Description,
    Folder,
    Invitation,
    PlaylistName,
    Visibility,
    WrittenEntryId,
)
from webapp.api.answers import TrackAnswer
from webapp.api.paging import MAX_LIMIT

TrackName = Annotated[str, Meta(min_length=1, max_length=64)]


class PlaylistsQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which playlists, and which part of their list."""

    which: Which = "mine"
    folder: Annotated[str, Meta(max_length=MAX_FOLDER)] | None = None
    """Only those that the listener filed in this folder."""
    start: Annotated[int, Meta(ge=0, le=2**31)] = 0
    limit: Annotated[int, Meta(ge=1, le=MAX_LIMIT)] = 100


class ExportQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """In which form."""

    format: FormatName = "m3u8"


class TrackFileBody(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Tracks to be written into a file, and what it is called."""

    name: PlaylistName
    track_ids: Annotated[tuple[Annotated[str, Meta(max_length=64)], ...], Meta(min_length=1, max_length=MAX_ENTRIES)]


class NewPlaylist(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A playlist to be made, of these tracks."""

    name: PlaylistName
    description: Description = ""
    folder: Folder = ""
    visibility: Visibility = "private"
    track_ids: Annotated[tuple[TrackName, ...], Meta(max_length=MAX_AT_ONCE)] = ()


class NewEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A track to be added, under an id that its sender makes: the same addition sent twice counts once."""

    entry_id: WrittenEntryId
    track_id: TrackName


class Add(Struct, frozen=True, kw_only=True, tag="add", tag_field="kind", forbid_unknown_fields=True):
    """Add tracks behind an entry."""

    entries: Annotated[tuple[NewEntry, ...], Meta(min_length=1, max_length=MAX_AT_ONCE)]
    after: Place = None
    """`start` for before all, null for the end."""


AnyOperation = Add | Move | Remove | PutBack | Rename | Describe | FileIn | Show | Invite | Dismiss


class Operations(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to do, in this order, all or nothing."""

    operations: Annotated[tuple[AnyOperation, ...], Meta(min_length=1, max_length=100)]
    duplicates: Literal["ask", "add", "skip"] = "ask"
    """What happens when tracks are added that the list has already: nothing at all; they are added; they are not."""


class Join(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An invitation that somebody was given."""

    invitation: Invitation


class PlaylistAnswer(Struct, frozen=True, kw_only=True):
    """A playlist as lists show it."""

    playlist_id: str
    name: str
    description: str
    folder: str
    """Empty for none, and for those of others."""
    visibility: Visibility
    owner: str
    owner_name: str
    """Of the owner's account; empty for an anonymous listener."""
    is_own: bool
    may_edit: bool
    n_entries: int
    duration_s: float
    cover_urls: tuple[str, ...]
    """At most four, of different albums."""
    changed_at: datetime
    revision: int


class PlaylistPage(Struct, frozen=True, kw_only=True):
    """Some playlists of a longer list, the last changed first."""

    items: tuple[PlaylistAnswer, ...]
    total: int
    folders: tuple[str, ...]
    """All folders of the asking listener."""


class CollaboratorAnswer(Struct, frozen=True, kw_only=True):
    """Somebody who edits a playlist with its owner."""

    listener_id: str
    name: str
    """Empty for an anonymous listener."""


class EntryAnswer(Struct, frozen=True, kw_only=True):
    """One place of a playlist."""

    entry_id: str
    track: TrackAnswer | None
    """None for what the library does not have; then the other fields say what it is called."""
    title: str
    artist: str
    album: str
    duration_s: float | None
    location: str
    """Where the imported file said it is, for those who may edit; else empty."""


class PlaylistDetail(PlaylistAnswer, frozen=True, kw_only=True):
    """A playlist with its entries."""

    entries: tuple[EntryAnswer, ...]
    n_missing: int
    collaborators: tuple[CollaboratorAnswer, ...]
    """For those who may edit; else empty."""
    invitation: str
    """What lets somebody in who has it, for those who may edit; empty when nobody is invited."""


class EditAnswer(Struct, frozen=True, kw_only=True):
    """What became of operations."""

    playlist: PlaylistDetail
    """As it is now."""
    duplicates: tuple[str, ...]
    """Ids of added tracks that were there already; when it was asked about them, nothing was changed."""


class ImportAnswer(Struct, frozen=True, kw_only=True):
    """The playlist that a file made."""

    playlist: PlaylistAnswer
    n_found: int
    n_missing: int
    """Entries that the library does not have; they are kept, and found when it has them."""


class DeletedAnswer(Struct, frozen=True, kw_only=True):
    """A playlist that was deleted, and can be restored."""

    playlist_id: str
