"""Makes a catalogue of tracks: groups, orders and search, by rules that need no store."""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from recommender.catalogue.names import album_id, artist_id, folded
from recommender.catalogue.search import SearchIndex
from recommender.catalogue.snapshot import Album, Artist, Catalogue, Genre
from recommender.records import Track

_CHUNK = 4_000
"""Names sorted in one go: a longer sort would keep every other thread of the process waiting."""


def build_catalogue(tracks: Iterable[Track], *, revision: str = "0") -> Catalogue:
    """Build the catalogue of those of `tracks` that are present; 100,000 take some seconds of one core."""
    present = tuple(sorted((t for t in tracks if t.status == "present"), key=lambda t: t.track_id))
    artist_ids = tuple(artist_id(t.artist) for t in present)
    album_ids = tuple(album_id(t.album, t.album_artist or t.artist) for t in present)
    orders = _orders(present)
    albums = _albums(present, album_ids, orders["album"])
    artists = _artists(present, artist_ids, album_ids, albums, orders["artist"])
    genres = _genres(present)
    return Catalogue(
        revision=revision,
        tracks=present,
        artist_ids=artist_ids,
        album_ids=album_ids,
        orders=orders,
        albums=albums,
        artists=artists,
        genres=genres,
        positions={track.track_id: position for position, track in enumerate(present)},
        albums_by_id={album.album_id: album for album in albums},
        artists_by_id={artist.artist_id: artist for artist in artists},
        genres_by_name={folded(genre.name): genre for genre in genres},
        track_search=SearchIndex(
            (("title", 1.0), ("artist", 0.8), ("album", 0.6)), ((t.title, t.artist, t.album) for t in present)
        ),
        album_search=SearchIndex((("title", 1.0), ("artist", 0.6)), ((a.title, a.artist) for a in albums)),
        artist_search=SearchIndex((("name", 1.0),), ((a.name,) for a in artists)),
    )


def _orders(tracks: Sequence[Track]) -> dict[str, np.ndarray]:
    title = _ranks([folded(t.title) for t in tracks])
    artist = _ranks([folded(t.artist) for t in tracks])
    album = _ranks([folded(t.album) for t in tracks])
    genre = _ranks([folded(t.genres[0]) if t.genres else "" for t in tracks])
    number = np.array([(t.disc_number or 1) * 10_000 + (t.track_number or 0) for t in tracks], dtype=np.int64)
    duration = np.array([t.duration_s or 0.0 for t in tracks], dtype=np.float64)
    added = np.array([t.added_at.timestamp() if t.added_at else 0.0 for t in tracks], dtype=np.float64)
    album_artist = _ranks([folded(t.album_artist or t.artist) for t in tracks])
    keys = {
        "title": (title, artist, album),
        "artist": (artist, album, number, title),
        "album": (album, album_artist, number, title),
        "genre": (genre, artist, album, number, title),
        "duration": (duration, title),
        "added": (added, artist, album, number, title),
    }
    # lexsort takes the last key as the first one; it is stable, so equals stay in order of id
    return {name: np.lexsort(by[::-1]).astype(np.int32) for name, by in keys.items()}


def _ranks(texts: Sequence[str]) -> np.ndarray:
    """Return the rank of each text among them, empty ones last, int32 [n]."""
    distinct = list(set(texts) - {""})
    chunks = [sorted(distinct[start : start + _CHUNK]) for start in range(0, len(distinct), _CHUNK)]
    rank = {text: i for i, text in enumerate(heapq.merge(*chunks))}
    rank[""] = len(rank)
    return np.fromiter((rank[text] for text in texts), dtype=np.int32, count=len(texts))


def _grouped(ids: Sequence[str], order: np.ndarray) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for position in order.tolist():
        if ids[position]:
            groups[ids[position]].append(position)
    return groups


def _albums(tracks: Sequence[Track], album_ids: Sequence[str], order: np.ndarray) -> tuple[Album, ...]:
    return tuple(
        _album(each, [tracks[i] for i in members], np.array(members, dtype=np.int32))
        for each, members in _grouped(album_ids, order).items()
    )


def _album(identity: str, tracks: Sequence[Track], positions: np.ndarray) -> Album:
    artist = tracks[0].album_artist or tracks[0].artist
    return Album(
        album_id=identity,
        title=tracks[0].album,
        artist=artist,
        artist_id=artist_id(artist),
        year=min((t.released_on.year for t in tracks if t.released_on), default=None),
        duration_s=sum(t.duration_s or 0.0 for t in tracks),
        positions=positions,
    )


def _artists(
    tracks: Sequence[Track],
    artist_ids: Sequence[str],
    album_ids: Sequence[str],
    albums: Sequence[Album],
    order: np.ndarray,
) -> tuple[Artist, ...]:
    """Group by track artist; who is only an album artist has a page too, with the albums and no tracks of their own."""
    groups = _grouped(artist_ids, order)
    names = {each: tracks[members[0]].artist for each, members in groups.items()}
    own_albums: dict[str, dict[str, None]] = defaultdict(dict)
    for album in albums:
        if album.artist_id:
            own_albums[album.artist_id][album.album_id] = None
            names.setdefault(album.artist_id, album.artist)
    for each, members in groups.items():
        own_albums[each].update((album_ids[i], None) for i in members if album_ids[i])
    made = [
        Artist(
            artist_id=each,
            name=name,
            album_ids=tuple(own_albums[each]),
            positions=np.array(groups.get(each, ()), dtype=np.int32),
        )
        for each, name in names.items()
    ]
    return tuple(made[i] for i in np.argsort(_ranks([folded(a.name) for a in made]), kind="stable"))


def _genres(tracks: Sequence[Track]) -> tuple[Genre, ...]:
    members: dict[str, list[int]] = defaultdict(list)
    names: dict[str, str] = {}
    for position, track in enumerate(tracks):
        for key in {folded(name): name for name in track.genres if name.strip()}.items():
            names.setdefault(*key)
            members[key[0]].append(position)
    return tuple(Genre(names[each], np.array(members[each], dtype=np.int32)) for each in sorted(members))
