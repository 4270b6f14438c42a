"""What can be done to a playlist: each operation names entries, never positions, so that those of several people merge.

Operations are applied one after the other to what is stored. One that was made when the list looked otherwise still
means the same: after an entry that was removed meanwhile is where that entry stood, and what was added already, or
removed already, stays so. Of two names given at once the later one counts.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from recommender.errors import BadInput
from recommender.playlists.access import NotYours, require_editor, require_owner
from recommender.playlists.records import (
    MAX_ENTRIES,
    Description,
    Entry,
    EntryId,
    Folder,
    Invitation,
    Playlist,
    PlaylistName,
    Visibility,
    WrittenEntryId,
)
from recommender.playlists.written import lines, one_line
from recommender.records import ListenerId, TrackId

START = "start"
"""As `after`: before all entries. No entry has this id: ids have at least eight letters."""
MAX_AT_ONCE = 500
PUT_BACK_WITHIN = timedelta(days=1)
"""So long a removed entry keeps its place."""
MAX_REMOVED = MAX_ENTRIES
"""So many removed entries keep theirs, those that were removed last: a playlist is one document of bounded size."""

Place = Annotated[str, Meta(max_length=36)] | None
"""The entry behind which something goes; `start` for before all, None for the end."""
EntryIds = Annotated[tuple[WrittenEntryId, ...], Meta(min_length=1, max_length=MAX_AT_ONCE)]


class Insert(Struct, frozen=True, kw_only=True):
    """Add entries; those that are there already stay as they are."""

    entries: tuple[Entry, ...]
    after: Place = None


class Match(Struct, frozen=True, kw_only=True):
    """Say which tracks missing entries are; it is no choice of the editor's, so the list does not count as changed."""

    tracks: dict[EntryId, TrackId]


class Move(Struct, frozen=True, kw_only=True, tag="move", tag_field="kind", forbid_unknown_fields=True):
    """Move entries, in the order given, behind another one."""

    entry_ids: EntryIds
    after: Place = None


class Remove(Struct, frozen=True, kw_only=True, tag="remove", tag_field="kind", forbid_unknown_fields=True):
    """Remove entries; they can be put back for a day."""

    entry_ids: EntryIds


class PutBack(Struct, frozen=True, kw_only=True, tag="put_back", tag_field="kind", forbid_unknown_fields=True):
    """Put removed entries back to their places."""

    entry_ids: EntryIds


class Rename(Struct, frozen=True, kw_only=True, tag="rename", tag_field="kind", forbid_unknown_fields=True):
    """Give the playlist another name."""

    name: PlaylistName


class Describe(Struct, frozen=True, kw_only=True, tag="describe", tag_field="kind", forbid_unknown_fields=True):
    """Say what the playlist is about."""

    description: Description


class FileIn(Struct, frozen=True, kw_only=True, tag="file_in", tag_field="kind", forbid_unknown_fields=True):
    """File the playlist in one of the owner's folders; an empty name takes it out."""

    folder: Folder


class Show(Struct, frozen=True, kw_only=True, tag="show", tag_field="kind", forbid_unknown_fields=True):
    """Choose who may see the playlist; by the owner."""

    visibility: Visibility


class Invite(Struct, frozen=True, kw_only=True, tag="invite", tag_field="kind", forbid_unknown_fields=True):
    """Make an invitation, by the owner: whoever has it may edit. An earlier one counts no more."""

    invitation: Invitation


class Dismiss(Struct, frozen=True, kw_only=True, tag="dismiss", tag_field="kind", forbid_unknown_fields=True):
    """Take a collaborator out: the owner anybody, and everybody themselves. The invitation counts no more, either."""

    listener_id: Annotated[ListenerId, Meta(min_length=1, max_length=64)]


Asked = Move | Remove | PutBack | Rename | Describe | FileIn | Show | Invite | Dismiss
"""What a client says as it is; what is added, it names by track only."""
Operation = Asked | Insert | Match


def apply(playlist: Playlist, operations: Iterable[Operation], *, editor: ListenerId, now: datetime) -> Playlist:
    """Return the playlist after all operations, one revision further; itself when they change nothing.

    Raises `NotYours` for what the editor may not do, `BadInput` for more entries than a playlist may have.
    """
    require_editor(playlist, editor)
    edited, changed_at = playlist, playlist.changed_at
    for operation in operations:
        changed_at = changed_at if isinstance(operation, Match) else now
        edited = _apply_one(edited, operation, editor, now)
    if edited == playlist:
        return playlist
    if len(edited.shown) > MAX_ENTRIES:
        raise BadInput(f"a playlist has at most {MAX_ENTRIES:,} entries; begin another one")
    return replace(edited, entries=_kept(edited.entries, now), revision=playlist.revision + 1, changed_at=changed_at)


