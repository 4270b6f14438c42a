"""The whole catalogue in memory at one moment: what the web pages through, looks up and searches."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recommender.catalogue.facets import Facet, FacetKind
from recommender.catalogue.names import fold
from recommender.catalogue.search import SearchIndex
from recommender.records import Track, TrackId


@dataclass(frozen=True, slots=True, eq=False)
class Album:
    """The tracks that share a title and an album artist (else an artist)."""

    album_id: str
    title: str
    artist: str
    artist_id: str
    year: int | None
    duration_s: float
    positions: np.ndarray
    """int32 [n_tracks], in the order of the discs."""


@dataclass(frozen=True, slots=True, eq=False)
class Artist:
    """The tracks and albums of one name, however it is spelt."""

    artist_id: str
    name: str
    album_ids: tuple[str, ...]
    positions: np.ndarray
    """int32 [n_tracks], by album, disc and number."""


@dataclass(frozen=True, slots=True, eq=False)
class Genre:
    """The tracks of one genre."""

    name: str
    positions: np.ndarray
    """int32 [n_tracks], ascending."""


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """Every playable track, by id, in each order, and grouped; immutable. Tracks are named by their position."""

    revision: str
    """Changes whenever the tracks do."""
    tracks: tuple[Track, ...]
    """In order of id."""
    artist_ids: tuple[str, ...]
    """Of each track; empty when untagged."""
    album_ids: tuple[str, ...]
    durations_s: np.ndarray
    """float64 [n_tracks]; 0 where it is not known."""
    orders: dict[str, np.ndarray]
    """Positions, int32 [n_tracks], ascending by `title`, `artist`, `album`, `genre`, `duration` or `added`."""
    albums: tuple[Album, ...]
    """By title."""
    newest_albums: tuple[Album, ...]
    """By when their newest track was added, the latest first."""
    artists: tuple[Artist, ...]
    """By name."""
    genres: tuple[Genre, ...]
    """By name."""
    positions: dict[TrackId, int]
    albums_by_id: dict[str, Album]
    artists_by_id: dict[str, Artist]
    genres_by_name: dict[str, Genre]
    """By folded name."""
    facets: dict[FacetKind, tuple[Facet, ...]]
    track_search: SearchIndex
    album_search: SearchIndex
    artist_search: SearchIndex
    hidden: frozenset[str] = frozenset()
    """Ids of the libraries that are left out: it is the catalogue of those who do not see them."""

    def __len__(self) -> int:
        return len(self.tracks)

    def track(self, track_id: str) -> Track | None:
        """Return the track of this id, or None."""
        position = self.positions.get(TrackId(track_id))
        return None if position is None else self.tracks[position]

    def genre(self, name: str) -> Genre | None:
        """Return the genre of this name, in any spelling, or None."""
        return self.genres_by_name.get(fold(name))

    def facet(self, kind: FacetKind, key: str) -> Facet | None:
        """Return the part of the library of this key, or None."""
        return next((facet for facet in self.facets[kind] if facet.key == key), None)

    def ordered(self, sort: str, *, descending: bool = False, within: Sequence[np.ndarray] = ()) -> np.ndarray:
        """Return positions in the order of `sort`, only those that are in each of `within`, int32 [n]."""
        order = self.orders[sort]
        if within:
            wanted = np.zeros(len(self.tracks), dtype=np.uint8)
            for positions in within:
                wanted[positions] += 1
            order = order[wanted[order] == len(within)]
        return order[::-1] if descending else order
