"""Playlists as the API shows them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from recommender.accounts.roles import allows
from recommender.playlists.access import may_edit
from recommender.playlists.records import Entry, Named, Playlist, PlaylistSummary
from recommender.playlists.summary import summarise
from recommender.playlists.written import shown_title
from recommender.records import ListenerId, TrackId
from webapp.accounts.visitor import Visitor
from webapp.api.shelf import Shelf, cover_url
from webapp.playlists.answers import CollaboratorAnswer, EntryAnswer, PlaylistAnswer, PlaylistDetail
from webapp.services import Services


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """Who looks at playlists."""

    listener: ListenerId
    may_write: bool
    """Whether they may keep anything here: a guest edits nothing."""
    names: Mapping[ListenerId, str]
    """Names of the accounts that are shown; an anonymous listener has none."""


def viewer_of(services: Services, visitor: Visitor, shown: Iterable[Playlist | PlaylistSummary]) -> Viewer:
    """Return who asks, with the names of the owners and collaborators of what is shown."""
    people = {person for each in shown for person in (each.owner, *each.collaborators)}
    names = services.accounts.accounts.names_of(people) if services.accounts else {}
    return Viewer(listener=visitor.listener, may_write=allows(visitor.scopes, "write"), names=names)


def show_summary(summary: PlaylistSummary, *, viewer: Viewer, shelf: Shelf) -> PlaylistAnswer:
    """Return a playlist as lists show it to this listener."""
    listener = viewer.listener
    is_own = summary.owner == listener
    is_editor = is_own or (summary.visibility != "private" and listener in summary.collaborators)
    return PlaylistAnswer(
        playlist_id=summary.playlist_id,
        name=summary.name,
        description=summary.description,
        folder=summary.folder if is_own else "",
        visibility=summary.visibility,
        owner=summary.owner,
        owner_name=viewer.names.get(summary.owner, ""),
        is_own=is_own,
        may_edit=viewer.may_write and is_editor,
        n_entries=summary.n_entries,
        duration_s=summary.duration_s,
        cover_urls=_covers(summary.cover_track_ids, shelf),
        changed_at=summary.changed_at,
        revision=summary.revision,
    )


def show_detail(playlist: Playlist, *, viewer: Viewer, shelf: Shelf) -> PlaylistDetail:
    """Return a playlist with its entries, as this listener may see it."""
    is_editor = viewer.may_write and may_edit(playlist, viewer.listener)
    short = show_summary(summarise(playlist), viewer=viewer, shelf=shelf)
    entries = tuple(_show_entry(entry, shelf, is_editor=is_editor) for entry in playlist.shown)
    return PlaylistDetail(
        **{name: getattr(short, name) for name in short.__struct_fields__},
        entries=entries,
        n_missing=sum(entry.track is None for entry in entries),
        collaborators=tuple(
            CollaboratorAnswer(listener_id=each, name=viewer.names.get(each, ""))
            for each in (playlist.collaborators if is_editor else ())
        ),
        invitation=playlist.invitation if is_editor else "",
    )


def _show_entry(entry: Entry, shelf: Shelf, *, is_editor: bool) -> EntryAnswer:
    position = None if entry.track_id is None else shelf.catalogue.positions.get(entry.track_id)
    track = None if position is None else shelf.track_answer(position)
    is_nameless = track is None and entry.track_id is not None and bool(shelf.catalogue.hidden)
    named = Named(title="") if is_nameless else entry.named
    return EntryAnswer(
        entry_id=entry.entry_id,
        track=track,
        title=track.title if track else shown_title(named),
        artist=track.artist if track else named.artist,
        album=track.album if track else named.album,
        duration_s=track.duration_s if track else named.duration_s,
        location=named.location if is_editor else "",
    )


def _covers(track_ids: Iterable[TrackId], shelf: Shelf) -> tuple[str, ...]:
    tracks = (shelf.catalogue.track(track_id) for track_id in track_ids)
    return tuple(cover_url(track) for track in tracks if track is not None)
