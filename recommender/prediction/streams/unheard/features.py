"""What is known of a song before it is heard for the first time: the plays of its artist and of new songs."""

import hashlib
import re

import numpy as np

from recommender.prediction.named_columns import stack_columns
from recommender.prediction.streams.known_songs import FACTS, KnownSongs
from recommender.prediction.streams.known_songs import UNITS as FACT_UNITS
from recommender.prediction.streams.log import ListeningLog

ARTIST_HALF_LIVES = (1, 3, 7, 14, 30, 120)
NEW_HALF_LIVES = (0.1, 1, 7, 30)
WINDOW_DAYS = 30
NEVER_DAYS = 300.0
"""Stands for the days since an artist's last play when there was none."""
MAX_FIRST_PLAYS = 6_000
"""Of a long history only the newest first plays are learnt from: tastes change."""

ARTIST_UNITS: dict[str, str] = {
    **{f"artist_plays_decayed_{days}d": "plays" for days in ARTIST_HALF_LIVES},
    "artist_songs": "songs",
    "artist_plays": "plays",
    "artist_plays_per_song": "plays",
    "days_since_artist": "days",
    "days_since_artist_first": "days",
    "artist_new_songs_in_1d": "songs",
    "artist_new_songs_in_7d": "songs",
    "artist_new_songs_in_2h": "songs",
    "artist_replays_of_new_songs": "plays",
    **{f"new_songs_decayed_{days:g}d": "songs" for days in NEW_HALF_LIVES},
}
"""What is known before the song itself is looked at."""
SONG_UNITS: dict[str, str] = {
    "skips": "skips",
    "title_has_guest": "",
    "title_has_version": "",
    **dict(zip(FACTS, FACT_UNITS, strict=True)),
    "facts_known": "",
    "plays_share_of_genre": "",
}
"""What the song itself says; facts are 0 where they are not known."""
UNITS = ARTIST_UNITS | SONG_UNITS
"""Every feature of an unheard song and its unit, in the order of the columns."""
NAMES = tuple(UNITS)
GENRE_HALF_LIFE = 30
FINGERPRINT = hashlib.sha256("\n".join(NAMES).encode()).hexdigest()[:12]
_GUEST = re.compile(r"\b(feat|ft|featuring|with)\b", re.IGNORECASE)
_VERSION = re.compile(r"\b(remix|live|remaster(ed)?|version|edit|acoustic|mix)\b", re.IGNORECASE)


