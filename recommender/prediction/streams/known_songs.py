"""What a table of tracks knows of songs, whoever hears them: how popular, of which genre, how they sound."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import numpy as np
from msgspec import Struct

from recommender.artifacts.opening import refuse_unreadable
from recommender.prediction.popularity.records import LabelledTracks
from recommender.prediction.song_names import song_key
from recommender.prediction.sound.audio_features import NAMES as AUDIO_NAMES

FACTS = ("popularity", "danceability", "energy", "valence", "acousticness", "instrumentalness")
"""Popularity, then the sound."""
UNITS = ("0 to 100", "0 to 1", "0 to 1", "0 to 1", "0 to 1", "0 to 1")
MOST = 100_000
"""Of a larger table the most popular songs are kept: they are in memory while serving."""


class _Names(Struct, frozen=True):
    titles: tuple[str, ...]
    artists: tuple[str, ...]
    genres: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class KnownSongs:
    """Songs of a table; empty without one."""

    titles: tuple[str, ...] = ()
    artists: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()
    """The first of each song; empty where unknown."""
    facts: np.ndarray = field(default_factory=lambda: np.empty((0, len(FACTS)), dtype=np.float32))
    """float32 [n, len(FACTS)]."""
    _rows: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        pairs = zip(self.titles, self.artists, strict=True)
        object.__setattr__(self, "_rows", {song_key(*names): row for row, names in enumerate(pairs)})

    def __len__(self) -> int:
        return len(self.titles)

    def row(self, title: str, artist: str) -> int | None:
        """Return the row of a song, None when the table does not have it."""
        return self._rows.get(song_key(title, artist)) if self._rows else None

    def sound_of(self, artist: str, title: str) -> np.ndarray | None:
        """Return how a song sounds, float32 [len(FACTS) - 1], None when the table does not have it."""
        row = self.row(title, artist)
        return None if row is None else self.facts[row, 1:]

    @property
    def names(self) -> Sequence[tuple[str, str]]:
        """Title and artist of each."""
        return list(zip(self.titles, self.artists, strict=True))


def known_songs_of(tracks: LabelledTracks) -> KnownSongs:
    """Return each song of a table once, in its most popular track; the most popular songs of all."""
    rows: dict[str, int] = {}
    for row in np.argsort(-tracks.popularity, kind="stable").tolist():
        if tracks.titles[row] and tracks.artists[row]:
            rows.setdefault(song_key(tracks.titles[row], tracks.artists[row][0]), row)
    kept = list(rows.values())[:MOST]
    audio = tracks.audio[kept][:, [AUDIO_NAMES.index(name) for name in FACTS[1:]]]
    return KnownSongs(
        titles=tuple(tracks.titles[row] for row in kept),
        artists=tuple(", ".join(tracks.artists[row]) for row in kept),
        genres=tuple(tracks.genres[row][0] if tracks.genres[row] else "" for row in kept),
        facts=np.column_stack([tracks.popularity[kept], audio]).astype(np.float32),
    )


def write(songs: KnownSongs, folder: Path) -> None:
    """Write the two files of a table."""
    names = _Names(songs.titles, songs.artists, songs.genres)
    (folder / "songs.json").write_bytes(msgspec.json.encode(names))
    np.savez_compressed(folder / "songs.npz", facts=songs.facts)


def read(folder: Path) -> KnownSongs:
    """Read the two files of a table; raises `BadArtifact` when they are damaged."""
    with refuse_unreadable(folder / "songs"):
        names = msgspec.json.decode((folder / "songs.json").read_bytes(), type=_Names)
        with np.load(folder / "songs.npz", allow_pickle=False) as arrays:
            return KnownSongs(names.titles, names.artists, names.genres, arrays["facts"])
