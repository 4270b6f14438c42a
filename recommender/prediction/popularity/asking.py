"""One song as it is asked about, and how its artist's popularity is known."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from recommender.prediction.popularity.records import LabelledTracks

ArtistCase = Literal["known", "given", "unknown"]


@dataclass(frozen=True, eq=False, kw_only=True)
class Song:
    """What is told of a song; None is `not told`."""

    audio: np.ndarray
    """float64 [13]"""
    genre: str | None = None
    title: str | None = None
    explicit: bool | None = None
    artist: str | None = None
    artist_popularity: float | None = None
    """Goes before what is known of `artist`."""

    def sounding(self, audio: np.ndarray) -> "Song":
        """Return the same song with another sound."""
        return replace(self, audio=audio)


def as_tracks(songs: list[Song]) -> LabelledTracks:
    """Return the songs in the columns that an encoder reads."""
    return LabelledTracks(
        track_ids=tuple("" for _ in songs),
        titles=tuple(song.title or "" for song in songs),
        albums=tuple("" for _ in songs),
        artists=tuple(credited(song.artist) for song in songs),
        genres=tuple(tuple(each.strip() for each in (song.genre or "").split(";") if each.strip()) for song in songs),
        audio=np.stack([song.audio for song in songs]),
        explicit=np.array([np.nan if song.explicit is None else float(song.explicit) for song in songs]),
        popularity=np.full(len(songs), np.nan),
    )


def credited(artist: str | None) -> tuple[str, ...]:
    """Return the names in a credit with semicolons."""
    return tuple(name.strip() for name in (artist or "").split(";") if name.strip())
