"""The endpoints of smart playlists: each names the asking listener to the store."""

from flask import request
from msgspec.structs import replace

from recommender.playlists.operations import required_name
from recommender.playlists.records import PlaylistId
from recommender.playlists.smart import keeping
from recommender.playlists.smart.checking import check
from recommender.playlists.smart.fields.field import OPERATORS
from recommender.playlists.smart.fields.table import FIELDS
from recommender.playlists.smart.making import MadeList
from recommender.playlists.smart.records import NoSmartPlaylist, SmartPlaylist
from recommender.playlists.written import lines, one_line
from recommender.records import ListenerId
from webapp.api.bodies import JsonBody
from webapp.api.endpoint import Endpoint, NoQuery, shelf_of
from webapp.api.shelf import Shelf
from webapp.listener import Listeners
from webapp.playlists.answers import DeletedAnswer
from webapp.playlists.smart.answers import (
    NewSmart,
    SmartChange,
    SmartDetail,
    SmartField,
    SmartFields,
    SmartPage,
    SmartPreview,
    SmartPreviewQuestion,
    SmartQuery,
    SmartSummary,
    SmartTracksQuery,
)
from webapp.playlists.smart.lists import SmartLists
from webapp.services import Services

PREVIEW_TRACKS = 50
_FIELDS = SmartFields(
    items=tuple(
        SmartField(
            name=field.name,
            field_kind=field.kind,
            topic=field.topic,
            words=field.words,
            unit=field.unit,
            choices=field.choices,
            operators=OPERATORS[field.kind],
            can_sort=field.can_sort,
        )
        for field in FIELDS.values()
    )
)
_FIRST = SmartTracksQuery()


