"""Songs by name in the library: which track, if any, is the one that a chart or a history names."""

from dataclasses import dataclass, field

from recommender.catalogue.names import words
from recommender.catalogue.snapshot import Catalogue
from recommender.prediction.song_names import first_artist, song_title
from recommender.records import Track


@dataclass(frozen=True, eq=False)
class LibrarySongs:
    """One catalogue, its artists found by the first name of a credit."""

    catalogue: Catalogue
    _artists: dict[str, list[int]] = field(default_factory=dict)
    """Positions in `catalogue.artists` by normalised name."""

    @classmethod
    def of(cls, catalogue: Catalogue) -> "LibrarySongs":
        """Index the artists; their songs are compared only when one of them is asked for."""
        artists: dict[str, list[int]] = {}
        for number, artist in enumerate(catalogue.artists):
            artists.setdefault(first_artist(artist.name), []).append(number)
        return cls(catalogue, artists)

    def find(self, title: str, artist: str) -> Track | None:
        """Return the track of this title by this artist; another version of the song only when that one is not there.

        The first in the order of the artist's albums counts.
        """
        of_artist = [
            self.catalogue.tracks[int(position)]
            for number in self._artists.get(first_artist(artist), ())
            for position in self.catalogue.artists[number].positions
        ]
        exact, bare = words(title), song_title(title)
        versions = [track for track in of_artist if song_title(track.title) == bare]
        return next((version for version in versions if words(version.title) == exact), next(iter(versions), None))