class FirstPlays:
    """A log indexed for first plays: what was known just before any moment."""

    def __init__(self, log: ListeningLog, known: KnownSongs) -> None:
        self._log = log
        self._known = known
        artists = [log.artists[artist] for artist in log.song_artist]
        self._row_of = [known.row(*names) for names in zip(log.titles, artists, strict=True)]
        genres = [known.genres[row] if row is not None else "" for row in self._row_of]
        self._genre_of_play = np.array(genres)[log.song]
        self.first_day = log.first_day
        self._first_sorted = np.sort(self.first_day)
        artist_of_play = log.song_artist[log.song]
        order = np.argsort(artist_of_play, kind="stable")
        self._plays_of = np.split(order, np.searchsorted(artist_of_play[order], np.arange(1, len(log.artists))))
        skip_order = np.argsort(log.skip_song, kind="stable")
        starts = np.searchsorted(log.skip_song[skip_order], np.arange(1, log.n_songs))
        self._skips_of = np.split(log.skip_day[skip_order], starts)
        self._replays = self._plays_within_window()

    def of_song(self, song: int, moment: float) -> np.ndarray:
        """Return the features of a song of the log just before `moment`: float32 [len(NAMES)]."""
        return _row(self.columns_of_song(song, moment))

    def columns_of_song(self, song: int, moment: float) -> dict[str, float]:
        """Return the features of a song of the log just before `moment` by name."""
        artist, row = int(self._log.song_artist[song]), self._row_of[song]
        genre = self._known.genres[row] if row is not None else ""
        about = _song_columns(
            self._log.titles[song],
            skips=int(np.sum(self._skips_of[song] < moment)),
            facts=None if row is None else self._known.facts[row],
            genre_share=self.genre_share(genre, moment) if genre else 0.0,
        )
        return self._artist_columns(artist, moment) | about

    def genre_share(self, genre: str, moment: float) -> float:
        """Return how much of what was heard lately, of known genre, was of this one: 0..1."""
        before = int(np.searchsorted(self._log.day, moment, side="left"))
        worth = 0.5 ** ((moment - self._log.day[:before]) / GENRE_HALF_LIFE)
        genres = self._genre_of_play[:before]
        total = float(worth[genres != ""].sum())
        return float(worth[genres == genre].sum()) / total if total else 0.0

    def genre_shares(self, moment: float) -> dict[str, float]:
        """Return the share of every genre that was heard."""
        return {str(genre): self.genre_share(str(genre), moment) for genre in np.unique(self._genre_of_play) if genre}

    def of_artist(self, artist: int | None, moment: float) -> np.ndarray:
        """Return all but what the song itself says: float32 [len(NAMES)]; None is an artist never heard."""
        return _row(self._artist_columns(artist, moment) | dict.fromkeys(SONG_UNITS, 0.0))

    def _artist_columns(self, artist: int | None, moment: float) -> dict[str, float]:
        log = self._log
        plays = self._plays_of[artist] if artist is not None else np.empty(0, dtype=np.int64)
        day = log.day[plays]
        before = day < moment
        age, song = moment - day[before], np.unique(log.song[plays[before]])
        newness = moment - self.first_day[song]
        n_songs, n_plays = len(song), len(age)
        replays = float(self._replays[plays[before]].sum())
        news = moment - self._first_sorted[: np.searchsorted(self._first_sorted, moment)]
        return {
            **{f"artist_plays_decayed_{days}d": (0.5 ** (age / days)).sum() for days in ARTIST_HALF_LIVES},
            "artist_songs": n_songs,
            "artist_plays": n_plays,
            "artist_plays_per_song": n_plays / max(n_songs, 1),
            "days_since_artist": age.min() if n_plays else NEVER_DAYS,
            "days_since_artist_first": age.max() if n_plays else 0.0,
            "artist_new_songs_in_1d": (newness < 1).sum(),
            "artist_new_songs_in_7d": (newness < 7).sum(),
            "artist_new_songs_in_2h": (newness < 0.1).sum(),
            "artist_replays_of_new_songs": replays / (n_songs + 1),
            **{f"new_songs_decayed_{days:g}d": (0.5 ** (news / days)).sum() for days in NEW_HALF_LIVES},
        }

    def _plays_within_window(self) -> np.ndarray:
        """Return for each play whether it is one of the 30 days after its song's first play, not the first itself."""
        since = self._log.day - self.first_day[self._log.song]
        inside: np.ndarray = (since > 0) & (since < WINDOW_DAYS)
        return inside

    def replays(self) -> np.ndarray:
        """Return how often each song was played in the 30 days after its first play, int [n_songs]."""
        songs = self._log.song[self._replays]
        return np.bincount(songs, minlength=self._log.n_songs)


def about_song(title: str, *, skips: int = 0, facts: np.ndarray | None = None, genre_share: float = 0.0) -> np.ndarray:
    """Return what the song itself says, zero elsewhere: float32 [len(NAMES)]."""
    about = _song_columns(title, skips=skips, facts=facts, genre_share=genre_share)
    return _row(dict.fromkeys(ARTIST_UNITS, 0.0) | about)


def _song_columns(title: str, *, skips: int, facts: np.ndarray | None, genre_share: float) -> dict[str, float]:
    return {
        "skips": skips,
        "title_has_guest": bool(_GUEST.search(title)),
        "title_has_version": bool(_VERSION.search(title)),
        **dict(zip(FACTS, np.zeros(len(FACTS)) if facts is None else facts, strict=True)),
        "facts_known": facts is not None,
        "plays_share_of_genre": genre_share,
    }


def _row(columns: dict[str, float]) -> np.ndarray:
    row: np.ndarray = stack_columns(columns, NAMES, n=1, dtype=np.float32)[0]
    return row


def first_play_rows(plays: FirstPlays, songs: np.ndarray) -> np.ndarray:
    """Return the features of each song just before its first play: float32 [n, len(NAMES)]."""
    if not len(songs):
        return np.empty((0, len(NAMES)), dtype=np.float32)
    rows = [
        plays.columns_of_song(song, moment) for song, moment in zip(songs.tolist(), plays.first_day[songs], strict=True)
    ]
    columns = {name: np.array([row[name] for row in rows]) for name in rows[0]}
    return stack_columns(columns, NAMES, n=len(rows), dtype=np.float32)
