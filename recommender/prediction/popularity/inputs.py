"""The one matrix that all models read: sound, genres, title, artist, album; NaN is `not known`."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from recommender.prediction.popularity.artists import ARTIST_FACTS, ArtistTable, given_facts
from recommender.prediction.popularity.features import NAMES
from recommender.prediction.popularity.genres import Genres
from recommender.prediction.popularity.records import LabelledTracks
from recommender.prediction.popularity.text_facts import ALBUM_FACTS, TITLE_FACTS, album_facts, title_facts

Block = Literal["genre", "title", "artist", "album"]
UNTITLED_SHARE = 0.12
"""Training rows whose title and credit are hidden, and again those that lack the explicit mark, the number of artists
or the title: so that a song can be asked about of which any of these is not told."""
UNSORTED_SHARE = 0.08
"""Training rows whose genres are hidden."""
GUESSED_SHARE = 0.15
"""Training rows of which no more is kept of the artist than the mean popularity: what a user can guess."""


@dataclass(frozen=True)
class Layout:
    """Which columns there are, and which belong together."""

    genres: Genres
    with_artist: bool = False
    with_album: bool = False

    @property
    def blocks(self) -> dict[Block, tuple[str, ...]]:
        """Return the columns after the 13 of the sound, block by block."""
        artist = ARTIST_FACTS if self.with_artist else ()
        album = ALBUM_FACTS if self.with_album else ()
        names = tuple(f"genre {name}" for name in self.genres.names)
        return {"genre": names, "title": TITLE_FACTS, "artist": artist, "album": album}

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the names of all columns in order."""
        return (*NAMES, *(name for names in self.blocks.values() for name in names))

    def place(self, block: Block) -> slice:
        """Return where a block stands."""
        start = len(NAMES)
        for name, columns in self.blocks.items():
            if name == block:
                return slice(start, start + len(columns))
            start += len(columns)
        raise KeyError(block)


@dataclass(frozen=True, eq=False)
class Encoder:
    """Makes the matrix of tracks."""

    layout: Layout
    artists: ArtistTable

    @classmethod
    def of(cls, tracks: LabelledTracks, *, with_artist: bool, with_album: bool) -> "Encoder":
        """Learn genres and artists of the training tracks."""
        return cls(Layout(Genres.of(tracks.genres), with_artist, with_album), ArtistTable.of(tracks))

    def of_training(self, tracks: LabelledTracks, releases: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """Return the matrix of the training tracks themselves, with some facts hidden at random."""
        facts = self.artists.facts_of_training(tracks, releases) if self.layout.with_artist else None
        return self._hidden(self._matrix(tracks, facts), rng)

    def of_new(self, tracks: LabelledTracks) -> np.ndarray:
        """Return the matrix of tracks that the models have not seen, float64 [n, columns]."""
        return self._matrix(tracks, self.artists.facts(tracks) if self.layout.with_artist else None)

    def of_given(self, tracks: LabelledTracks, artist_popularity: np.ndarray) -> np.ndarray:
        """Return the matrix when the artist's popularity [n] is what somebody says it is."""
        return self._matrix(tracks, given_facts(artist_popularity) if self.layout.with_artist else None)

    def of_untitled(self, tracks: LabelledTracks) -> np.ndarray:
        """Return the matrix when nothing is said of title and credit: what the sliders ask."""
        matrix = self.of_new(tracks)
        matrix[:, self.layout.place("title")] = np.nan
        return matrix

    def of_guessed(self, tracks: LabelledTracks) -> np.ndarray:
        """Return the matrix when the artists are known by their mean popularity only, as a good guess would have it."""
        return self.of_given(tracks, self.artists.facts(tracks)[:, 0])

    def _matrix(self, tracks: LabelledTracks, artist: np.ndarray | None) -> np.ndarray:
        parts = [tracks.audio, self.layout.genres.marks(tracks.genres), title_facts(tracks)]
        if artist is not None:
            parts.append(artist)
        if self.layout.with_album:
            parts.append(album_facts(tracks))
        return np.column_stack(parts)

    def _hidden(self, matrix: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        def some(share: float) -> np.ndarray:
            return np.flatnonzero(rng.random(len(matrix)) < share)

        title = self.layout.place("title")
        for part in (title, *title_parts(title)):
            matrix[some(UNTITLED_SHARE), part] = np.nan
        matrix[some(UNSORTED_SHARE), self.layout.place("genre")] = 0.0
        if self.layout.with_artist:
            rows, place = some(GUESSED_SHARE), self.layout.place("artist")
            matrix[rows, place] = given_facts(matrix[rows, place.start])
        return matrix


def title_parts(title: slice) -> tuple[slice, slice, slice]:
    """Return where the explicit mark, the number of artists and the words of the title stand."""
    start = title.start
    return slice(start, start + 1), slice(start + 1, start + 2), slice(start + 2, title.stop)
