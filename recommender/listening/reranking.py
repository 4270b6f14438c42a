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
    artists, songs = table.artist_codes[rows], table.song_codes[rows]
    value = scored.scores[order]
    open_ = ~np.isin(songs, list(heard_songs)) if heard_songs else np.ones(len(order), dtype=bool)
    likeness = np.zeros(len(order), dtype=np.float32)
    picked: list[int] = []
    while len(picked) < n:
        free = _close_artists_at_cap(open_, picked, artists, artist_cap)
        if not free.any():
            break
        best = int(np.where(free, value - DIVERSITY * likeness, -np.inf).argmax())
        picked.append(best)
        alike = vectors @ vectors[best]
        np.maximum(likeness, alike, out=likeness)
        open_ &= alike < SAME_SOUND
        open_ &= songs != songs[best]
        open_[best] = False
    return [int(order[position]) for position in picked]


def _close_artists_at_cap(open_: np.ndarray, picked: list[int], artists: np.ndarray, artist_cap: int) -> np.ndarray:
    """Return what is open, bool [k], without the artists of which the last picks hold as many as may be."""
    window = artists[picked[1 - ARTIST_WINDOW :]].tolist()
    full = {artist for artist in window if artist >= 0 and window.count(artist) >= artist_cap}
    for artist in full:
        open_ = open_ & (artists != artist)
    return open_
