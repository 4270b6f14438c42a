"""The tracks among which a list is put together, with every step between two of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recommender.listening.reranking import ARTIST_WINDOW, SAME_SOUND
from recommender.playlists.generated.landmarks import step_costs
from recommender.similarity.track_index import TrackIndex


@dataclass(frozen=True, eq=False)
class Neighbourhood:
    """Some tracks of the index; they are named by their place here."""

    rows: np.ndarray
    """int32 [m], ascending."""
    cosine: np.ndarray
    """float32 [m, m]."""
    costs: np.ndarray
    """float32 [m, m]: of a step from one to another."""
    artists: np.ndarray
    """int32 [m]: artist codes; -1 for untagged."""
    songs: np.ndarray
    """int32 [m]: song codes."""

    @classmethod
    def of(cls, index: TrackIndex, rows: np.ndarray) -> "Neighbourhood":
        """Return the neighbourhood of these rows, each once."""
        rows = np.unique(rows)
        vectors = index.vectors_of(rows)
        cosine = vectors @ vectors.T
        return cls(rows, cosine, step_costs(cosine), index.table.artist_codes[rows], index.table.song_codes[rows])

    def places(self, rows: Sequence[int]) -> list[int]:
        """Return the places of rows that are here."""
        return [int(place) for place in np.searchsorted(self.rows, rows)]

    def free_at(self, places: Sequence[int], at: int, *, artist_cap: int) -> np.ndarray:
        """Return what may be put into a list before its position `at`: bool [m].

        Not what is in the list already, the same song or almost the same sound as something in it, nor an artist of
        whom any `ARTIST_WINDOW` tracks in a row would then hold more than `artist_cap`.
        """
        inside = np.asarray(places)
        free: np.ndarray = (self.cosine[inside] < SAME_SOUND).all(axis=0)
        free &= ~np.isin(self.songs, self.songs[inside])
        free[inside] = False
        before, after = inside[max(0, at + 1 - ARTIST_WINDOW) : at], inside[at : at + ARTIST_WINDOW - 1]
        for artist in _artists_at_cap(self.artists[before].tolist(), self.artists[after].tolist(), artist_cap):
            free &= self.artists != artist
        return free


def _artists_at_cap(before: list[int], after: list[int], artist_cap: int) -> list[int]:
    """Return the artists that fill their cap in some window around a gap between two parts of a list."""
    around = [artist for artist in (*before, *after) if artist >= 0]
    often = {artist for artist in around if around.count(artist) >= artist_cap}
    full = []
    for artist in often:
        for n_before in range(min(len(before), ARTIST_WINDOW - 1) + 1):
            window = [*before[len(before) - n_before :], *after[: ARTIST_WINDOW - 1 - n_before]]
            if window.count(artist) >= artist_cap:
                full.append(artist)
                break
    return full
