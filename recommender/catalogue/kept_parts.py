"""The file of a kept catalogue: its groups, orders and searched names, with every list of positions in one array."""

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from pathlib import Path

import msgspec
import numpy as np
from msgspec import Struct

from recommender.catalogue.building import SEARCHES, durations_of
from recommender.catalogue.facets import Facet, FacetKind
from recommender.catalogue.names import fold
from recommender.catalogue.search import SearchIndex
from recommender.catalogue.snapshot import Album, Artist, Catalogue, Genre
from recommender.records import Track

_DIGEST_BYTES = 16


class UnreadableParts(Exception):
    """The file is not what was written."""


class _Album(Struct, frozen=True, array_like=True):
    album_id: str
    title: str
    artist: str
    artist_id: str
    year: int | None
    duration_s: float
    n_tracks: int


class _Artist(Struct, frozen=True, array_like=True):
    artist_id: str
    name: str
    album_ids: tuple[str, ...]
    n_tracks: int


class _Named(Struct, frozen=True, array_like=True):
    key: str
    name: str
    n_tracks: int


class _Parts(Struct, frozen=True, array_like=True):
    """Numbers are int32: those of albums and artists are their places in the lists here."""

    albums: tuple[_Album, ...]
    artists: tuple[_Artist, ...]
    genres: tuple[_Named, ...]
    facets: dict[FacetKind, tuple[_Named, ...]]
    album_numbers: bytes
    """Of each track; -1 for none."""
    artist_numbers: bytes
    newest_albums: bytes
    albums_by_id: dict[str, int]
    artists_by_id: dict[str, int]
    orders: dict[str, bytes]
    positions: bytes
    """Of the tracks of every album, artist, genre and facet, one after another."""
    searched_names: dict[str, tuple[str, ...]]
    """Of each search."""


def write_parts(catalogue: Catalogue, path: Path) -> None:
    """Write all of a catalogue but its tracks and its search indexes."""
    albums = {album.album_id: number for number, album in enumerate(catalogue.albums)}
    artists = {artist.artist_id: number for number, artist in enumerate(catalogue.artists)}
    facets = [facet for kind in catalogue.facets.values() for facet in kind]
    grouped: Sequence[Album | Artist | Genre | Facet] = (
        *catalogue.albums, *catalogue.artists, *catalogue.genres, *facets
    )  # fmt: skip
    parts = _Parts(
        albums=tuple(
            _Album(a.album_id, a.title, a.artist, a.artist_id, a.year, a.duration_s, len(a.positions))
            for a in catalogue.albums
        ),
        artists=tuple(_Artist(a.artist_id, a.name, a.album_ids, len(a.positions)) for a in catalogue.artists),
        genres=tuple(_Named("", genre.name, len(genre.positions)) for genre in catalogue.genres),
        facets={
            kind: tuple(_Named(facet.key, facet.name, len(facet.positions)) for facet in of_kind)
            for kind, of_kind in catalogue.facets.items()
        },
        album_numbers=_int32([albums.get(album_id, -1) for album_id in catalogue.album_ids]),
        artist_numbers=_int32([artists.get(artist_id, -1) for artist_id in catalogue.artist_ids]),
        newest_albums=_int32([albums[album.album_id] for album in catalogue.newest_albums]),
        albums_by_id={name: albums[album.album_id] for name, album in catalogue.albums_by_id.items()},
        artists_by_id={name: artists[artist.artist_id] for name, artist in catalogue.artists_by_id.items()},
        orders={name: _int32(order) for name, order in catalogue.orders.items()},
        positions=b"".join(_int32(group.positions) for group in grouped),
        searched_names={name: getattr(catalogue, name).names for name in SEARCHES},
    )
    content = msgspec.msgpack.encode(parts)
    path.write_bytes(_digest(content) + content)


def read_parts(path: Path, tracks: tuple[Track, ...], revision: str) -> Catalogue:
    """Return the catalogue of the tracks that `write_parts` was given, its search indexes being beside the file.

    Raises `UnreadableParts`, `OSError` or `ValueError`.
    """
    raw = path.read_bytes()
    known, content = raw[:_DIGEST_BYTES], raw[_DIGEST_BYTES:]
    if _digest(content) != known:
        raise UnreadableParts(f"{path.name} is not what was written")
    parts = msgspec.msgpack.decode(content, type=_Parts)
    searches = {
        name: SearchIndex.open(fields, path.parent / name, names=parts.searched_names[name])
        for name, fields in SEARCHES.items()
    }
    positions = _Cut(_array(parts.positions))
    albums = tuple(
        Album(a.album_id, a.title, a.artist, a.artist_id, a.year, a.duration_s, positions.next(a.n_tracks))
        for a in parts.albums
    )
    artists = tuple(Artist(a.artist_id, a.name, a.album_ids, positions.next(a.n_tracks)) for a in parts.artists)
    genres = tuple(Genre(genre.name, positions.next(genre.n_tracks)) for genre in parts.genres)
    facets = {
        kind: tuple(Facet(each.key, each.name, positions.next(each.n_tracks)) for each in of_kind)
        for kind, of_kind in parts.facets.items()
    }
    return Catalogue(
        revision=revision,
        tracks=tracks,
        artist_ids=tuple(_named([artist.artist_id for artist in artists], parts.artist_numbers)),
        album_ids=tuple(_named([album.album_id for album in albums], parts.album_numbers)),
        durations_s=durations_of(tracks),
        orders={name: _array(order) for name, order in parts.orders.items()},
        albums=albums,
        newest_albums=tuple(albums[number] for number in _array(parts.newest_albums).tolist()),
        artists=artists,
        genres=genres,
        positions={track.track_id: position for position, track in enumerate(tracks)},
        albums_by_id={name: albums[number] for name, number in parts.albums_by_id.items()},
        artists_by_id={name: artists[number] for name, number in parts.artists_by_id.items()},
        genres_by_name={fold(genre.name): genre for genre in genres},
        facets=facets,
        track_search=searches["track_search"],
        album_search=searches["album_search"],
        artist_search=searches["artist_search"],
    )


class _Cut:
    """Cuts an array into pieces, one after another."""

    def __init__(self, whole: np.ndarray) -> None:
        self._whole = whole
        self._at = 0

    def next(self, n: int) -> np.ndarray:
        """Return the next `n` numbers."""
        piece: np.ndarray = self._whole[self._at : self._at + n]
        self._at += n
        return piece


def _named(names: Sequence[str], numbers: bytes) -> Iterator[str]:
    return (names[number] if number >= 0 else "" for number in _array(numbers).tolist())


def _int32(numbers: Sequence[int] | np.ndarray) -> bytes:
    return np.asarray(numbers, dtype="<i4").tobytes()


def _array(raw: bytes) -> np.ndarray:
    return np.frombuffer(raw, dtype="<i4")


def _digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=_DIGEST_BYTES).digest()
