"""The endpoints of playlists: each names the asking listener to the store."""

from collections.abc import Iterable, Sequence

from flask import request

from recommender.errors import NotFound, UnknownTrack
from recommender.playlists import editing
from recommender.playlists.access import may_edit
from recommender.playlists.operations import required_name
from recommender.playlists.records import EntryId, NoPlaylist, Playlist, PlaylistId
from recommender.playlists.written import lines, one_line
from recommender.records import TrackId
from webapp.api.bodies import JsonBody
from webapp.api.endpoint import Endpoint, NoQuery, shelf_of
from webapp.listener import Listeners
from webapp.playlists.adding import added_tracks, entries_of, operations_of, without_duplicates
from webapp.playlists.answers import (
    AnyOperation,
    DeletedAnswer,
    EditAnswer,
    Join,
    NewEntry,
    NewPlaylist,
    Operations,
    PlaylistDetail,
    PlaylistPage,
    PlaylistsQuery,
)
from webapp.playlists.reading import read_with_tracks
from webapp.playlists.showing import show_detail, show_summary, viewer_of
from webapp.services import Services
from webapp.visibility.sight import is_hidden


class Playlists:
    """The endpoints of playlists, without those of files."""

    def __init__(self, listeners: Listeners) -> None:
        self._listeners = listeners

    def list_playlists(self, services: Services, query: PlaylistsQuery) -> PlaylistPage:
        """List playlists, the last changed first."""
        listener, store = self._listeners.require(request), services.playlists.store
        page = store.page(query.which, listener=listener, start=query.start, n=query.limit, folder=query.folder)
        shelf = shelf_of(services)
        viewer = viewer_of(services, self._listeners.require_visitor(request), page.summaries)
        return PlaylistPage(
            items=tuple(show_summary(summary, viewer=viewer, shelf=shelf) for summary in page.summaries),
            total=page.total,
            folders=tuple(store.folders(owner=listener)),
        )

    def post_playlist(self, services: Services, _: NoQuery, body: NewPlaylist) -> PlaylistDetail:
        """Make a playlist."""
        listener, now = self._listeners.require(request), services.clock()
        playlist_id = services.playlists.new_id()
        entries = [
            NewEntry(entry_id=EntryId(f"{playlist_id}-{number}"), track_id=track_id)
            for number, track_id in enumerate(body.track_ids)
        ]
        playlist = Playlist(
            playlist_id=playlist_id,
            owner=listener,
            name=required_name(body.name),
            description=lines(body.description),
            folder=one_line(body.folder),
            visibility=body.visibility,
            made_at=now,
            changed_at=now,
            entries=entries_of(services, entries, listener),
        )
        editing.make(services.playlists.store, playlist)
        return self._show(services, playlist)

    def get_playlist(self, services: Services, _: NoQuery, playlist_id: str) -> PlaylistDetail:
        """Return one playlist with its entries."""
        listener = self._listeners.require(request)
        playlist = read_with_tracks(services, playlist_id, listener)
        return self._show(services, playlist)

    def post_operations(self, services: Services, _: NoQuery, body: Operations, playlist_id: str) -> EditAnswer:
        """Change a playlist; what others change at the same time stays."""
        listener, store = self._listeners.require(request), services.playlists.store
        asked: Sequence[AnyOperation] = body.operations
        before = editing.read(store, PlaylistId(playlist_id), reader=listener)
        _require_seen(services, added_tracks(asked, before))
        duplicates = editing.duplicates(before, added_tracks(asked, before))
        if duplicates and body.duplicates == "ask":
            playlist = before
        else:
            asked = without_duplicates(asked, before) if body.duplicates == "skip" else asked
            operations = operations_of(services, asked, listener)
            playlist = editing.edit(store, before.playlist_id, operations, editor=listener, clock=services.clock)
        return EditAnswer(playlist=self._show(services, playlist), duplicates=duplicates)

    def delete_playlist(self, services: Services, _: NoQuery, playlist_id: str) -> DeletedAnswer:
        """Delete a playlist of one's own; it can be restored."""
        listener, store = self._listeners.require(request), services.playlists.store
        if not store.delete(PlaylistId(playlist_id), owner=listener, at=services.clock()):
            raise NoPlaylist(playlist_id)
        return DeletedAnswer(playlist_id=playlist_id)

    def post_restore(self, services: Services, _: NoQuery, playlist_id: str) -> PlaylistDetail:
        """Restore a deleted playlist of one's own."""
        listener, store = self._listeners.require(request), services.playlists.store
        if not store.restore(PlaylistId(playlist_id), owner=listener, at=services.clock()):
            raise NoPlaylist(playlist_id)
        return self.get_playlist(services, _, playlist_id)

    def post_join(self, services: Services, _: NoQuery, body: Join, playlist_id: str) -> PlaylistDetail:
        """Become a collaborator of a playlist that one was invited to."""
        listener, store = self._listeners.require(request), services.playlists.store
        known = PlaylistId(playlist_id)
        joined = store.join(known, listener=listener, invitation=body.invitation, at=services.clock())
        if not joined and not may_edit(editing.read(store, known, reader=listener), listener):
            raise NotFound("this invitation is not good any more; ask the playlist's owner for another one")
        return self.get_playlist(services, _, playlist_id)

    def _show(self, services: Services, playlist: Playlist) -> PlaylistDetail:
        viewer = viewer_of(services, self._listeners.require_visitor(request), [playlist])
        return show_detail(playlist, viewer=viewer, shelf=shelf_of(services))

    def endpoints(self) -> tuple[Endpoint, ...]:
        """Return what to register."""
        return (
            Endpoint(
                path="/playlists", access="play", handle=self.list_playlists, query=PlaylistsQuery,
                answer=PlaylistPage, problems=(401, 503),
                summary="The listener's playlists, or the public ones, the last changed first",
            ),
            Endpoint(
                path="/playlists", access="write", method="POST", handle=self.post_playlist,
                body=JsonBody(NewPlaylist), answer=PlaylistDetail, problems=(401, 404, 413, 422, 503),
                summary="Make a playlist",
            ),
            Endpoint(
                path="/playlists/<playlist_id>", access="play", handle=self.get_playlist, answer=PlaylistDetail,
                problems=(401, 404, 503), summary="One playlist with its entries",
            ),
            Endpoint(
                path="/playlists/<playlist_id>", access="write", method="DELETE", handle=self.delete_playlist,
                answer=DeletedAnswer, problems=(401, 404, 503), summary="Delete a playlist; it can be restored",
            ),
            Endpoint(
                path="/playlists/<playlist_id>/operations", access="write", method="POST",
                handle=self.post_operations, body=JsonBody(Operations), answer=EditAnswer,
                problems=(401, 403, 404, 413, 422, 503),
                summary="Change a playlist: add, move, remove and name, merged with what others do",
            ),
            Endpoint(
                path="/playlists/<playlist_id>/restore", access="write", method="POST", handle=self.post_restore,
                answer=PlaylistDetail, problems=(401, 404, 503), summary="Restore a deleted playlist",
            ),
            Endpoint(
                path="/playlists/<playlist_id>/join", access="write", method="POST", handle=self.post_join,
                body=JsonBody(Join), answer=PlaylistDetail, problems=(401, 404, 413, 422, 503),
                summary="Become a collaborator of a playlist that one was invited to",
            ),
        )  # fmt: skip


def _require_seen(services: Services, added: Iterable[TrackId]) -> None:
    """Raise `UnknownTrack` for one that is hidden from whoever asks: whether it is in the list is not told either."""
    catalogue = services.catalogue()
    for track_id in added:
        if is_hidden(services.libraries, catalogue, track_id):
            raise UnknownTrack(track_id)
