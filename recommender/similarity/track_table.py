"""The small table that goes with the vectors: what ranking needs to know of each track, without a database."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import msgspec
import numpy as np

from recommender.artifacts.opening import refuse_unreadable
from recommender.catalogue.credits import first_credit
from recommender.catalogue.names import fold, words
from recommender.records import TrackId

TABLE_FILE = "tracks.msgpack"
_ADDITIONS = re.compile(
    r"[(\[](?:feat|ft|with|remaster|live|mono|stereo|bonus|explicit|album version)[^)\]]*[)\]]", re.I
)


class _Stored(msgspec.Struct, frozen=True):
    """The columns as they lie on disk; repeated words are kept once."""

    track_ids: list[str]
    titles: list[str]
    artists: list[str]
    artist_of: list[int]
    albums: list[str]
    album_of: list[int]
    genres: list[tuple[str, ...]]
    genres_of: list[int]
    durations_s: bytes
    artist_codes: bytes
    album_codes: bytes
    song_codes: bytes


@dataclass(frozen=True, eq=False)
class TrackTable:
    """Columns with one entry per track; row i belongs to vector i."""

    track_ids: list[str]
    titles: list[str]
    artists: list[str]
    albums: list[str]
    genres: list[tuple[str, ...]]
    durations_s: np.ndarray
    """float32 [n_tracks]; NaN where unknown."""
    artist_codes: np.ndarray
    """int32 [n_tracks]: the same number for the same main artist, whatever the case; -1 for untagged."""
    album_codes: np.ndarray
    """int32 [n_tracks]: the same number for the same album of the same artist; -1 for untagged."""
    song_codes: np.ndarray
    """int32 [n_tracks]: the same number for recordings of one title by one artist."""

    @classmethod
    def from_columns(
        cls,
        *,
        track_ids: Sequence[str],
        titles: Sequence[str],
        artists: Sequence[str],
        albums: Sequence[str],
        genres: Sequence[tuple[str, ...]],
        durations_s: Sequence[float | None],
    ) -> "TrackTable":
        """Make a table of columns of equal length; the codes are derived."""
        mains = {name: fold(first_credit(name)) for name in set(artists)}
        folded_albums = {name: fold(name) for name in set(albums)}
        by_artist = [mains[name] for name in artists]
        albums_by = [
            f"{folded_albums[album]}\0{artist}" if album.strip() else ""
            for album, artist in zip(albums, by_artist, strict=True)
        ]
        songs = [
            f"{song}\0{artist}" if artist and (song := same_song(title)) else f"\0{track_id}"
            for title, artist, track_id in zip(titles, by_artist, track_ids, strict=True)
        ]
        return cls(
            track_ids=list(track_ids),
            titles=list(titles),
            artists=list(artists),
            albums=list(albums),
            genres=list(genres),
            durations_s=np.array(
                [np.nan if duration_s is None else duration_s for duration_s in durations_s], dtype=np.float32
            ),
            artist_codes=_codes(by_artist),
            album_codes=_codes(albums_by),
            song_codes=_codes(songs),
        )

    def __len__(self) -> int:
        return len(self.track_ids)

    def row(self, track_id: TrackId | str) -> int | None:
        """Return the row of a track, or None when it is not in this index."""
        return self._rows.get(track_id)

    def rows_of_artists(self, codes: np.ndarray) -> np.ndarray:
        """Return the rows of all tracks by these artists, int32, in no good order; `codes` are int32, each once."""
        order, ordered = self._by_artist
        starts, ends = (np.searchsorted(ordered, codes, side=side) for side in ("left", "right"))
        parts = [order[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
        return np.concatenate(parts) if parts else np.empty(0, dtype=np.int32)

    @cached_property
    def _by_artist(self) -> tuple[np.ndarray, np.ndarray]:
        """Rows in order of their artists' codes, and these codes: int32 [n_tracks] each."""
        order = np.argsort(self.artist_codes, kind="stable").astype(np.int32)
        return order, self.artist_codes[order]

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {track_id: row for row, track_id in enumerate(self.track_ids)}

    def save(self, folder: Path) -> None:
        """Write the table into a version's folder."""
        artists, artist_of = _distinct(self.artists)
        albums, album_of = _distinct(self.albums)
        genres, genres_of = _distinct(self.genres)
        stored = _Stored(
            track_ids=self.track_ids,
            titles=self.titles,
            artists=artists,
            artist_of=artist_of,
            albums=albums,
            album_of=album_of,
            genres=genres,
            genres_of=genres_of,
            durations_s=self.durations_s.astype("<f4").tobytes(),
            artist_codes=self.artist_codes.astype("<i4").tobytes(),
            album_codes=self.album_codes.astype("<i4").tobytes(),
            song_codes=self.song_codes.astype("<i4").tobytes(),
        )
        (folder / TABLE_FILE).write_bytes(msgspec.msgpack.encode(stored))

    @classmethod
    def load(cls, folder: Path) -> "TrackTable":
        """Read what `save` wrote; raises `BadArtifact`."""
        with refuse_unreadable(folder / TABLE_FILE):
            stored = msgspec.msgpack.decode((folder / TABLE_FILE).read_bytes(), type=_Stored)
        return cls(
            track_ids=stored.track_ids,
            titles=stored.titles,
            artists=[stored.artists[i] for i in stored.artist_of],
            albums=[stored.albums[i] for i in stored.album_of],
            genres=[stored.genres[i] for i in stored.genres_of],
            durations_s=np.frombuffer(stored.durations_s, dtype="<f4"),
            artist_codes=np.frombuffer(stored.artist_codes, dtype="<i4"),
            album_codes=np.frombuffer(stored.album_codes, dtype="<i4"),
            song_codes=np.frombuffer(stored.song_codes, dtype="<i4"),
        )


def same_song(title: str) -> str:
    """Return a title without case, accents, punctuation and additions such as `(Remastered 2011)` or `[feat. X]`."""
    return " ".join(words(_ADDITIONS.sub("", title)) or words(title))


def _codes(names: Sequence[str]) -> np.ndarray:
    """Return names numbered by first appearance, int32; -1 for the empty one."""
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(name, len(numbers)) if name else -1 for name in names], dtype=np.int32)


def _distinct(values: list) -> tuple[list, list[int]]:  # type: ignore[type-arg]
    numbers: dict[object, int] = {}
    value_numbers = [numbers.setdefault(value, len(numbers)) for value in values]
    return list(numbers), value_numbers
