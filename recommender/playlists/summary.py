"""What lists of playlists show of one: numbers and the mosaic, worked out when it is written."""

from recommender.playlists.records import Playlist, PlaylistSummary
from recommender.records import TrackId

MOSAIC = 4
"""Covers of a mosaic."""


def summarise(playlist: Playlist) -> PlaylistSummary:
    """Return the summary; the length counts the entries whose length is known."""
    shown = playlist.shown
    return PlaylistSummary(
        playlist_id=playlist.playlist_id,
        owner=playlist.owner,
        name=playlist.name,
        changed_at=playlist.changed_at,
        description=playlist.description,
        folder=playlist.folder,
        visibility=playlist.visibility,
        collaborators=playlist.collaborators,
        revision=playlist.revision,
        n_entries=len(shown),
        duration_s=round(sum(entry.named.duration_s or 0.0 for entry in shown), 3),
        cover_track_ids=cover_tracks(playlist),
    )


def cover_tracks(playlist: Playlist) -> tuple[TrackId, ...]:
    """Return the first tracks of different albums; fewer than four where there are not so many albums."""
    of_album: dict[str, TrackId] = {}
    for entry in playlist.shown:
        if entry.track_id is not None:
            album = f"{entry.named.album}\x00{entry.named.artist}" if entry.named.album else entry.track_id
            of_album.setdefault(album, entry.track_id)
            if len(of_album) == MOSAIC:
                break
    return tuple(of_album.values())
