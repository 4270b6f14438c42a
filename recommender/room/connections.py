"""Who made a song, and what else is theirs: other songs of its artists, album, label, composers, writers, producers."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from recommender.catalogue.names import name_key
from recommender.catalogue.snapshot import Catalogue
from recommender.records import Track

ConnectionKind = Literal["artist", "album", "label", "composer", "writer", "producer"]
TAGGED_KINDS: tuple[ConnectionKind, ...] = ("label", "composer", "writer", "producer")
"""Those that stand in `Track.tags`, several names with `;` between."""


@dataclass(frozen=True, eq=False)
class Connection:
    """What a song shares with others."""

    kind: ConnectionKind
    name: str
    catalogue_rows: np.ndarray
    """int32 [n], ascending: the other tracks."""


class Connections:
    """The connections of one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._artists = _artists_of_tracks(catalogue)
        self._groups = {kind: _groups(catalogue, kind) for kind in TAGGED_KINDS}

    def of(self, catalogue_row: int) -> tuple[Connection, ...]:
        """Return what a track shares with others; what it shares with none is left out."""
        found = (*self._of_artists(catalogue_row), *self._of_album(catalogue_row), *self._of_tags(catalogue_row))
        return tuple(connection for connection in found if len(connection.catalogue_rows))

    def _of_artists(self, row: int) -> Iterator[Connection]:
        for number in self._artists[row]:
            artist = self._catalogue.artists[number]
            yield Connection("artist", artist.name, _others(np.sort(artist.positions), row))

    def _of_album(self, row: int) -> Iterator[Connection]:
        album = self._catalogue.albums_by_id.get(self._catalogue.album_ids[row])
        if album is not None:
            yield Connection("album", album.title, _others(np.sort(album.positions), row))

    def _of_tags(self, row: int) -> Iterator[Connection]:
        for kind in TAGGED_KINDS:
            for key, name in _names(self._catalogue.tracks[row], kind).items():
                yield Connection(kind, name, _others(self._groups[kind][key], row))


def _artists_of_tracks(catalogue: Catalogue) -> list[list[int]]:
    """Return the numbers of the artists of each track, in the order of the catalogue's artists."""
    numbers: list[list[int]] = [[] for _ in range(len(catalogue))]
    for number, artist in enumerate(catalogue.artists):
        for row in artist.positions.tolist():
            numbers[row].append(number)
    return numbers


def _groups(catalogue: Catalogue, kind: ConnectionKind) -> dict[str, np.ndarray]:
    members: dict[str, list[int]] = defaultdict(list)
    for row, track in enumerate(catalogue.tracks):
        for key in _names(track, kind):
            members[key].append(row)
    return {key: np.array(rows, dtype=np.int32) for key, rows in members.items()}


def _names(track: Track, kind: ConnectionKind) -> dict[str, str]:
    """Return the names that a tag holds, by what their spellings share."""
    names = (name.strip() for name in track.tags.get(kind, "").split(";"))
    return {name_key(name): name for name in names if name}


def _others(rows: np.ndarray, row: int) -> np.ndarray:
    others: np.ndarray = rows[rows != row]
    return others
