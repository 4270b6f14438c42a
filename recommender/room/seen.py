"""The map as those see it who ask: the tracks that are both in the map and in their catalogue, row by row."""

from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

import numpy as np
from scipy.spatial import cKDTree

from recommender.catalogue.snapshot import Catalogue
from recommender.errors import NotFound, NotReady
from recommender.records import Track, TrackId
from recommender.room.map.track_map import TrackMap


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
    """One map and one catalogue; never changes. A row is a track's number here."""

    track_map: TrackMap
    catalogue: Catalogue
    map_rows: np.ndarray
    """int32 [n], ascending: each track's row in the map."""
    catalogue_rows: np.ndarray
    """int32 [n]: where each track stands in the catalogue."""

    @classmethod
    def of(cls, track_map: TrackMap, catalogue: Catalogue) -> "SeenMap":
        """Return the tracks of the map that the catalogue has, in the map's order."""
        known = catalogue.positions
        places = np.fromiter((known.get(TrackId(one), -1) for one in track_map.track_ids), np.int32, len(track_map))
        map_rows = np.flatnonzero(places >= 0).astype(np.int32)
        return cls(track_map, catalogue, map_rows, places[map_rows])

    def __len__(self) -> int:
        return len(self.map_rows)

    @cached_property
    def version(self) -> str:
        """Names what the rows mean, 16 hex digits: another one as soon as a row is another track."""
        rows = self.map_rows.astype("<i4").tobytes()
        return blake2b(self.track_map.manifest.version.encode() + b"\0" + rows, digest_size=8).hexdigest()

    @cached_property
    def positions(self) -> np.ndarray:
        """Return where each track stands, float32 [n, 3], within -1..1."""
        places: np.ndarray = self.track_map.positions[self.map_rows]
        return places

    @cached_property
    def row_by_catalogue_row(self) -> np.ndarray:
        """Return the row of each track of the catalogue, int32 [n_catalogue]; -1 for one that is not in the map."""
        rows = np.full(len(self.catalogue), -1, dtype=np.int32)
        rows[self.catalogue_rows] = np.arange(len(self), dtype=np.int32)
        return rows

    @cached_property
    def tree(self) -> cKDTree:
        """Return what finds the nearest rows of a position."""
        return cKDTree(self.positions)

    @cached_property
    def tracks(self) -> tuple[Track, ...]:
        """Return the track of each row."""
        return tuple(self.catalogue.tracks[place] for place in self.catalogue_rows.tolist())

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
