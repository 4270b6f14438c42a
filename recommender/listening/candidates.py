"""Where picks may come from: each source proposes rows; the scores decide.

A source is a callable `(situation, rng) -> rows`, int32, not yet filtered. One place of a slate is for a track by
chance, so that every track of the catalogue is proposed some day.
"""

from collections.abc import Callable

import numpy as np

from recommender.listening.situation import Situation
from recommender.similarity.rows import sort_once

POPULAR = 40
FRESH = 40
LIKED_ARTISTS = 5
OF_LIKED_ARTIST = 12
"""Tracks by each of them."""
MAX_FRESH = 400
OF_THE_MOOD = 200
ON_COURSE = 200
SMALL_LIBRARY = 200
"""Up to this many tracks, all of them are candidates."""
DRAWN = 8
"""Tracks drawn for each slate; the one that suits the listener best takes the place."""
MIN_PICKS = 8
"""Slates with fewer picks have no place to give away."""
MIN_TRACKS = 500
"""In a smaller library every track is a candidate often enough."""

Source = Callable[[Situation, np.random.Generator], np.ndarray]


def like_now_playing(situation: Situation, _rng: np.random.Generator) -> np.ndarray:
    """Propose what sounds like the track that plays now."""
    if situation.playing is None:
        return _NOTHING
    return situation.index.candidates(situation.playing)


def like_the_taste(situation: Situation, _rng: np.random.Generator) -> np.ndarray:
    """Propose what sounds like the tracks that stand for the taste."""
    proposed = [situation.index.candidates(centre.row) for centre in situation.centres]
    return np.concatenate(proposed) if proposed else _NOTHING


def by_liked_artists(situation: Situation, rng: np.random.Generator) -> np.ndarray:
    """Propose tracks by the artists that the listener likes most, whatever they sound like."""
    liked = sorted((-weight, artist) for artist, weight in situation.liked_artists.items() if weight > 0)
    artists = np.array([artist for _, artist in liked[:LIKED_ARTISTS]], dtype=np.int32)
    rows = situation.leave_open(np.sort(situation.index.table.rows_of_artists(artists)))
    if len(rows) <= OF_LIKED_ARTIST:
        return rows
    by = situation.index.table.artist_codes[rows]
    of_each = [rows[by == artist] for artist in artists]
    return np.concatenate(
        [own if len(own) <= OF_LIKED_ARTIST else rng.choice(own, OF_LIKED_ARTIST, replace=False) for own in of_each]
    )


def popular(situation: Situation, _rng: np.random.Generator) -> np.ndarray:
    """Propose what is played here lately."""
    rows = situation.popular.rows
    return (rows if situation.hidden is None else rows[~situation.hidden[rows]])[:POPULAR]


def fresh(situation: Situation, rng: np.random.Generator) -> np.ndarray:
    """Propose some tracks by chance, so that nothing stays unheard for ever."""
    n_tracks = len(situation.index.table)
    if situation.hidden is not None:
        return _fresh_among(np.flatnonzero(~situation.hidden).astype(np.int32), n_tracks, rng)
    if n_tracks <= SMALL_LIBRARY:
        return np.arange(n_tracks, dtype=np.int32)
    return rng.integers(n_tracks, size=FRESH, dtype=np.int32)


def of_the_mood(situation: Situation, rng: np.random.Generator) -> np.ndarray:
    """Propose tracks of the wished mood by chance, whatever they sound like."""
    if situation.wish is None:
        return _NOTHING
    fits = situation.wish.fits if situation.hidden is None else situation.wish.fits & ~situation.hidden
    rows = np.flatnonzero(fits).astype(np.int32)
    return rows if len(rows) <= OF_THE_MOOD else rng.choice(rows, OF_THE_MOOD, replace=False)


def _fresh_among(rows: np.ndarray, n_tracks: int, rng: np.random.Generator) -> np.ndarray:
    """Return some of the rows that the listener sees: the more, the more of what sounds alike is hidden from them."""
    if len(rows) <= SMALL_LIBRARY:
        return rows
    return rng.choice(rows, min(len(rows), MAX_FRESH, FRESH * n_tracks // len(rows)), replace=False)


def on_course(situation: Situation, rng: np.random.Generator) -> np.ndarray:
    """Propose tracks by chance from where the listener steers to, whatever they sound like."""
    rows = situation.course.wanted(len(situation.index.table), rng)
    rows = situation.leave_open(rows)
    return rows if len(rows) <= ON_COURSE else rng.choice(rows, ON_COURSE, replace=False)


def following(situation: Situation, _rng: np.random.Generator) -> np.ndarray:
    """Propose what often follows the last tracks of the session, whatever it sounds like."""
    return situation.following.rows


SOURCES: tuple[Source, ...] = (
    like_now_playing,
    like_the_taste,
    by_liked_artists,
    popular,
    fresh,
    of_the_mood,
    on_course,
    following,
)

_NOTHING = np.empty(0, dtype=np.int32)


def candidates(situation: Situation, rng: np.random.Generator) -> np.ndarray:
    """Return the rows that may be picked, each once, in ascending order: int32 [k]."""
    rows = sort_once(np.concatenate([source(situation, rng) for source in SOURCES]))
    rows = situation.leave_open(rows)
    return rows if len(rows) else _whatever_is_open(situation, rng)


def _whatever_is_open(situation: Situation, rng: np.random.Generator) -> np.ndarray:
    """Return some rows for a listener who has turned away all that the sources propose."""
    rows = situation.leave_open(np.arange(len(situation.index.table), dtype=np.int32))
    return rows if len(rows) <= SMALL_LIBRARY else np.sort(rng.choice(rows, SMALL_LIBRARY, replace=False))


def draw_by_chance(situation: Situation, rng: np.random.Generator, *, n_picks: int) -> np.ndarray:
    """Return rows that may be picked, each track of the catalogue as likely as any other: int32, ascending.

    None where the listener says what they want, by a wish or by steering.
    """
    n_tracks = len(situation.index.table)
    has_no_place = n_picks < MIN_PICKS or n_tracks < MIN_TRACKS
    if has_no_place or situation.wish is not None or situation.course.is_steered:
        return np.empty(0, dtype=np.int32)
    return situation.leave_open(np.unique(rng.integers(n_tracks, size=DRAWN, dtype=np.int32)))
