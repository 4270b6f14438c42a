"""The room of one moment: a map with all that is worked out of it once, and asked for many times."""

from collections.abc import Mapping
from functools import lru_cache, partial

import numpy as np

from recommender.room.connections import Connection, Connections
from recommender.room.ghost import Ghost, find_ghost, likeness_distances
from recommender.room.knobs import Knob, find_knobs
from recommender.room.map.placement import N_NEIGHBOURS, mean_places
from recommender.room.quantities.sources import RoomLibrary
from recommender.room.regions.naming import Region, find_regions
from recommender.room.seen import SeenMap
from recommender.similarity.track_index import TrackIndex

MAX_REMEMBERED = 32
"""Songs whose likeness to all others is kept, for the next turn of a knob: four bytes each of a track."""
MAX_REMEMBERED_BYTES = 8_000_000
"""Of a large library fewer are kept, but two."""


class Room:
    """One map, catalogue, index and models; never changes but for what it has worked out already.

    Making it takes seconds for a large library; what is asked of it afterwards is quick.
    """

    def __init__(self, library: RoomLibrary, index: TrackIndex | None) -> None:
        self.library = library
        self.index = index
        self.regions: tuple[Region, ...] = find_regions(library)
        """Those with names, the largest first."""
        self.knobs: Mapping[str, Knob] = find_knobs(library)
        """What can be turned here, by name."""
        self.index_rows = _find_index_rows(library.seen, index)
        """int32 [n]: each row's row in the index; -1 for a track that it does not know."""
        self._connections = Connections(library.seen.catalogue)
        n_remembered = count_remembered(len(library.seen))
        # Not of a method: the room would then hold itself, and with it everything old until garbage is collected.
        self._distances = lru_cache(maxsize=n_remembered)(partial(_likeness_distances, index, self.index_rows))

    @property
    def seen(self) -> SeenMap:
        """The rows."""
        return self.library.seen

    def knobs_of(self, row: int) -> Mapping[str, Knob]:
        """Return those of which the value of the track in a row is known."""
        return {name: knob for name, knob in self.knobs.items() if knob.column.is_known[row]}

    def connections(self, row: int) -> tuple[Connection, ...]:
        """Return what the track in a row shares with others."""
        return self._connections.of(int(self.seen.catalogue_rows[row]))

    def true_neighbours(self, row: int, n: int) -> np.ndarray:
        """Return the rows of the `n` tracks of the map whose sound is nearest by cosine, as in its published quality.

        int64, nearest first; all tracks are compared. Empty for a track that the index does not know.
        """
        if self.index_rows[row] < 0:
            return np.empty(0, dtype=np.int64)
        others = np.flatnonzero(self.index_rows >= 0)
        others = others[others != row]
        far = self._distances(row)[others]
        if len(others) > n:
            nearest = np.argpartition(far, n - 1)[:n]
            others, far = others[nearest], far[nearest]
        in_order: np.ndarray = others[np.argsort(far, kind="stable")]
        return in_order

    def place(self, index_row: int) -> np.ndarray | None:
        """Return where a track of the index stands, float32 [3]: one that came after the map stands among its like.

        By the rule of `placement.py`, its nearest looked for among all of the room; None where the index knows none of
        these.
        """
        if len(at := np.flatnonzero(self.index_rows == index_row)):
            here: np.ndarray = self.seen.positions[at[0]]
            return here
        known = np.flatnonzero(self.index_rows >= 0)
        if self.index is None or not len(known):
            return None
        squared = 2.0 - 2.0 * self.index.cosines_to(self.index.vector(index_row))[self.index_rows[known]]
        nearest = np.argsort(squared, kind="stable")[:N_NEIGHBOURS]
        places = mean_places(np.maximum(squared[nearest], 0.0)[None], self.seen.positions[known[nearest]][None])
        among: np.ndarray = places[0]
        return among

    def prepare_ghosts(self, row: int) -> None:
        """Compare the track in a row with all others, so that the first turn of a knob is as quick as the next."""
        self._distances(row)

    def ghost(self, row: int, turned: Mapping[str, float]) -> Ghost:
        """Return where the track in a row would stand with these knobs turned."""
        return find_ghost(self.knobs, turned, row=row, positions=self.seen.positions, distances=self._distances(row))


def count_remembered(n_tracks: int) -> int:
    """Return of how many songs the likeness to all `n_tracks` is kept."""
    return min(MAX_REMEMBERED, max(2, MAX_REMEMBERED_BYTES // (4 * max(n_tracks, 1))))


def _find_index_rows(seen: SeenMap, index: TrackIndex | None) -> np.ndarray:
    rows = (index.table.row(track.track_id) if index else None for track in seen.tracks)
    return np.fromiter((-1 if row is None else row for row in rows), np.int32, len(seen))


def _likeness_distances(index: TrackIndex | None, index_rows: np.ndarray, row: int) -> np.ndarray:
    """Return how unlike the track in a row each track of the map sounds, float32 [n]."""
    cosines = np.full(len(index_rows), np.nan, dtype=np.float32)
    own = int(index_rows[row])
    if index is not None and own >= 0:
        known = index_rows >= 0
        to_all = index.cosines_to(index.vector(own))
        cosines[known] = to_all[index_rows[known]]
    return likeness_distances(cosines)
