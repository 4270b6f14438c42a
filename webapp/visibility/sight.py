"""Who asks decides what the catalogue is: nothing of a library that is hidden from them, wherever it is looked for."""

from collections.abc import Callable

from flask import has_request_context, request

from recommender.catalogue.libraries.visibility import NOTHING, Visibility
from recommender.catalogue.snapshot import Catalogue
from recommender.prediction.releases.credits import artist_key, without_guests
from recommender.prediction.song_names import song_key
from recommender.records import TrackId
from webapp.accounts.visitor import Visitor
from webapp.listener import Listeners
from webapp.visibility.services import LibraryServices


class Sight:
    """What each visitor sees of the catalogue."""

    def __init__(self, whole: Callable[[], Catalogue], libraries: LibraryServices, listeners: Listeners) -> None:
        self._whole = whole
        self._libraries = libraries
        self._listeners = listeners

    def catalogue(self) -> Catalogue:
        """Return the catalogue of who is asking; outside of a request, that of somebody who is nobody known."""
        if not self._libraries.visibility().is_restricted:
            return self._whole()
        return self.catalogue_of(self._listeners.visitor(request) if has_request_context() else None)

    def catalogue_of(self, visitor: Visitor | None) -> Catalogue:
        """Return the catalogue of a visitor; None: of somebody who is nobody known."""
        hidden = hidden_from(self._libraries.visibility(), visitor)
        return self._libraries.views(hidden) if hidden else self._whole()


def hidden_from(visibility: Visibility, visitor: Visitor | None) -> frozenset[str]:
    """Return the ids of the libraries that a visitor does not see; None: somebody who is nobody known."""
    return visibility.hidden_from(visitor.listener, visitor.role) if visitor else visibility.hidden_from(None)


def is_hidden(libraries: LibraryServices, catalogue: Catalogue, track_id: TrackId) -> bool:
    """Return whether a track that is not in this catalogue is there for others; of what is gone, False."""
    if not catalogue.hidden or track_id in catalogue.positions:
        return False
    return track_id in libraries.views(NOTHING).positions


def hidden_artists(libraries: LibraryServices, catalogue: Catalogue) -> frozenset[str]:
    """Return the keys, as releases have them, of artists of whom others have something and this catalogue nothing."""
    if not catalogue.hidden:
        return frozenset()
    return frozenset(_artists(libraries.views(NOTHING)) - _artists(catalogue))


def _artists(catalogue: Catalogue) -> set[str]:
    credited = {name for track in catalogue.tracks for name in (track.artist, track.album_artist)}
    names = {artist.name for artist in catalogue.artists} | credited | {without_guests(name) for name in credited}
    return {artist_key(name) for name in names if name.strip()}


def hidden_songs(libraries: LibraryServices, catalogue: Catalogue) -> Callable[[str, str], bool]:
    """Return what tells by title and artist whether a song, or all of its artist, is there for others only."""
    if not catalogue.hidden:
        return lambda _title, _artist: False
    songs = _songs(libraries.views(NOTHING)) - _songs(catalogue)
    artists = hidden_artists(libraries, catalogue)

    def is_hidden_song(title: str, artist: str) -> bool:
        by = {artist_key(artist), artist_key(without_guests(artist))}
        return song_key(title, artist) in songs or not by.isdisjoint(artists)

    return is_hidden_song


def _songs(catalogue: Catalogue) -> set[str]:
    return {song_key(track.title, track.artist) for track in catalogue.tracks if track.title and track.artist}
