"""Makes a catalogue of tracks: groups, orders and search, by rules that need no store."""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from recommender.catalogue.albums import UNDATED, Grouping, group_albums
from recommender.catalogue.credits import Credits, credits_of, first_credit
from recommender.catalogue.facets import group_facets
from recommender.catalogue.former_ids import former_artist_id
from recommender.catalogue.names import artist_id, fold
from recommender.catalogue.search import Field, SearchIndex
from recommender.catalogue.snapshot import Album, Artist, Catalogue, Genre
from recommender.records import Track

_CHUNK = 4_000
"""Names sorted in one go: a longer sort would keep every other thread of the process waiting."""
SEARCHES: Mapping[str, tuple[Field, ...]] = {
    "track_search": (("title", 1.0), ("artist", 0.8), ("album", 0.6)),
    "album_search": (("title", 1.0), ("artist", 0.6)),
    "artist_search": (("name", 1.0),),
}
"""What is searched, and in which fields."""


def present_tracks(tracks: Iterable[Track]) -> tuple[Track, ...]:
    """Return those of the tracks that are present, in the order that their positions have."""
    return tuple(sorted((t for t in tracks if t.status == "present"), key=lambda t: t.track_id))


def durations_of(tracks: Sequence[Track]) -> np.ndarray:
    """Return how long each track is, float64 [n_tracks]; 0 where it is not known."""
    return np.array([t.duration_s or 0.0 for t in tracks], dtype=np.float64)


def build_catalogue(tracks: Iterable[Track], *, revision: str = "0", folder: Path | None = None) -> Catalogue:
    """Build the catalogue of those of `tracks` that are present; 100,000 take some seconds of one core.

    The search indexes are in memory, or below `folder`.
    """
    present = present_tracks(tracks)
    credited = credits_of(present)
    groupings = group_albums(present, credited)
    album_ids = [""] * len(present)
    for grouping in groupings:
        for i in grouping.members:
            album_ids[i] = grouping.album_id
    orders = _orders(present, groupings)
    albums = _albums(present, groupings, orders["album"])
    artists = _artists(credited, album_ids, albums, orders["artist"])
    genres = _genres(present)
    rows: dict[str, Iterable[tuple[str, ...]]] = {
        "track_search": (
            (t.title, t.artist, f"{t.album} {t.released_on.year if t.released_on else ''}") for t in present
        ),
        "album_search": ((a.title, f"{a.artist} {a.year or ''}") for a in albums),
        "artist_search": ((a.name,) for a in artists),
    }
    searches = {
        name: SearchIndex(fields, rows[name], folder=folder / name if folder else None)
        for name, fields in SEARCHES.items()
    }
    return Catalogue(
        revision=revision,
        tracks=present,
        artist_ids=tuple(artist_id(names[0]) if names else "" for names in credited),
        album_ids=tuple(album_ids),
        durations_s=durations_of(present),
        orders=orders,
        albums=albums,
        newest_albums=_newest_first(albums, present),
        artists=artists,
        genres=genres,
        positions={track.track_id: position for position, track in enumerate(present)},
        albums_by_id=_albums_by_id(albums, groupings),
        artists_by_id=_artists_by_id(artists, present),
        genres_by_name={fold(genre.name): genre for genre in genres},
        facets=group_facets(present),
        track_search=searches["track_search"],
        album_search=searches["album_search"],
        artist_search=searches["artist_search"],
    )


def _orders(tracks: Sequence[Track], groupings: Sequence[Grouping]) -> dict[str, np.ndarray]:
    title = _ranks([t.title for t in tracks])
    artist = _ranks([t.artist for t in tracks])
    album = _album_ranks(tracks, groupings)
    genre = _ranks([t.genres[0] if t.genres else "" for t in tracks])
    number = np.array([(t.disc_number or 1) * 10_000 + (t.track_number or 0) for t in tracks], dtype=np.int64)
    duration = np.array([t.duration_s or 0.0 for t in tracks], dtype=np.float64)
    added = np.array([t.added_at.timestamp() if t.added_at else 0.0 for t in tracks], dtype=np.float64)
    keys = {
        "title": (title, artist, album),
        "artist": (artist, album, number, title),
        "album": (album, number, title),
        "genre": (genre, artist, album, number, title),
        "duration": (duration, title),
        "added": (added, artist, album, number, title),
    }
    # lexsort takes the last key as the first one; it is stable, so equals stay in order of id
    return {name: np.lexsort(by[::-1]).astype(np.int32) for name, by in keys.items()}


def _album_ranks(tracks: Sequence[Track], groupings: Sequence[Grouping]) -> np.ndarray:
    """Return the rank of each track's album by title, artist and year, tracks without one last, int32 [n]."""
    titles = _ranks([tracks[grouping.members[0]].album for grouping in groupings])
    artists = _ranks([grouping.artist for grouping in groupings])
    years = np.array([grouping.year or UNDATED for grouping in groupings], dtype=np.int32)
    ranks = np.full(len(tracks), len(groupings), dtype=np.int32)
    for rank, number in enumerate(np.lexsort((years, artists, titles)).tolist()):
        ranks[list(groupings[number].members)] = rank
    return ranks


