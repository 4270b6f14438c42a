"""Who made a song, and what else is theirs: other songs of its artists, album, label, composers, writers, producers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from recommender.catalogue.contributors import CONTRIBUTOR_KINDS, ContributorKind, contributor_key, contributors
from recommender.catalogue.snapshot import Catalogue

ConnectionKind = Literal["artist", "album", ContributorKind]


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
        self._groups = {kind: _groups(catalogue, kind) for kind in CONTRIBUTOR_KINDS}

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
        for kind in CONTRIBUTOR_KINDS:
            for name in contributors(self._catalogue.tracks[row], kind):
                rows = self._groups[kind].get(contributor_key(name))
                if rows is not None:  # a name of signs that nobody sees is no part of the library
                    yield Connection(kind, name, _others(rows, row))


def _artists_of_tracks(catalogue: Catalogue) -> list[list[int]]:
    """Return the numbers of the artists of each track, in the order of the catalogue's artists."""
    numbers: list[list[int]] = [[] for _ in range(len(catalogue))]
    for number, artist in enumerate(catalogue.artists):
        for row in artist.positions.tolist():
            numbers[row].append(number)
    return numbers


def _groups(catalogue: Catalogue, kind: ContributorKind) -> dict[str, np.ndarray]:
    """Return the tracks of each name of one kind, by its key."""
    return {facet.key: facet.positions for facet in catalogue.facets[kind]}


def _others(rows: np.ndarray, row: int) -> np.ndarray:
    others: np.ndarray = rows[rows != row]
    return others
