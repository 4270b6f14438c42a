"""Which track of the library an entry of a playlist means: by path, else by artist, title, album and length."""

from collections.abc import Iterable, Sequence

from recommender.catalogue.libraries.views import OfEachView
from recommender.catalogue.names import fold, name_key
from recommender.catalogue.snapshot import Catalogue
from recommender.playlists.locations import Parts, meanings, n_shared, parts_of, path_of
from recommender.playlists.records import Named
from recommender.prediction.song_names import song_key, song_title
from recommender.records import Track, TrackId

SAME_LENGTH_S = 3.0
"""Lengths of one recording differ by so much between encoders, and by rounding."""


class TrackFinder:
    """Finds tracks for entries; slow to make (100,000 tracks: a second or two), fast to ask."""

    def __init__(self, tracks: Iterable[Track]) -> None:
        """Of tracks that fit equally the first counts."""
        self._by_file: dict[str, list[Track]] = {}
        self._by_song: dict[str, list[Track]] = {}
        for track in tracks:
            if parts := parts_of(path_of(track.url).rpartition("/")[2]):
                self._by_file.setdefault(parts[-1], []).append(track)
            if track.title and track.artist:
                self._by_song.setdefault(song_key(track.title, track.artist), []).append(track)

    def find(self, named: Named, *, folder: str = "") -> Track | None:
        """Return the track that is meant, or None; `folder` is the one of the file that named it, if it is here."""
        for parts, is_whole in meanings(named.location, folder=folder):
            if track := self._at(parts, named, is_whole=is_whole):
                return track
        return self._called(named)

    def find_all(self, entries: Sequence[Named], *, folder: str = "") -> list[TrackId | None]:
        """Return the track of each entry."""
        tracks = [self.find(named, folder=folder) for named in entries]
        return [track.track_id if track else None for track in tracks]

    def _at(self, parts: Parts, named: Named, *, is_whole: bool) -> Track | None:
        """Return the track at a path, or at one that ends like it: the music may lie in another folder here.

        A file's name alone is believed when there is no other such file, and the title is the same or, where the name
        is all that was written, at least not another one.
        """
        shared = [(n_shared(parts, parts_of(path_of(track.url))), track) for track in self._by_file.get(parts[-1], ())]
        most = max((n for n, _ in shared), default=0)
        best = [track for n, track in shared if n == most]
        if is_whole and most == len(parts):
            return best[0]
        if most == 1 and not named.title and max(len(best), len(parts)) > 1:
            return None
        agreeing = [track for track in best if _agrees(track, named)]
        return agreeing[0] if agreeing and (len(agreeing) == 1 or most > 1) else None

    def _called(self, named: Named) -> Track | None:
        if not (named.title and named.artist):
            return None
        tracks = self._by_song.get(song_key(named.title, named.artist), ())
        return max(tracks, key=lambda track: _likeness(track, named), default=None)


class LiveFinder:
    """Keeps a finder of the newest catalogue: made when it is first asked for, and again when the catalogue changed."""

    def __init__(self) -> None:
        self._known: OfEachView[TrackFinder] = OfEachView()

    def of(self, catalogue: Catalogue) -> TrackFinder:
        """Return it; asked by one at a time, so that it is not made twice."""
        return self._known.of(catalogue, make=lambda: TrackFinder(catalogue.tracks))


def _agrees(track: Track, named: Named) -> bool:
    return not named.title or not track.title or song_title(track.title) == song_title(named.title)


def _likeness(track: Track, named: Named) -> tuple[bool, bool, bool]:
    """Return what speaks for a track among those of one song: the same version, album and length; more is better."""
    return (
        fold(track.title) == fold(named.title),
        bool(named.album) and name_key(track.album) == name_key(named.album),
        named.duration_s is not None
        and track.duration_s is not None
        and abs(track.duration_s - named.duration_s) <= SAME_LENGTH_S,
    )