class SmartPlaylists:
    """The endpoints of smart playlists."""

    def __init__(self, listeners: Listeners, lists: SmartLists) -> None:
        self._listeners = listeners
        self._lists = lists

    def get_smart_fields(self, _services: Services, _: NoQuery) -> SmartFields:
        """Return what rules may ask about."""
        return _FIELDS

    def list_smart(self, services: Services, query: SmartQuery) -> SmartPage:
        """List the listener's smart playlists, or the public ones."""
        listener = self._listeners.require(request)
        found = services.playlists.smart.all(query.which, listener=listener)
        return SmartPage(items=tuple(_summary(each, listener) for each in found))

    def post_smart_preview(self, services: Services, _: NoQuery, body: SmartPreviewQuestion) -> SmartPreview:
        """Return what a definition would have in it; nothing is kept."""
        listener = self._listeners.require(request)
        check(body.definition)
        made = self._lists.preview(services, body.definition, listener)
        return _show(made, shelf_of(services), SmartTracksQuery(limit=PREVIEW_TRACKS))

    def post_smart(self, services: Services, _: NoQuery, body: NewSmart) -> SmartDetail:
        """Make a smart playlist."""
        listener, now, ports = self._listeners.require(request), services.clock(), services.playlists
        playlist = SmartPlaylist(
            playlist_id=ports.new_id(),
            owner=listener,
            name=required_name(body.name),
            description=lines(body.description),
            folder=one_line(body.folder),
            visibility=body.visibility,
            definition=body.definition,
            made_at=now,
            changed_at=now,
        )
        keeping.make(ports.smart, playlist)
        return self.shown(services, playlist, listener)

    def get_smart(self, services: Services, query: SmartTracksQuery, smart_id: str) -> SmartDetail:
        """Return one with its tracks."""
        listener = self._listeners.require(request)
        playlist = keeping.read(services.playlists.smart, PlaylistId(smart_id), reader=listener)
        return self.shown(services, playlist, listener, query)

    def put_smart(self, services: Services, _: NoQuery, body: SmartChange, smart_id: str) -> SmartDetail:
        """Change one of one's own."""
        listener, store = self._listeners.require(request), services.playlists.smart
        stored = self._own(services, smart_id, listener)
        changed = replace(
            stored,
            name=required_name(body.name),
            description=lines(body.description),
            folder=one_line(body.folder),
            visibility=body.visibility,
            definition=body.definition,
            changed_at=services.clock(),
            revision=body.revision + 1,
            kept=stored.kept if stored.definition == body.definition else None,
        )
        keeping.change(store, changed, revision=body.revision)
        return self.shown(services, changed, listener)

    def post_smart_refresh(self, services: Services, _: NoQuery, smart_id: str) -> SmartDetail:
        """Work out the tracks again, whenever they were made."""
        listener = self._listeners.require(request)
        stored = self._own(services, smart_id, listener)
        made = self._lists.made(services, stored, again=True)
        return _detail(stored, listener, _show(made, shelf_of(services), _FIRST))

    def delete_smart(self, services: Services, _: NoQuery, smart_id: str) -> DeletedAnswer:
        """Delete one of one's own; it can be restored."""
        listener, store = self._listeners.require(request), services.playlists.smart
        if not store.delete(PlaylistId(smart_id), owner=listener, at=services.clock()):
            raise NoSmartPlaylist(smart_id)
        return DeletedAnswer(playlist_id=smart_id)

    def post_smart_restore(self, services: Services, _: NoQuery, smart_id: str) -> SmartDetail:
        """Restore a deleted one of one's own."""
        listener, store = self._listeners.require(request), services.playlists.smart
        if not store.restore(PlaylistId(smart_id), owner=listener, at=services.clock()):
            raise NoSmartPlaylist(smart_id)
        return self.get_smart(services, _FIRST, smart_id)

    def shown(
        self, services: Services, playlist: SmartPlaylist, listener: ListenerId, query: SmartTracksQuery = _FIRST
    ) -> SmartDetail:
        """Return a smart playlist with its tracks, as this listener may see it."""
        made = self._lists.made(services, playlist)
        return _detail(playlist, listener, _show(made, shelf_of(services), query))

    def _own(self, services: Services, smart_id: str, listener: ListenerId) -> SmartPlaylist:
        playlist = keeping.read(services.playlists.smart, PlaylistId(smart_id), reader=listener)
        if playlist.owner != listener:
            raise NoSmartPlaylist(smart_id)
        return playlist

    def endpoints(self) -> tuple[Endpoint, ...]:
        """Return what to register."""
        return (
            Endpoint(
                path="/smart-fields", access="play", handle=self.get_smart_fields, answer=SmartFields,
                summary="What rules of smart playlists may ask about",
            ),
            Endpoint(
                path="/smart-preview", access="play", method="POST", handle=self.post_smart_preview,
                body=JsonBody(SmartPreviewQuestion), answer=SmartPreview, problems=(401, 413, 422, 503),
                summary="What rules would let in at this moment; nothing is kept",
            ),
            Endpoint(
                path="/smart-playlists", access="play", handle=self.list_smart, query=SmartQuery, answer=SmartPage,
                problems=(401, 503), summary="The listener's smart playlists, or the public ones",
            ),
            Endpoint(
                path="/smart-playlists", access="write", method="POST", handle=self.post_smart,
                body=JsonBody(NewSmart), answer=SmartDetail, problems=(401, 413, 422, 503),
                summary="Make a smart playlist",
            ),
            Endpoint(
                path="/smart-playlists/<smart_id>", access="play", handle=self.get_smart, query=SmartTracksQuery,
                answer=SmartDetail, problems=(401, 404, 503), summary="One smart playlist with its tracks",
            ),
            Endpoint(
                path="/smart-playlists/<smart_id>", access="write", method="PUT", handle=self.put_smart,
                body=JsonBody(SmartChange), answer=SmartDetail, problems=(401, 404, 413, 422, 503),
                summary="Change a smart playlist of one's own",
            ),
            Endpoint(
                path="/smart-playlists/<smart_id>", access="write", method="DELETE", handle=self.delete_smart,
                answer=DeletedAnswer, problems=(401, 404, 503),
                summary="Delete a smart playlist; it can be restored",
            ),
            Endpoint(
                path="/smart-playlists/<smart_id>/restore", access="write", method="POST",
                handle=self.post_smart_restore, answer=SmartDetail, problems=(401, 404, 503),
                summary="Restore a deleted smart playlist",
            ),
            Endpoint(
                path="/smart-playlists/<smart_id>/refresh", access="write", method="POST",
                handle=self.post_smart_refresh, answer=SmartDetail, problems=(401, 404, 503),
                summary="Work out the tracks of a smart playlist again",
            ),
        )  # fmt: skip


def _show(made: MadeList, shelf: Shelf, query: SmartTracksQuery) -> SmartPreview:
    shown = made.positions[query.start : query.start + query.limit]
    return SmartPreview(
        n_tracks=len(made.positions),
        n_matching=made.n_matching,
        duration_s=made.duration_s,
        items=shelf.track_answers(shown.tolist()),
        problems=made.problems,
    )


def _summary(playlist: SmartPlaylist, listener: ListenerId) -> SmartSummary:
    is_own = playlist.owner == listener
    return SmartSummary(
        playlist_id=playlist.playlist_id,
        name=playlist.name,
        description=playlist.description,
        folder=playlist.folder if is_own else "",
        visibility=playlist.visibility,
        owner=playlist.owner,
        is_own=is_own,
        changed_at=playlist.changed_at,
        revision=playlist.revision,
    )


def _detail(playlist: SmartPlaylist, listener: ListenerId, made: SmartPreview) -> SmartDetail:
    short = _summary(playlist, listener)
    return SmartDetail(
        **{name: getattr(short, name) for name in short.__struct_fields__},
        definition=playlist.definition,
        made=made if short.is_own else replace(made, problems=()),
    )