def _ranks(names: Sequence[str]) -> np.ndarray:
    """Return the rank of each name among them, folded, empty ones last, int32 [n]."""
    plain = {name: fold(name) for name in set(names)}
    distinct = list(set(plain.values()) - {""})
    chunks = [sorted(distinct[start : start + _CHUNK]) for start in range(0, len(distinct), _CHUNK)]
    rank = {text: i for i, text in enumerate(heapq.merge(*chunks))}
    rank[""] = len(rank)
    return np.fromiter((rank[plain[name]] for name in names), dtype=np.int32, count=len(names))


def _albums(tracks: Sequence[Track], groupings: Sequence[Grouping], order: np.ndarray) -> tuple[Album, ...]:
    position_in_order = np.empty(len(order), dtype=np.int32)
    position_in_order[order] = np.arange(len(order), dtype=np.int32)
    ordered = [(grouping, sorted(grouping.members, key=position_in_order.__getitem__)) for grouping in groupings]
    ordered.sort(key=lambda pair: position_in_order[pair[1][0]])
    ids = {artist: artist_id(first_credit(artist)) for artist in {grouping.artist for grouping in groupings}}
    return tuple(
        Album(
            album_id=grouping.album_id,
            title=tracks[members[0]].album,
            artist=grouping.artist,
            artist_id=ids[grouping.artist],
            year=grouping.year,
            duration_s=sum(tracks[i].duration_s or 0.0 for i in members),
            positions=np.array(members, dtype=np.int32),
        )
        for grouping, members in ordered
    )


def _newest_first(albums: Sequence[Album], tracks: Sequence[Track]) -> tuple[Album, ...]:
    added = [track.added_at.timestamp() if track.added_at else 0.0 for track in tracks]
    newest = {album.album_id: max(added[i] for i in album.positions.tolist()) for album in albums}
    return tuple(sorted(albums, key=lambda album: -newest[album.album_id]))


def _artists(
    credited: Sequence[Credits], album_ids: Sequence[str], albums: Sequence[Album], order: np.ndarray
) -> tuple[Artist, ...]:
    """Group by each artist of a credit; who is only an album artist has a page too, with the albums and no tracks."""
    ids = {name: artist_id(name) for name in {name for names in credited for name in names}}
    members: dict[str, list[int]] = defaultdict(list)
    names: dict[str, str] = {}
    for position in order.tolist():
        for name in credited[position]:
            members[ids[name]].append(position)
            names.setdefault(ids[name], name)
    own_albums: dict[str, dict[str, None]] = defaultdict(dict)
    for album in albums:
        if album.artist_id:
            own_albums[album.artist_id][album.album_id] = None
            names.setdefault(album.artist_id, first_credit(album.artist))
    for id_of_artist, positions in members.items():
        own_albums[id_of_artist].update((album_ids[i], None) for i in positions if album_ids[i])
    made = [
        Artist(
            artist_id=id_of_artist,
            name=name,
            album_ids=tuple(own_albums[id_of_artist]),
            positions=np.array(members.get(id_of_artist, ()), dtype=np.int32),
        )
        for id_of_artist, name in names.items()
    ]
    return tuple(made[i] for i in np.argsort(_ranks([a.name for a in made]), kind="stable"))


def _albums_by_id(albums: Sequence[Album], groupings: Sequence[Grouping]) -> dict[str, Album]:
    """Return the albums by their ids, and by others that links may hold."""
    by_id = {album.album_id: album for album in albums}
    for grouping in groupings:
        for other in grouping.other_ids:
            by_id.setdefault(other, by_id[grouping.album_id])
    return by_id


def _artists_by_id(artists: Sequence[Artist], tracks: Sequence[Track]) -> dict[str, Artist]:
    """Return the artists by their ids, and by those that credited had before; of several the one with most tracks."""
    by_id = {artist.artist_id: artist for artist in artists}
    known = dict(by_id)
    for artist in sorted(artists, key=lambda artist: -len(artist.positions)):
        by_id.setdefault(former_artist_id(artist.name), artist)
    for credit in {text for track in tracks for text in (track.artist, track.album_artist) if text.strip()}:
        if main := known.get(artist_id(first_credit(credit))):
            by_id.setdefault(former_artist_id(credit), main)
    return by_id


def _genres(tracks: Sequence[Track]) -> tuple[Genre, ...]:
    members: dict[str, list[int]] = defaultdict(list)
    names: dict[str, str] = {}
    for position, track in enumerate(tracks):
        for key in {fold(name): name for name in track.genres if name.strip()}.items():
            names.setdefault(*key)
            members[key[0]].append(position)
    return tuple(Genre(names[key], np.array(members[key], dtype=np.int32)) for key in sorted(members))
