"""Which tracks are one release: linked by a song or an album, so that neither may stand on both sides of a split."""

import re
from collections.abc import Iterator

import numpy as np

from recommender.catalogue.names import fold
from recommender.prediction.popularity.records import LabelledTracks, folded_artist

_REMARKS = re.compile(r"\s+[-\u2013\u2014]\s+|\s*[(\[]")


def bare_title(title: str) -> str:
    """Return a title up to its first remark: `Ghost - Acoustic` and `Ghost (Live)` become `ghost`.

    Stricter than a song's key elsewhere: whatever stands after a dash or a bracket goes, for a guard may join too much.
    """
    whole = fold(title)
    return _REMARKS.split(whole, maxsplit=1)[0].strip() or whole


def release_of(tracks: LabelledTracks) -> np.ndarray:
    """Return the release of each track, int [n]: the connected parts of `same song` and `same album`.

    Two tracks share a song or an album when its bare title and any of the credited artists are the same.
    """
    parents = list(range(len(tracks)))
    first_with: dict[tuple[str, str, str], int] = {}
    for row in range(len(tracks)):
        for link in _links(tracks, row):
            other = first_with.setdefault(link, row)
            parents[_root(parents, row)] = _root(parents, other)
    roots = np.array([_root(parents, row) for row in range(len(tracks))], dtype=np.int64)
    _, codes = np.unique(roots, return_inverse=True)
    return np.asarray(codes, dtype=np.int64)


def _links(tracks: LabelledTracks, row: int) -> Iterator[tuple[str, str, str]]:
    song, album = bare_title(tracks.titles[row]), fold(tracks.albums[row])
    for name in tracks.artists[row]:
        artist = folded_artist(name)
        if song:
            yield ("song", artist, song)
        if album:
            yield ("album", artist, album)


def _root(parents: list[int], row: int) -> int:
    while parents[row] != row:
        parents[row] = parents[parents[row]]
        row = parents[row]
    return row
