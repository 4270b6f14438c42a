"""The room of one moment: a map with all that is worked out of it once, and asked for many times."""

from collections.abc import Mapping
from functools import cached_property, lru_cache

import numpy as np

from recommender.room.connections import Connection, Connections
from recommender.room.ghost import Ghost, find_ghost, likeness_distances
from recommender.room.knobs import Knob, find_knobs
from recommender.room.quantities.sources import RoomLibrary
from recommender.room.regions.naming import Region, find_regions
from recommender.room.seen import SeenMap
from recommender.similarity.track_index import TrackIndex

REMEMBERED_SONGS = 32
"""Songs whose likeness to all others is kept, for the next turn of a knob: 0.4 MB each of 100,000."""


class Room:
    """One map, catalogue, index and models; never changes but for what it has worked out already."""

    def __init__(self, library: RoomLibrary, index: TrackIndex | None) -> None:
        self.library = library
        self.index = index
        self.regions: tuple[Region, ...] = find_regions(library)
        """Those with names, the largest first."""
        self._distances = lru_cache(maxsize=REMEMBERED_SONGS)(self._likeness_distances)

    @property
    def seen(self) -> SeenMap:
        """The rows."""
        return self.library.seen

    @cached_property
    def knobs(self) -> Mapping[str, Knob]:
        """Return what can be turned here, by name."""
        return find_knobs(self.library)

    def knobs_of(self, row: int) -> Mapping[str, Knob]:
        """Return those of which the value of the track in a row is known."""
        return {name: knob for name, knob in self.knobs.items() if knob.column.is_known[row]}

    def connections(self, row: int) -> tuple[Connection, ...]:
        """Return what the track in a row shares with others."""
        return self._connections.of(int(self.seen.catalogue_rows[row]))

    def prepare_ghosts(self, row: int) -> None:
        """Compare the track in a row with all others, so that the first turn of a knob is as quick as the next."""
        self._distances(row)

    def ghost(self, row: int, turned: Mapping[str, float]) -> Ghost:
        """Return where the track in a row would stand with these knobs turned."""
        return find_ghost(self.knobs, turned, row=row, positions=self.seen.positions, distances=self._distances(row))

    @cached_property
    def _connections(self) -> Connections:
        return Connections(self.seen.catalogue)

    @cached_property
    def _index_rows(self) -> np.ndarray:
        """Each row's row in the index, int32 [n]; -1 for a track that it does not know."""
        find = self.index.table.row if self.index else lambda _track_id: None
        rows = (find(track.track_id) for track in self.seen.tracks)
        return np.fromiter((-1 if row is None else row for row in rows), np.int32, len(self.seen))

    def _likeness_distances(self, row: int) -> np.ndarray:
        cosines = np.full(len(self.seen), np.nan, dtype=np.float32)
        own = int(self._index_rows[row])
        if self.index is not None and own >= 0:
            known = self._index_rows >= 0
            to_all = self.index.vectors @ self.index.vectors[own]
            cosines[known] = to_all[self._index_rows[known]]
        return likeness_distances(cosines)
