"""Reads a playlist, and looks for what was missing when it was last looked for."""

from recommender.playlists import editing
from recommender.playlists.access import may_edit
from recommender.playlists.operations import Match, with_tracks
from recommender.playlists.records import Playlist, PlaylistId
from recommender.playlists.transfer import missing
from recommender.records import ListenerId
from webapp.services import Services
from webapp.visibility.sight import is_hidden


def read_with_tracks(services: Services, playlist_id: str, reader: ListenerId) -> Playlist:
    """Return the playlist; raises `NoPlaylist` for one that the reader may not see.

    Missing entries that the library has by now are found; those that are only hidden from the reader stay as they are.
    What was found is kept when it is an editor who reads, and only shown to others, who may not write to it.
    """
    ports = services.playlists
    playlist = editing.read(ports.store, PlaylistId(playlist_id), reader=reader)
    catalogue = services.catalogue()
    lost = [
        entry
        for entry in missing(playlist, track_of=catalogue.track)
        if entry.track_id is None or not is_hidden(services.libraries, catalogue, entry.track_id)
    ]
    found = ports.find_again(lost, catalogue) if lost else {}
    if not found:
        return playlist
    if not may_edit(playlist, reader):
        return with_tracks(playlist, found)
    return editing.edit(ports.store, playlist.playlist_id, [Match(tracks=found)], editor=reader, clock=services.clock)
