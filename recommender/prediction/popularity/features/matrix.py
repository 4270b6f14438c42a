"""The one matrix that all models read: sound, genres, title, artist, album; NaN where not known."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from recommender.prediction.popularity.features.artists import ARTIST_FACTS, ArtistTable, given_facts
from recommender.prediction.popularity.features.genres import Genres
from recommender.prediction.popularity.features.text_facts import ALBUM_FACTS, TITLE_FACTS, album_facts, title_facts
from recommender.prediction.popularity.records import LabelledTracks
from recommender.prediction.sound.audio_features import NAMES

Block = Literal["genre", "title", "artist", "album"]
UNTITLED_SHARE = 0.12
"""Training rows whose title and credit are hidden, and again those that lack the explicit mark, the number of artists
or the title: so that a song can be asked about of which any of these is not told."""
UNSORTED_SHARE = 0.08
"""Training rows whose genres are hidden."""
GUESSED_SHARE = 0.15
"""Training rows of which no more is kept of the artist than the mean popularity: what a user can guess."""
_HIDDEN_APART = (
    ("explicit",),
    ("n_artists",),
    tuple(name for name in TITLE_FACTS if name not in {"explicit", "n_artists"}),
)
"""Columns that are hidden together: the explicit mark, the number of artists, the words of the title."""


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

    def join(self, sound: np.ndarray, blocks: Mapping[Block, np.ndarray]) -> np.ndarray:
        """Return the matrix of the sound [n, 13] and the layout's blocks, float64 [n, columns].

        Raises ValueError for a block that is missing, not in the layout, or of another width.
        """
        widths = {block: len(names) for block, names in self.blocks.items() if names}
        if {block: part.shape[1] for block, part in blocks.items() if part.shape[1]} != widths:
            raise ValueError(f"blocks { ({block: part.shape for block, part in blocks.items()}) }, wanted are {widths}")
        return np.column_stack([sound, *(blocks[block] for block in widths)])

    def find_columns(self, *columns: str) -> list[int]:
        """Return the positions of these columns."""
        return [self.columns.index(column) for column in columns]

    def find_block(self, block: Block) -> slice:
        """Return the columns of a block."""
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
    def of(cls, tracks: LabelledTracks, *, with_genre: bool, with_artist: bool, with_album: bool) -> "Encoder":
        """Learn genres and artists of the training tracks."""
        genres = Genres.of(tracks.genres) if with_genre else Genres(())
        return cls(Layout(genres, with_artist, with_album), ArtistTable.of(tracks))

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
        """Return the matrix when title and credit are not known, as for the sliders."""
        matrix = self.of_new(tracks)
        matrix[:, self.layout.find_block("title")] = np.nan
        return matrix

    def of_guessed(self, tracks: LabelledTracks) -> np.ndarray:
        """Return the matrix when the artists are known by their mean popularity only, as a good guess would have it."""
        return self.of_given(tracks, self.artists.facts(tracks)[:, ARTIST_FACTS.index("artist_popularity")])

    def _matrix(self, tracks: LabelledTracks, artist: np.ndarray | None) -> np.ndarray:
        blocks: dict[Block, np.ndarray] = {
            "genre": self.layout.genres.marks(tracks.genres),
            "title": title_facts(tracks),
        }
        if artist is not None:
            blocks["artist"] = artist
        if self.layout.with_album:
            blocks["album"] = album_facts(tracks)
        return self.layout.join(tracks.audio, blocks)

    def _hidden(self, matrix: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        def some(share: float) -> np.ndarray:
            return np.flatnonzero(rng.random(len(matrix)) < share)

        for columns in (TITLE_FACTS, *_HIDDEN_APART):
            matrix[some(UNTITLED_SHARE)[:, None], self.layout.find_columns(*columns)] = np.nan
        matrix[some(UNSORTED_SHARE), self.layout.find_block("genre")] = 0.0
        if self.layout.with_artist:
            rows, (popularity,) = some(GUESSED_SHARE), self.layout.find_columns("artist_popularity")
            matrix[rows, self.layout.find_block("artist")] = given_facts(matrix[rows, popularity])
        return matrix
