"""What is known of a song before it is heard for the first time: the listener's way with its artist and with news."""

import hashlib
import re

import numpy as np

from recommender.prediction.streams.known_songs import FACTS, KnownSongs
from recommender.prediction.streams.known_songs import UNITS as FACT_UNITS
from recommender.prediction.streams.log import ListeningLog

ARTIST_HALF_LIVES = (1, 3, 7, 14, 30, 120)
NEW_HALF_LIVES = (0.1, 1, 7, 30)
WINDOW_DAYS = 30
NEVER_DAYS = 300.0
"""Stands for the days since an artist's last play when there was none."""
MOST_FIRST_PLAYS = 6_000
"""Of a long history the newest first plays teach; tastes change."""

UNITS: dict[str, str] = {
    **{f"artist_plays_decayed_{each}d": "plays" for each in ARTIST_HALF_LIVES},
    "artist_songs": "songs",
    "artist_plays": "plays",
    "artist_plays_per_song": "plays",
    "days_since_artist": "days",
    "days_since_artist_first": "days",
    "artist_new_songs_in_1d": "songs",
    "artist_new_songs_in_7d": "songs",
    "artist_new_songs_in_2h": "songs",
    "artist_replays_of_new_songs": "plays",
    **{f"new_songs_decayed_{each:g}d": "songs" for each in NEW_HALF_LIVES},
    "skips": "skips",
    "title_has_guest": "",
    "title_has_version": "",
    **dict(zip(FACTS, FACT_UNITS, strict=True)),
    "facts_known": "",
    "plays_share_of_genre": "",
}
"""Every feature of an unheard song and its unit, in the order of the columns; facts are 0 where they are not known."""
NAMES = tuple(UNITS)
_OF_SONG = NAMES.index("skips")
"""From here on the columns tell of the song itself."""
GENRE_HALF_LIFE = 30
FINGERPRINT = hashlib.sha256("\n".join(NAMES).encode()).hexdigest()[:12]
_GUEST = re.compile(r"\b(feat|ft|featuring|with)\b", re.IGNORECASE)
_VERSION = re.compile(r"\b(remix|live|remaster(ed)?|version|edit|acoustic|mix)\b", re.IGNORECASE)


class FirstPlays:
    """A log from the side of first plays: what was known just before any moment."""

    def __init__(self, log: ListeningLog, known: KnownSongs) -> None:
        self._log = log
        self._known = known
        artists = [log.artists[each] for each in log.song_artist]
        self._row_of = [known.row(*names) for names in zip(log.titles, artists, strict=True)]
        genres = [known.genres[row] if row is not None else "" for row in self._row_of]
        self._genre_of_play = np.array(genres)[log.song]
        self.first_day = log.first_day
        self._first_sorted = np.sort(self.first_day)
        artist_of_play = log.song_artist[log.song]
        order = np.argsort(artist_of_play, kind="stable")
        self._plays_of = np.split(order, np.searchsorted(artist_of_play[order], np.arange(1, len(log.artists))))
        skip_order = np.argsort(log.skip_song, kind="stable")
        places = np.searchsorted(log.skip_song[skip_order], np.arange(1, log.n_songs))
        self._skips_of = np.split(log.skip_day[skip_order], places)
        self._replays = self._plays_within_window()

    def of_song(self, song: int, moment: float) -> np.ndarray:
        """Return the features of a song of the log just before `moment`: float32 [len(NAMES)]."""
        artist, row = int(self._log.song_artist[song]), self._row_of[song]
        genre = self._known.genres[row] if row is not None else ""
        about = about_song(
            self._log.titles[song],
            skips=int(np.sum(self._skips_of[song] < moment)),
            facts=None if row is None else self._known.facts[row],
            genre_share=self.genre_share(genre, moment) if genre else 0.0,
        )
        x: np.ndarray = self.of_artist(artist, moment) + about
        return x

    def genre_share(self, genre: str, moment: float) -> float:
        """Return how much of what was heard lately, of known genre, was of this one: 0..1."""
        before = int(np.searchsorted(self._log.day, moment, side="left"))
        worth = 0.5 ** ((moment - self._log.day[:before]) / GENRE_HALF_LIFE)
        genres = self._genre_of_play[:before]
        total = float(worth[genres != ""].sum())
        return float(worth[genres == genre].sum()) / total if total else 0.0

    def genre_shares(self, moment: float) -> dict[str, float]:
        """Return the share of every genre that was heard."""
        return {str(each): self.genre_share(str(each), moment) for each in np.unique(self._genre_of_play) if each}

    def of_artist(self, artist: int | None, moment: float) -> np.ndarray:
        """Return all but what the song itself says: float32 [len(NAMES)]; None is an artist never heard."""
        log = self._log
        plays = self._plays_of[artist] if artist is not None else np.empty(0, dtype=np.int64)
        day = log.day[plays]
        before = day < moment
        age, song = moment - day[before], np.unique(log.song[plays[before]])
        newness = moment - self.first_day[song]
        n_songs, n_plays = len(song), len(age)
        replays = float(self._replays[plays[before]].sum())
        of_artist = [
            *((0.5 ** (age / each)).sum() for each in ARTIST_HALF_LIVES),
            n_songs,
            n_plays,
            n_plays / max(n_songs, 1),
            age.min() if n_plays else NEVER_DAYS,
            age.max() if n_plays else 0.0,
            (newness < 1).sum(),
            (newness < 7).sum(),
            (newness < 0.1).sum(),
            replays / (n_songs + 1),
        ]
        news = moment - self._first_sorted[: np.searchsorted(self._first_sorted, moment)]
        of_listener = [(0.5 ** (news / each)).sum() for each in NEW_HALF_LIVES]
        x = np.zeros(len(NAMES), dtype=np.float32)
        x[:_OF_SONG] = [*of_artist, *of_listener]
        return x

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
    x = np.zeros(len(NAMES), dtype=np.float32)
    told = facts if facts is not None else np.zeros(len(FACTS))
    x[_OF_SONG:] = [
        skips, bool(_GUEST.search(title)), bool(_VERSION.search(title)), *told, facts is not None, genre_share,
    ]  # fmt: skip
    return x


def first_play_rows(plays: FirstPlays, songs: np.ndarray) -> np.ndarray:
    """Return the features of each song just before its first play: float32 [n, len(NAMES)]."""
    if not len(songs):
        return np.empty((0, len(NAMES)), dtype=np.float32)
    return np.stack([plays.of_song(int(each), float(plays.first_day[each])) for each in songs])
