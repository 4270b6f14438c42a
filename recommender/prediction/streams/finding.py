"""Which song is meant: by the names as typed, by normalised names, by names that are nearly the same."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from rapidfuzz import fuzz, process

from recommender.catalogue.names import folded
from recommender.errors import NotFound
from recommender.prediction.song_names import first_artist, song_key, song_title
from recommender.records import Track, TrackId

Where = Literal["catalogue", "history", "table"]
How = Literal["exact", "normalised", "fuzzy"]
CLOSE_ENOUGH = 80.0
"""Of 100: less alike is another song."""
EQUALLY_CLOSE = 2.0
NEAREST = 5
_LOOKED_AT = 40
_BETWEEN_PAUSES = 200
_TITLE_WEIGHT = 0.6
MOST_CHOICES = 10


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

    `heard` and `others` are (title, artist); a heard song that the library has is the library's, and keeps its place.
    """
    of_key: dict[str, Track] = {}
    for track in tracks:
        if track.title and track.artist:
            of_key.setdefault(song_key(track.title, track.artist), track)
    told = set()
    for place, (title, artist) in enumerate(heard):
        key = song_key(title, artist)
        found = of_key.get(key)
        told.add(key)
        yield NamedSong(
            title=title,
            artist=artist,
            where="catalogue" if found else "history",
            track_id=found.track_id if found else None,
            heard=place,
        )
    for key, track in of_key.items():
        if key not in told:
            told.add(key)
            yield NamedSong(title=track.title, artist=track.artist, where="catalogue", track_id=track.track_id)
    for title, artist in others:
        if (key := song_key(title, artist)) not in told:
            told.add(key)
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
    """Names of one listener's world; making it costs, asking it does not."""

    def __init__(self, songs: Iterable[NamedSong], *, pause: Callable[[], None] = lambda: None) -> None:
        """Songs that come first are preferred among equals: give the most likely first.

        `pause` is called now and then, to let others work: 100,000 songs take a second or two.
        """
        self._songs = list(songs)
        self._exact: dict[str, list[int]] = {}
        self._titles: dict[str, list[int]] = {}
        self._plain_titles: list[str] = []
        self._plain_artists: list[str] = []
        for place, song in enumerate(self._songs):
            if place % _BETWEEN_PAUSES == 0:
                pause()
            title, artist = song_title(song.title), first_artist(song.artist)
            self._exact.setdefault(song.title.strip(), []).append(place)
            self._titles.setdefault(title, []).append(place)
            self._plain_titles.append(title)
            self._plain_artists.append(artist)
        self._joined = [
            f"{title} {artist}" for title, artist in zip(self._plain_titles, self._plain_artists, strict=True)
        ]

    def __len__(self) -> int:
        return len(self._songs)

    def find(self, title: str, artist: str = "") -> Found:
        """Return the song that is meant; raise `NotFound` that names the nearest ones when there is none."""
        exact = [place for place in self._exact.get(title.strip(), ()) if self._is_by(place, artist, exactly=True)]
        if exact:
            return self._found([(place, 100.0) for place in exact], "exact")
        same = [place for place in self._titles.get(song_title(title), ()) if self._is_by(place, artist)]
        if same:
            # The version that was asked for goes before others of the song.
            same.sort(key=lambda place: folded(self._songs[place].title) != folded(title))
            return self._found([(place, 100.0) for place in same], "normalised")
        near = self._near(title, artist)
        close = [each for each in near if each[1] >= CLOSE_ENOUGH]
        if not close:
            raise NotFound(_nothing(title, artist, [self._songs[place] for place, _ in near[:NEAREST]]))
        return self._found([each for each in close if each[1] >= close[0][1] - EQUALLY_CLOSE], "fuzzy")

    def _is_by(self, place: int, artist: str, *, exactly: bool = False) -> bool:
        if not artist.strip():
            return True
        if exactly:
            return self._songs[place].artist.strip() == artist.strip()
        return self._plain_artists[place] == first_artist(artist)

    def _near(self, title: str, artist: str) -> list[tuple[int, float]]:
        """Return (place, closeness 0..100), the nearest first."""
        if not self._songs:
            return []
        plain, by = song_title(title), first_artist(artist) if artist.strip() else ""
        query, names = (f"{plain} {by}", self._joined) if by else (plain, self._plain_titles)
        alike = process.cdist([query], names, scorer=fuzz.ratio, dtype=np.uint8)[0]
        n = min(_LOOKED_AT, len(names))
        places = np.argpartition(-alike.astype(np.int16), n - 1)[:n]
        rated = [(int(place), self._closeness(int(place), plain, by)) for place in places]
        return sorted(rated, key=lambda each: (-each[1], each[0]))

    def _closeness(self, place: int, title: str, artist: str) -> float:
        by_title = fuzz.ratio(title, self._plain_titles[place])
        if not artist:
            return by_title
        by_artist = fuzz.ratio(artist, self._plain_artists[place])
        return _TITLE_WEIGHT * by_title + (1 - _TITLE_WEIGHT) * by_artist if min(by_title, by_artist) >= 50 else 0.0

    def _found(self, places: Sequence[tuple[int, float]], how: How) -> Found:
        matches: dict[tuple[str, str], Match] = {}
        for place, closeness in places:
            song = self._songs[place]
            name = (folded(song.title), folded(song.artist))
            matches.setdefault(name, Match(song=song, how=how, closeness=round(closeness / 100, 4)))
        best, *others = matches.values()
        return Found(best, tuple(others[:MOST_CHOICES]))


def _nothing(title: str, artist: str, near: Sequence[NamedSong]) -> str:
    asked = f"{title!r} by {artist!r}" if artist.strip() else repr(title)
    names = "; ".join(f"{each.title} by {each.artist}" for each in near)
    nearest = f"; the nearest: {names}" if near else ""
    return f"no song is called {asked}, neither in the library nor in the history{nearest}"
