"""From scores to a list worth hearing: no twins, few of one artist, not all of one kind."""

import numpy as np

from recommender.listening.scoring import Scored
from recommender.similarity.track_table import TrackTable

SHORTLIST = 120
SAME_SOUND = 0.985
"""Cosine from which two tracks count as the same recording."""
DIVERSITY = 0.35
"""What likeness to something already picked costs (maximal marginal relevance, Carbonell and Goldstein 1998)."""
ARTIST_WINDOW = 10


def rerank(scored: Scored, table: TrackTable, *, n: int, artist_cap: int, heard_songs: frozenset[int]) -> list[int]:
    """Return positions in `scored` of at most `n` picks, best first.

    `artist_cap` tracks of one artist at most in any `ARTIST_WINDOW` picks in a row (untagged artists are not
    counted); tracks with the same normalised title and artist, or almost the same sound, once;
    `heard_songs` are song codes that were heard lately under another id.
    """
    order = np.lexsort((scored.rows, -scored.scores))[:SHORTLIST]
    rows = scored.rows[order]
    vectors = scored.vectors[order]
    artists = table.artist_codes[rows].tolist()
    songs = table.song_codes[rows].tolist()
    value = scored.scores[order].copy()
    open_ = np.array([song not in heard_songs for song in songs], dtype=bool)
    likeness = np.zeros(len(order), dtype=np.float32)
    picked: list[int] = []
    while len(picked) < n:
        free = open_ & ~_artists_at_cap(picked, artists, artist_cap)
        if not free.any():
            break
        best = int(np.where(free, value - DIVERSITY * likeness, -np.inf).argmax())
        picked.append(best)
        alike = vectors @ vectors[best]
        np.maximum(likeness, alike, out=likeness)
        open_ &= alike < SAME_SOUND
        open_ &= np.array([song != songs[best] for song in songs], dtype=bool)
        open_[best] = False
    return [int(order[position]) for position in picked]


def _artists_at_cap(picked: list[int], artists: list[int], artist_cap: int) -> np.ndarray:
    window = [artists[position] for position in picked[1 - ARTIST_WINDOW :]]
    full = {artist for artist in window if artist >= 0 and window.count(artist) >= artist_cap}
    if not full:
        return np.zeros(len(artists), dtype=bool)
    return np.array([artist in full for artist in artists], dtype=bool)
