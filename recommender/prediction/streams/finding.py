"""Which song is meant: by the names as typed, by normalised names, by names that are nearly the same."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from rapidfuzz import fuzz, process

from recommender.catalogue.names import fold
from recommender.errors import NotFound
from recommender.prediction.song_names import first_artist, song_key, song_title
from recommender.records import Track, TrackId

Where = Literal["catalogue", "history", "table"]
How = Literal["exact", "normalised", "fuzzy"]
CLOSE_ENOUGH = 80.0
"""Closeness, of 100, below which a name means another song."""
EQUALLY_CLOSE = 2.0
NEAREST = 5
_LOOKED_AT = 40
_BETWEEN_PAUSES = 200
_TITLE_WEIGHT = 0.6
MAX_CHOICES = 10


@dataclass(frozen=True, kw_only=True)
class NamedSong:
    """A song that can be asked about."""

    title: str
    artist: str
    where: Where
    track_id: TrackId | None = None
    heard: int | None = None
    """Position among the listener's songs; None for one never heard."""


def songs_of(
    tracks: Iterable[Track], heard: Sequence[tuple[str, str]], others: Iterable[tuple[str, str]] = ()
) -> Iterator[NamedSong]:
    """Yield every song there is, each under its best known name: heard ones, the rest of the library, of tables.

    `heard` and `others` are (title, artist); a heard song that the library has is the library's, and keeps its index.
    """
    of_key: dict[str, Track] = {}
    for track in tracks:
        if track.title and track.artist:
            of_key.setdefault(song_key(track.title, track.artist), track)
    named = set()
    for row, (title, artist) in enumerate(heard):
        key = song_key(title, artist)
        own = of_key.get(key)
        named.add(key)
        yield NamedSong(
            title=title,
            artist=artist,
            where="catalogue" if own else "history",
            track_id=own.track_id if own else None,
            heard=row,
        )
    for key, track in of_key.items():
        if key not in named:
            named.add(key)
            yield NamedSong(title=track.title, artist=track.artist, where="catalogue", track_id=track.track_id)
    for title, artist in others:
        if (key := song_key(title, artist)) not in named:
            named.add(key)
            yield NamedSong(title=title, artist=artist, where="table")


@dataclass(frozen=True, kw_only=True)
class Match:
    """A song, and how the names led to it."""

    song: NamedSong
    how: How
    closeness: float
    """0..1."""


@dataclass(frozen=True)
class Found:
    """The best match, and others that are as close."""

    match: Match
    choices: tuple[Match, ...] = ()


class SongFinder:
    """Finds songs by name among those a listener may ask for; slow to make, fast to ask."""

    def __init__(self, songs: Iterable[NamedSong], *, pause: Callable[[], None] = lambda: None) -> None:
        """Songs that come first are preferred among equals: give the most likely first.

        `pause` is called now and then, to let others work: 100,000 songs take a second or two.
        """
        self._songs = list(songs)
        self._exact: dict[str, list[int]] = {}
        self._titles: dict[str, list[int]] = {}
        self._plain_titles: list[str] = []
        self._plain_artists: list[str] = []
        for row, song in enumerate(self._songs):
            if row % _BETWEEN_PAUSES == 0:
                pause()
            title, artist = song_title(song.title), first_artist(song.artist)
            self._exact.setdefault(song.title.strip(), []).append(row)
            self._titles.setdefault(title, []).append(row)
            self._plain_titles.append(title)
            self._plain_artists.append(artist)
        self._joined = [
            f"{title} {artist}" for title, artist in zip(self._plain_titles, self._plain_artists, strict=True)
        ]

    def __len__(self) -> int:
        return len(self._songs)

    def find(self, title: str, artist: str = "") -> Found:
        """Return the song that is meant; raise `NotFound` that names the nearest ones when there is none."""
        exact = [row for row in self._exact.get(title.strip(), ()) if self._is_by(row, artist, exactly=True)]
        if exact:
            return self._first_matches([(row, 100.0) for row in exact], "exact")
        same = [row for row in self._titles.get(song_title(title), ()) if self._is_by(row, artist)]
        if same:
            # The version that was asked for goes before others of the song.
            same.sort(key=lambda row: fold(self._songs[row].title) != fold(title))
            return self._first_matches([(row, 100.0) for row in same], "normalised")
        near = self._near(title, artist)
        close = [pair for pair in near if pair[1] >= CLOSE_ENOUGH]
        if not close:
            raise NotFound(_nothing(title, artist, [self._songs[row] for row, _ in near[:NEAREST]]))
        return self._first_matches([pair for pair in close if pair[1] >= close[0][1] - EQUALLY_CLOSE], "fuzzy")

    def _is_by(self, row: int, artist: str, *, exactly: bool = False) -> bool:
        if not artist.strip():
            return True
        if exactly:
            return self._songs[row].artist.strip() == artist.strip()
        return self._plain_artists[row] == first_artist(artist)

    def _near(self, title: str, artist: str) -> list[tuple[int, float]]:
        """Return (row, closeness 0..100), the nearest first."""
        if not self._songs:
            return []
        plain, by = song_title(title), first_artist(artist) if artist.strip() else ""
        query, names = (f"{plain} {by}", self._joined) if by else (plain, self._plain_titles)
        alike = process.cdist([query], names, scorer=fuzz.ratio, dtype=np.uint8)[0]
        n = min(_LOOKED_AT, len(names))
        rows = np.argpartition(-alike.astype(np.int16), n - 1)[:n]
        rated = [(int(row), self._closeness(int(row), plain, by)) for row in rows]
        return sorted(rated, key=lambda pair: (-pair[1], pair[0]))

    def _closeness(self, row: int, title: str, artist: str) -> float:
        by_title = fuzz.ratio(title, self._plain_titles[row])
        if not artist:
            return by_title
        by_artist = fuzz.ratio(artist, self._plain_artists[row])
        return _TITLE_WEIGHT * by_title + (1 - _TITLE_WEIGHT) * by_artist if min(by_title, by_artist) >= 50 else 0.0

    def _first_matches(self, rated: Sequence[tuple[int, float]], how: How) -> Found:
        matches: dict[tuple[str, str], Match] = {}
        for row, closeness in rated:
            song = self._songs[row]
            name = (fold(song.title), fold(song.artist))
            matches.setdefault(name, Match(song=song, how=how, closeness=round(closeness / 100, 4)))
        best, *others = matches.values()
        return Found(best, tuple(others[:MAX_CHOICES]))


def _nothing(title: str, artist: str, near: Sequence[NamedSong]) -> str:
    asked = f"{title!r} by {artist!r}" if artist.strip() else repr(title)
    names = "; ".join(f"{song.title} by {song.artist}" for song in near)
    nearest = f"; the nearest: {names}" if near else ""
    return f"no song is called {asked}, neither in the library nor in the history{nearest}"
