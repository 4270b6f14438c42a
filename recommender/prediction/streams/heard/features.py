"""What is known, at one moment, of the songs a listener has heard: how often and how lately they were played."""

import hashlib
from dataclasses import dataclass

import numpy as np

from recommender.prediction.named_columns import stack_columns
from recommender.prediction.streams.log import ListeningLog

WINDOW_DAYS = 30
HALF_LIVES = (2, 3, 5, 7, 14, 30, 120)
"""Days in which a play loses half of its weight."""
ARTIST_HALF_LIVES = (7, 30, 120)
SKIP_HALF_LIVES = (7, 30, 120)
LISTENER_HALF_LIVES = (7, 30)
RECENT_DAYS = (7, 30)

UNITS: dict[str, str] = {
    "plays": "plays",
    "days_heard": "days",
    "days_since_last_play": "days",
    "days_since_first_play": "days",
    **{f"plays_decayed_{days}d": "plays" for days in HALF_LIVES},
    **{f"days_heard_in_{days}d": "days" for days in RECENT_DAYS},
    **{f"artist_other_plays_decayed_{days}d": "plays" for days in ARTIST_HALF_LIVES},
    "artist_songs": "songs",
    **{f"skips_decayed_{days}d": "skips" for days in SKIP_HALF_LIVES},
    **{f"listener_plays_decayed_{days}d": "plays" for days in LISTENER_HALF_LIVES},
    "plays_last_30d": "plays",
}
"""Every feature of a heard song and its unit, in the order of the columns."""
NAMES = tuple(UNITS)
FINGERPRINT = hashlib.sha256("\n".join(NAMES).encode()).hexdigest()[:12]


@dataclass(frozen=True, eq=False)
class HeardRows:
    """Songs heard before one moment [n]."""

    song: np.ndarray
    """int [n]."""
    x: np.ndarray
    """float32 [n, len(NAMES)]."""

    def column(self, name: str) -> np.ndarray:
        """Return one feature, float32 [n]."""
        column: np.ndarray = self.x[:, NAMES.index(name)]
        return column


def heard_rows(log: ListeningLog, moment: float) -> HeardRows:
    """Return the features of every song heard before `moment` (days), from what was known then."""
    n_songs, n_artists = log.n_songs, len(log.artists)
    n_plays = int(np.searchsorted(log.day, moment, side="left"))
    song, age = log.song[:n_plays], moment - log.day[:n_plays]
    n_skips = int(np.searchsorted(log.skip_day, moment, side="left"))
    skip_song, skip_age = log.skip_song[:n_skips], moment - log.skip_day[:n_skips]

    def per_song(half_life: float) -> np.ndarray:
        return np.bincount(song, weights=0.5 ** (age / half_life), minlength=n_songs)

    plays = np.bincount(song, minlength=n_songs)
    rows = np.flatnonzero(plays)
    artist = log.song_artist
    last, first = np.full(n_songs, np.inf), np.zeros(n_songs)
    np.minimum.at(last, song, age)
    np.maximum.at(first, song, age)
    decayed = {days: per_song(days) for days in {*HALF_LIVES, *ARTIST_HALF_LIVES}}
    columns = {
        "plays": plays,
        "days_heard": _days_heard(song, log.day[:n_plays], n_songs),
        "days_since_last_play": last,
        "days_since_first_play": first,
        "artist_songs": np.bincount(artist[rows], minlength=n_artists)[artist],
        "plays_last_30d": np.bincount(song[age <= WINDOW_DAYS], minlength=n_songs),
    }
    columns |= {f"plays_decayed_{days}d": decayed[days] for days in HALF_LIVES}
    for days in RECENT_DAYS:
        recent = age <= days
        columns[f"days_heard_in_{days}d"] = _days_heard(song[recent], log.day[:n_plays][recent], n_songs)
    for days in ARTIST_HALF_LIVES:
        whole = np.bincount(artist, weights=decayed[days], minlength=n_artists)
        columns[f"artist_other_plays_decayed_{days}d"] = np.maximum(whole[artist] - decayed[days], 0.0)
    for days in SKIP_HALF_LIVES:
        weights = 0.5 ** (skip_age / days)
        columns[f"skips_decayed_{days}d"] = np.bincount(skip_song, weights=weights, minlength=n_songs)
    for days in LISTENER_HALF_LIVES:
        columns[f"listener_plays_decayed_{days}d"] = np.full(n_songs, (0.5 ** (age / days)).sum())
    of_heard = {name: column[rows] for name, column in columns.items()}
    return HeardRows(rows, stack_columns(of_heard, NAMES, n=len(rows), dtype=np.float32))


def plays_after(log: ListeningLog, moment: float, songs: np.ndarray) -> np.ndarray:
    """Return how often each of `songs` is played in the 30 days from `moment` on, int [n]."""
    first, last = np.searchsorted(log.day, [moment, moment + WINDOW_DAYS], side="left")
    counts: np.ndarray = np.bincount(log.song[first:last], minlength=log.n_songs)[songs]
    return counts


def _days_heard(song: np.ndarray, day: np.ndarray, n_songs: int) -> np.ndarray:
    """Return on how many calendar days each song was heard."""
    whole = np.floor(day).astype(np.int64)
    pairs = np.unique(song.astype(np.int64) * 1_000_000 + whole)
    return np.bincount(pairs // 1_000_000, minlength=n_songs)
