"""What a playlist is."""

from typing import Annotated, Literal, NewType

from msgspec import Meta, Struct

from recommender.errors import NotFound
from recommender.records import AwareTime, ListenerId, Seconds, TrackId

PlaylistId = NewType("PlaylistId", str)
EntryId = NewType("EntryId", str)

Visibility = Literal["private", "shared", "public"]
"""`private`: for the owner alone. `shared`: collaborators read and edit it, too. `public`: everybody here reads it."""

MAX_ENTRIES = 10_000
MAX_PLAYLISTS = 5_000
"""Of one owner."""
MAX_COLLABORATORS = 100
MAX_NAME = 200
MAX_DESCRIPTION = 2_000
MAX_FOLDER = 100
MAX_TEXT = 1_000
"""Letters of a title, artist or album that an entry remembers."""
MAX_LOCATION = 4_096

_SEEN = r"[^\s\x00-\x1f\x7f-\xa0\xad\ud800-\udfff\ufeff\ufff9-\uffff]"
"""A character that may be seen: no space, and no control."""
PlaylistName = Annotated[str, Meta(min_length=1, max_length=MAX_NAME, pattern=_SEEN)]
Description = Annotated[str, Meta(max_length=MAX_DESCRIPTION)]
Folder = Annotated[str, Meta(max_length=MAX_FOLDER)]
WrittenEntryId = Annotated[EntryId, Meta(pattern="^[0-9A-Za-z_-]{8,36}$")]
"""Made where the entry is made, so that the same addition sent twice counts once."""
Invitation = Annotated[str, Meta(pattern="^[0-9a-f]{32}$")]


class Named(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a track is called, by the library when it was added, or by the file that an entry came from."""

    title: str
    artist: str = ""
    album: str = ""
    duration_s: Seconds | None = None
    location: str = ""
    """Where the file said that the sound is: a path as it was written, or a URL; empty for what came from the page."""


class Entry(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One place of a playlist; the same track may have several."""

    entry_id: EntryId
    named: Named
    """Stays when the track leaves the library, so that it can be shown, and found again."""
    added_by: ListenerId
    added_at: AwareTime
    track_id: TrackId | None = None
    """None for what the library did not have when it was last looked for."""
    removed_at: AwareTime | None = None
    """A removed entry keeps its place for a while: others may be adding after it, and it can be put back."""


class Playlist(Struct, frozen=True, kw_only=True):
    """A playlist, its entries in order, removed ones among them."""

    playlist_id: PlaylistId
    owner: ListenerId
    name: str
    made_at: AwareTime
    changed_at: AwareTime
    description: str = ""
    folder: str = ""
    """Where the owner files it; empty for none."""
    visibility: Visibility = "private"
    collaborators: tuple[ListenerId, ...] = ()
    invitation: str = ""
    """Whoever has it may become a collaborator; empty when nobody is invited."""
    revision: int = 1
    """One more with every change."""
    entries: tuple[Entry, ...] = ()

    @property
    def shown(self) -> tuple[Entry, ...]:
        """The entries that are not removed."""
        return tuple(entry for entry in self.entries if entry.removed_at is None)


class PlaylistSummary(Struct, frozen=True, kw_only=True):
    """A playlist as lists of playlists show it."""

    playlist_id: PlaylistId
    owner: ListenerId
    name: str
    changed_at: AwareTime
    description: str
    folder: str
    visibility: Visibility
    collaborators: tuple[ListenerId, ...]
    revision: int
    n_entries: int
    duration_s: float
    cover_track_ids: tuple[TrackId, ...]
    """At most four, of different albums: the mosaic."""


class PlaylistChange(Struct, frozen=True, kw_only=True):
    """That a playlist changed, for those who may have it open."""

    playlist_id: PlaylistId
    revision: int
    owner: ListenerId
    visibility: Visibility
    collaborators: tuple[ListenerId, ...]
    is_deleted: bool


class NoPlaylist(NotFound):
    """No such playlist, or none that the asking listener may see: which of both is not told."""

    def __init__(self, playlist_id: str) -> None:
        super().__init__(f"there is no playlist {playlist_id[:64]!r} here, or it is private")
