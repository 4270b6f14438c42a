"""From a ranking to a list: the best tracks that may stand together, artists not too often."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from recommender.listening.reranking import ARTIST_WINDOW, SAME_SOUND
from recommender.similarity.track_index import TrackIndex

SHORTLIST_PER_TRACK = 12
"""Of a long ranking only so much is looked at first."""


class Choice(NamedTuple):
    """Rows in the order in which they were chosen."""

    rows: list[int]
    artist_cap: int
    """Tracks of one artist in any ten in a row: more than was asked for where there are not enough artists."""


def choose(index: TrackIndex, ranked: np.ndarray, *, n: int, artist_cap: int, apart_from: Sequence[int] = ()) -> Choice:
    """Choose up to `n` of the rows, best first, so that no song or sound comes twice.

    `apart_from` are rows whose songs and sounds do not come either. Where the cap leaves fewer than `n`, it rises.
    """
    best = Choice([], artist_cap)
    for shortlist, cap in ((SHORTLIST_PER_TRACK * n, artist_cap), *((None, c) for c in _caps(artist_cap))):
        rows = _choose(index, ranked[:shortlist], n=n, artist_cap=cap, apart_from=apart_from)
        if len(rows) > len(best.rows):
            best = Choice(rows, cap)
        if len(rows) == n:
            break
    return best


def _caps(artist_cap: int) -> range:
    return range(artist_cap, max(artist_cap, ARTIST_WINDOW) + 1)


def _choose(index: TrackIndex, ranked: np.ndarray, *, n: int, artist_cap: int, apart_from: Sequence[int]) -> list[int]:
    table = index.table
    songs = set(table.song_codes[list(apart_from)].tolist())
    taken = np.empty((len(apart_from) + n, index.space.dims), dtype=np.float32)
    taken[: len(apart_from)] = index.vectors_of(apart_from)
    waiting = ranked.tolist()
    rows: list[int] = []
    artists: list[int] = []
    while waiting and len(rows) < n:
        later: list[int] = []
        for at, row in enumerate(waiting):
            artist, song = int(table.artist_codes[row]), int(table.song_codes[row])
            n_taken = len(apart_from) + len(rows)
            if song in songs:
                continue
            vector = index.vector(row)
            if (taken[:n_taken] @ vector >= SAME_SOUND).any():
                continue
            if artist >= 0 and artists[1 - ARTIST_WINDOW :].count(artist) >= artist_cap:
                later.append(row)
                continue
            rows.append(row)
            artists.append(artist)
            songs.add(song)
            taken[n_taken] = vector
            waiting = [*later, *waiting[at + 1 :]]
            break
        else:
            break
    return rows
