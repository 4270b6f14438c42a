"""The library that lists are made of: index, catalogue and moods of one moment, by rows of the index."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from recommender.catalogue.libraries.views import OfEachView
from recommender.catalogue.snapshot import Catalogue
from recommender.listening.wishes.mood_wish import moods_in_index
from recommender.prediction.library.moods import LibraryMoods, NoMoods
from recommender.records import Track, TrackId
from recommender.similarity.track_index import TrackIndex


@dataclass(frozen=True, eq=False)
class Library:
    """What there is to choose from; never changes."""

    index: TrackIndex
    catalogue: Catalogue
    moods: LibraryMoods | None = None

    @cached_property
    def present(self) -> np.ndarray:
        """Which rows of the index are in the catalogue still: bool [n_tracks]."""
        known = self.catalogue.positions
        return np.fromiter((track_id in known for track_id in self.index.table.track_ids), bool, len(self.index))

    @cached_property
    def mood_probabilities(self) -> np.ndarray:
        """Return the moods of each row, float32 [n_tracks, 4], zeros where unknown; raises `NoMoods`."""
        if self.moods is None:
            raise NoMoods
        return moods_in_index(self.moods, self.index)

    def track(self, row: int) -> Track:
        """Return the track in a row that is present."""
        return self.catalogue.tracks[self.catalogue.positions[TrackId(self.index.table.track_ids[row])]]

    def rows(self, track_ids: Iterable[str]) -> np.ndarray:
        """Return the rows of those tracks that are present, int32, in the same order."""
        found = (self.index.table.row(track_id) for track_id in track_ids)
        return np.array([row for row in found if row is not None and self.present[row]], dtype=np.int32)


class CurrentLibrary:
    """Keeps the library of this moment, so that what follows from it is worked out once."""

    def __init__(self) -> None:
        self._known: OfEachView[Library] = OfEachView()

    def of(self, index: TrackIndex, catalogue: Catalogue, moods: LibraryMoods | None) -> Library:
        """Return the library of these; the same one as long as they are."""
        return self._known.of(catalogue, index, moods, make=lambda: Library(index, catalogue, moods))