def _kept(entries: Sequence[Entry], now: datetime) -> tuple[Entry, ...]:
    """Return the entries without those that were removed too long ago, or before too many others."""
    removed = {e.entry_id: e.removed_at for e in entries if e.removed_at and now - e.removed_at < PUT_BACK_WITHIN}
    kept = set(sorted(removed, key=lambda entry_id: removed[entry_id])[-MAX_REMOVED:])
    return tuple(e for e in entries if e.removed_at is None or e.entry_id in kept)


def required_name(name: str) -> str:
    """Return the name on one line; raises `BadInput` when nothing of it can be seen."""
    shown = one_line(name)
    if all(unicodedata.category(letter) in ("Cf", "Zs") for letter in shown):  # formatting and spaces
        raise BadInput("a playlist needs a name that can be read")
    return shown


def with_tracks(playlist: Playlist, tracks: Mapping[EntryId, TrackId]) -> Playlist:
    """Return the playlist whose entries are these tracks, where one is named."""
    entries = tuple(
        replace(entry, track_id=tracks[entry.entry_id]) if entry.entry_id in tracks else entry
        for entry in playlist.entries
    )
    return replace(playlist, entries=entries)


def _apply_one(playlist: Playlist, operation: Operation, editor: ListenerId, now: datetime) -> Playlist:
    match operation:
        case Insert(entries=entries, after=after):
            known = {entry.entry_id for entry in playlist.entries}
            return _place(playlist, [entry for entry in entries if entry.entry_id not in known], after)
        case Move(entry_ids=ids, after=after):
            by_id = {entry.entry_id: entry for entry in playlist.entries}
            return _place(playlist, [by_id[entry_id] for entry_id in dict.fromkeys(ids) if entry_id in by_id], after)
        case Remove(entry_ids=ids):
            return _mark(playlist, frozenset(ids), removed_at=now)
        case PutBack(entry_ids=ids):
            return _mark(playlist, frozenset(ids), removed_at=None)
        case Match(tracks=tracks):
            return with_tracks(playlist, tracks)
        case Rename(name=name):
            return replace(playlist, name=required_name(name))
        case Describe(description=description):
            return replace(playlist, description=lines(description))
        case Dismiss(listener_id=listener):
            return _dismiss(playlist, listener, editor)
        case FileIn() | Show() | Invite():
            return _decide(playlist, operation, editor)


def _decide(playlist: Playlist, operation: FileIn | Show | Invite, editor: ListenerId) -> Playlist:
    require_owner(playlist, editor)
    match operation:
        case FileIn(folder=folder):
            return replace(playlist, folder=one_line(folder))
        case Show(visibility=visibility):
            return replace(playlist, visibility=visibility)
        case Invite(invitation=invitation):
            if playlist.visibility == "private":
                raise BadInput("nobody can be invited to a private playlist; share it first")
            return replace(playlist, invitation=invitation)


def _dismiss(playlist: Playlist, listener: ListenerId, editor: ListenerId) -> Playlist:
    if editor not in (playlist.owner, listener):
        raise NotYours(f"only the owner of {playlist.name!r} can take others out")
    if listener not in playlist.collaborators:
        return playlist
    others = tuple(other for other in playlist.collaborators if other != listener)
    return replace(playlist, collaborators=others, invitation="" if editor == playlist.owner else playlist.invitation)


def _mark(playlist: Playlist, ids: frozenset[EntryId], *, removed_at: datetime | None) -> Playlist:
    """Return the playlist with these entries removed, or there again; those that are so already stay as they are."""
    entries = tuple(
        replace(entry, removed_at=removed_at)
        if entry.entry_id in ids and (entry.removed_at is None) != (removed_at is None)
        else entry
        for entry in playlist.entries
    )
    return replace(playlist, entries=entries)


def _place(playlist: Playlist, placed: Sequence[Entry], after: Place) -> Playlist:
    """Return the playlist with these entries behind `after`, wherever they were; at the end when it is unknown."""
    ids = {entry.entry_id for entry in placed}
    if not ids:
        return playlist
    if after in ids:
        after = _nearest_before(playlist.entries, ids, str(after))
    others = [entry for entry in playlist.entries if entry.entry_id not in ids]
    at = len(others) if after is None else 0
    if after not in (None, START):
        at = next((row + 1 for row, entry in enumerate(others) if entry.entry_id == after), len(others))
    return replace(playlist, entries=(*others[:at], *placed, *others[at:]))


def _nearest_before(entries: Sequence[Entry], ids: set[EntryId], after: str) -> str:
    """Return the nearest entry before `after` that does not move with it."""
    nearest = START
    for entry in entries:
        if entry.entry_id == after:
            break
        if entry.entry_id not in ids:
            nearest = entry.entry_id
    return nearest
