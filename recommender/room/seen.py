"""The map as those see it who ask: the tracks that are both in the map and in their catalogue, row by row."""

from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

from recommender.catalogue.snapshot import Catalogue
from recommender.errors import NotFound, NotReady
from recommender.records import Track, TrackId
from recommender.room.map.track_map import TrackMap

if TYPE_CHECKING:
    from scipy.spatial import cKDTree


class NoMap(NotReady):
    """No map of the tracks has been published."""

    def __init__(self) -> None:
        super().__init__("there is no map yet; run `segue build map`")


class NotInMap(NotFound):
    """The track is in the catalogue, but came after the map was made."""

    def __init__(self, track_id: str) -> None:
        super().__init__(f"track {track_id} is not in the map yet; run `segue build map`")


@dataclass(frozen=True, eq=False)
class SeenMap:
    """One map and one catalogue; never changes. A row is a track's number here.

    All is worked out when it is made: what is made at the first question holds up whoever asks it.
    """

    track_map: TrackMap
    catalogue: Catalogue
    version: str
    """Names what the rows mean, 16 hex digits: another one as soon as a row is another track."""
    map_rows: np.ndarray
    """int32 [n], ascending: each track's row in the map."""
    catalogue_rows: np.ndarray
    """int32 [n]: where each track stands in the catalogue."""
    row_by_catalogue_row: np.ndarray
    """int32 [n_catalogue]: the row of each track of the catalogue; -1 for one that is not in the map."""
    positions: np.ndarray
    """float32 [n, 3], within -1..1: where each track stands."""
    tree: "cKDTree"
    """Finds the nearest rows of a position."""
    tracks: tuple[Track, ...]
    """The track of each row."""

    @classmethod
    def of(cls, track_map: TrackMap, catalogue: Catalogue) -> "SeenMap":
        """Return the tracks of the map that the catalogue has, in the map's order."""
        from scipy.spatial import cKDTree  # when somebody walks into the room: who only plays music needs none

        known = catalogue.positions
        places = np.fromiter((known.get(TrackId(one), -1) for one in track_map.track_ids), np.int32, len(track_map))
        map_rows = np.flatnonzero(places >= 0).astype(np.int32)
        catalogue_rows = places[map_rows]
        row_by_catalogue_row = np.full(len(catalogue), -1, dtype=np.int32)
        row_by_catalogue_row[catalogue_rows] = np.arange(len(map_rows), dtype=np.int32)
        positions = track_map.positions[map_rows]
        named = track_map.manifest.version.encode() + b"\0" + map_rows.astype("<i4").tobytes()
        return cls(
            track_map=track_map,
            catalogue=catalogue,
            version=blake2b(named, digest_size=8).hexdigest(),
            map_rows=map_rows,
            catalogue_rows=catalogue_rows,
            row_by_catalogue_row=row_by_catalogue_row,
            positions=positions,
            tree=cKDTree(positions),
            tracks=tuple(catalogue.tracks[place] for place in catalogue_rows.tolist()),
        )

    def __len__(self) -> int:
        return len(self.map_rows)

    def row(self, track_id: str) -> int | None:
        """Return the row of a track; None for one that is not here."""
        place = self.catalogue.positions.get(TrackId(track_id))
        row = -1 if place is None else int(self.row_by_catalogue_row[place])
        return None if row < 0 else row

    def require_row(self, track_id: str) -> int:
        """Return the row of a track of the catalogue; raises `NotInMap`."""
        row = self.row(track_id)
        if row is None:
            raise NotInMap(track_id)
        return row

    def rows_of(self, catalogue_rows: np.ndarray) -> np.ndarray:
        """Return the rows of those of these tracks of the catalogue that are in the map, int32, in the same order."""
        rows = self.row_by_catalogue_row[catalogue_rows]
        here: np.ndarray = rows[rows >= 0]
        return here

    def nearest_rows(self, row: int, n: int) -> np.ndarray:
        """Return the `n` rows that stand nearest to a row in the map, itself left out: int64, nearest first."""
        wanted = min(n + 1, len(self))
        near = np.atleast_1d(self.tree.query(self.positions[row], k=wanted)[1])
        others: np.ndarray = near[near != row][:n]
        return others
