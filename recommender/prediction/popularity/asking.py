"""One song as it is asked about, and how its artist's popularity is known."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from recommender.prediction.popularity.records import LabelledTracks

ArtistCase = Literal["known", "given", "unknown"]


@dataclass(frozen=True, eq=False, kw_only=True)
class Song:
    """What is known of a song; None where it is not known."""

    audio: np.ndarray
    """float64 [13]"""
    genre: str | None = None
    title: str | None = None
    explicit: bool | None = None
    artist: str | None = None
    artist_popularity: float | None = None
    """Takes precedence over what is known of `artist`."""


def as_tracks(songs: list[Song]) -> LabelledTracks:
    """Return the songs in the columns that an encoder reads."""
    return LabelledTracks(
        track_ids=tuple("" for _ in songs),
        titles=tuple(song.title or "" for song in songs),
        albums=tuple("" for _ in songs),
        artists=tuple(credited_artists(song.artist) for song in songs),
        genres=tuple(tuple(name.strip() for name in (song.genre or "").split(";") if name.strip()) for song in songs),
        audio=np.stack([song.audio for song in songs]),
        explicit=np.array([np.nan if song.explicit is None else float(song.explicit) for song in songs]),
        popularity=np.full(len(songs), np.nan),
    )


def credited_artists(artist: str | None) -> tuple[str, ...]:
    """Return the names in a credit with semicolons."""
    return tuple(name.strip() for name in (artist or "").split(";") if name.strip())
