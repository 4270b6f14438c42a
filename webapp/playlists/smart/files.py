"""Smart playlists from Navidrome's files (`.nsp`), and as such."""

from typing import Annotated
from urllib.parse import quote

from flask import Request, Response, request
from msgspec import Meta, Struct

from recommender.playlists.records import PlaylistId
from recommender.playlists.smart import keeping
from recommender.playlists.smart.navidrome import write_nsp
from recommender.playlists.smart.transfer import smart_playlist_of
from webapp.api.bodies import UPLOAD
from webapp.api.endpoint import Endpoint, NoQuery
from webapp.api.uploads import Uploads
from webapp.listener import Listeners
from webapp.playlists.smart.answers import SmartDetail
from webapp.playlists.smart.endpoints import SmartPlaylists
from webapp.services import Services

MEDIA_TYPE = "application/json"


class SmartFileQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the owner's days begin: the file does not say."""

    time_zone: Annotated[str, Meta(max_length=64)] = "UTC"


class SmartFiles:
    """The endpoints that read and write files."""

    def __init__(self, listeners: Listeners, uploads: Uploads, playlists: SmartPlaylists) -> None:
        self._listeners = listeners
        self._uploads = uploads
        self._playlists = playlists

    def post_smart_file(self, services: Services, query: SmartFileQuery, raw: Request) -> SmartDetail:
        """Make a smart playlist of the part `file`."""
        listener, now, ports = self._listeners.require(raw), services.clock(), services.playlists
        with self._uploads.receive(raw) as file:
            playlist = smart_playlist_of(
                file.path.read_bytes(),
                playlist_id=ports.new_id(),
                owner=listener,
                file_name=file.name,
                time_zone=query.time_zone,
                now=now,
            )
        keeping.make(ports.smart, playlist)
        return self._playlists.shown(services, playlist, listener)

    def get_smart_file(self, services: Services, _: NoQuery, smart_id: str) -> Response:
        """Return a smart playlist as a file to be kept."""
        listener = self._listeners.require(request)
        playlist = keeping.read(services.playlists.smart, PlaylistId(smart_id), reader=listener)
        text = write_nsp(playlist.name, playlist.description, playlist.definition)
        name = "".join(" " if letter in '/\\:*?"<>|' else letter for letter in playlist.name).strip(" .") or "playlist"
        return Response(
            text.encode("utf-8", "replace"),
            content_type=MEDIA_TYPE,
            headers={
                "Content-Disposition": f"attachment; filename*=UTF-8''{quote(f'{name}.nsp', safe='')}",
                "Cache-Control": "private, no-cache",
            },
        )

    def endpoints(self) -> tuple[Endpoint, ...]:
        """Return what to register."""
        return (
            Endpoint(
                path="/smart-playlist-files", access="write", method="POST", handle=self.post_smart_file,
                query=SmartFileQuery, body=UPLOAD, answer=SmartDetail,
                problems=(401, 408, 413, 415, 429, 503), summary="Make a smart playlist of Navidrome's .nsp",
            ),
            Endpoint(
                path="/smart-playlists/<smart_id>/export", access="play", handle=self.get_smart_file, answer=str,
                media_types=(MEDIA_TYPE,), problems=(401, 404, 503),
                summary="A smart playlist as Navidrome's .nsp; refused where that has no words for a rule",
            ),
        )  # fmt: skip
