"""Playlists from files, and as files."""

from urllib.parse import quote

from flask import Request, Response, request

from recommender.errors import BadInput
from recommender.playlists import editing
from recommender.playlists.access import may_edit
from recommender.playlists.formats.files import FORMATS, Format
from recommender.playlists.locations import common_folder
from recommender.playlists.summary import summarise
from recommender.playlists.transfer import only_seen, playlist_of, written_of, written_track
from recommender.playlists.written import WrittenPlaylist, one_line
from webapp.api.bodies import UPLOAD, JsonBody
from webapp.api.endpoint import Endpoint, NoQuery, shelf_of
from webapp.api.uploads import Uploads
from webapp.listener import Listeners
from webapp.playlists.answers import ExportQuery, ImportAnswer, TrackFileBody
from webapp.playlists.reading import read_with_tracks
from webapp.playlists.showing import show_summary, viewer_of
from webapp.services import Services

MAX_TRACK_FILE_BYTES = 1_000_000
"""Of the ids of as many tracks as a playlist may hold."""


class PlaylistFiles:
    """The endpoints that read and write files."""

    def __init__(self, listeners: Listeners, uploads: Uploads) -> None:
        self._listeners = listeners
        self._uploads = uploads

    def post_playlist_file(self, services: Services, _: NoQuery, raw: Request) -> ImportAnswer:
        """Make a playlist of the part `file`: M3U8, XSPF or JSPF."""
        listener, ports = self._listeners.require(raw), services.playlists
        with self._uploads.receive(raw) as file:
            found = ports.read_file(file.path.read_bytes(), file.name, services.catalogue())
        playlist = playlist_of(
            found, playlist_id=ports.new_id(), owner=listener, file_name=file.name, now=services.clock()
        )
        editing.make(ports.store, playlist)
        n_missing = sum(track_id is None for track_id in found.track_ids)
        viewer = viewer_of(services, self._listeners.require_visitor(raw), [playlist])
        return ImportAnswer(
            playlist=show_summary(summarise(playlist), viewer=viewer, shelf=shelf_of(services)),
            n_found=len(found.track_ids) - n_missing,
            n_missing=n_missing,
        )

    def get_playlist_file(self, services: Services, query: ExportQuery, playlist_id: str) -> Response:
        """Return a playlist as a file to be kept; its paths are relative to the folder of the library."""
        listener, catalogue = self._listeners.require(request), services.catalogue()
        playlist = read_with_tracks(services, playlist_id, listener)
        below = common_folder(track.url for track in catalogue.tracks)
        is_for_editor = may_edit(playlist, listener)
        shown = only_seen(playlist, catalogue.positions) if catalogue.hidden else playlist
        written = written_of(shown, track_of=catalogue.track, below=below, is_for_editor=is_for_editor)
        return _file(written, FORMATS[query.format], name=playlist.name)

    def post_track_file(self, services: Services, query: ExportQuery, body: TrackFileBody) -> Response:
        """Return tracks, in the order given, as a file to be kept; those that are not here are left out."""
        catalogue = services.catalogue()
        below = common_folder(track.url for track in catalogue.tracks)
        tracks = [track for track_id in body.track_ids if (track := catalogue.track(track_id)) is not None]
        if not tracks:
            raise BadInput(f"none of the {len(body.track_ids):,} tracks is in the library; name some that are")
        entries = tuple(written_track(track, below=below) for track in tracks)
        return _file(WrittenPlaylist(name=one_line(body.name), entries=entries), FORMATS[query.format], name=body.name)

    def endpoints(self) -> tuple[Endpoint, ...]:
        """Return what to register."""
        return (
            Endpoint(
                path="/playlist-files", access="write", method="POST", handle=self.post_playlist_file, body=UPLOAD,
                answer=ImportAnswer, problems=(401, 408, 413, 415, 429, 503),
                summary="Make a playlist of a file: M3U8, XSPF or JSPF",
            ),
            Endpoint(
                path="/playlists/<playlist_id>/export", access="play", handle=self.get_playlist_file,
                query=ExportQuery, answer=str, media_types=tuple(form.media_type for form in FORMATS.values()),
                problems=(401, 404, 503), summary="A playlist as a file: M3U8, XSPF or JSPF",
            ),
            Endpoint(
                path="/track-files", access="play", method="POST", handle=self.post_track_file, query=ExportQuery,
                body=JsonBody(TrackFileBody, limit_bytes=MAX_TRACK_FILE_BYTES), answer=str,
                media_types=tuple(form.media_type for form in FORMATS.values()), problems=(401, 413, 422, 503),
                summary="Any tracks as a file: M3U8, XSPF or JSPF; nothing is kept",
            ),
        )  # fmt: skip


def _file(written: WrittenPlaylist, form: Format, *, name: str) -> Response:
    file_name = "".join(" " if letter in '/\\:*?"<>|' else letter for letter in name).strip(" .") or "playlist"
    return Response(
        form.write(written).encode("utf-8", "replace"),
        content_type=f"{form.media_type}; charset=utf-8",
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(f'{file_name}.{form.name}', safe='')}",
            "Cache-Control": "private, no-cache",
        },
    )
