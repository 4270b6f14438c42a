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
CLOSED = -np.inf
"""Worth of what is not picked any more."""
NONE = np.empty(0, dtype=np.int32)


def rerank(
    scored: Scored,
    table: TrackTable,
    *,
    n: int,
    artist_cap: int,
    heard_songs: frozenset[int],
    drawn: np.ndarray = NONE,
) -> list[int]:
    """Return positions in `scored` of at most `n` picks, best first; the last is one of the rows `drawn`, if it can be.

    `artist_cap` tracks of one artist at most in any `ARTIST_WINDOW` picks in a row (untagged artists are not
    counted); tracks with the same normalised title and artist, or almost the same sound, once;
    `heard_songs` are song codes that were heard lately under another id.
    """
    order = _shortlist(scored, drawn)
    is_drawn = np.isin(scored.rows[order], drawn)
    rows, vectors = scored.rows[order], scored.vectors[order]
    artists, songs = table.artist_codes[rows], table.song_codes[rows]
    artist_of, song_of = artists.tolist(), songs.tolist()
    has_twins = len(set(song_of)) < len(song_of)
    worth = scored.scores[order] / DIVERSITY  # in units of likeness
    worth[[song in heard_songs for song in song_of]] = CLOSED
    likeness = np.zeros(len(order), dtype=np.float32)
    picked: list[int] = []
    while len(picked) < min(n, len(order)):
        gain = worth - likeness
        for artist in _artists_at_cap([artist_of[position] for position in picked[1 - ARTIST_WINDOW :]], artist_cap):
            np.putmask(gain, artists == artist, CLOSED)
        if len(picked) == n - 1 and (gain[is_drawn] > CLOSED).any():
            np.putmask(gain, ~is_drawn, CLOSED)
        best = int(gain.argmax())
        if gain[best] == CLOSED:
            break
        picked.append(best)
        alike = vectors @ vectors[best]
        np.maximum(likeness, alike, out=likeness)
        np.putmask(worth, alike >= SAME_SOUND, CLOSED)
        if has_twins:
            np.putmask(worth, songs == songs[best], CLOSED)
        worth[best] = CLOSED
    return order[picked].tolist() if picked else []


def _shortlist(scored: Scored, drawn: np.ndarray) -> np.ndarray:
    """Return the positions of the best scores, and behind them those of the rows `drawn` that are not among them."""
    order = np.argsort(-scored.scores, kind="stable")
    if not len(drawn):
        return order[:SHORTLIST]
    return np.concatenate([order[:SHORTLIST], np.setdiff1d(np.searchsorted(scored.rows, drawn), order[:SHORTLIST])])


def _artists_at_cap(window: list[int], artist_cap: int) -> set[int]:
    """Return the artists of whom the last picks hold as many as may be; untagged tracks (-1) have none."""
    return {artist for artist in window if artist >= 0 and window.count(artist) >= artist_cap}
