"""What quantities are read from: the map with all that is known of its tracks, and what one listener did with them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from recommender.prediction.library.moods import LibraryMoods
from recommender.prediction.popularity.served import ServedPopularity
from recommender.room.quantities.values import Values
from recommender.room.seen import SeenMap


@dataclass(frozen=True, eq=False)
class RoomLibrary:
    """The map of one moment; its columns are made when they are first asked for."""

    seen: SeenMap
    moods: LibraryMoods | None = None
    popularity: ServedPopularity | None = None
    columns: dict[str, Values] = field(default_factory=dict)

    @cached_property
    def mood_rows(self) -> np.ndarray:
        """Return each row's row in the moods, int32 [n]; -1 for a track that was not described."""
        known = self.moods.rows if self.moods else {}
        return np.fromiter((known.get(track.track_id, -1) for track in self.seen.tracks), np.int32, len(self.seen))

    def by_mood_row(self, values: np.ndarray) -> np.ndarray:
        """Return numbers of the rows of the moods [m] by the map's rows, float32 [n]; NaN for undescribed tracks."""
        described: np.ndarray = np.append(values.astype(np.float32), np.float32(np.nan))[self.mood_rows]
        return described


@dataclass(frozen=True, eq=False, kw_only=True)
class Listening:
    """What one listener did, by places in the catalogue."""

    plays: np.ndarray
    """float64 [n_catalogue]."""
    skips: np.ndarray
    """float64 [n_catalogue]."""
    liked: frozenset[str] = frozenset()
    """Track ids."""
    refused: frozenset[str] = frozenset()
    """Track ids that were turned away."""

    @classmethod
    def nothing(cls, n_catalogue: int) -> "Listening":
        """Return what somebody did who has done nothing."""
        return cls(plays=np.zeros(n_catalogue), skips=np.zeros(n_catalogue))


@dataclass(frozen=True, eq=False)
class Sources:
    """What a quantity reads."""

    library: RoomLibrary
    listening: Listening

    @property
    def seen(self) -> SeenMap:
        """The rows."""
        return self.library.seen

    def rows(self, track_ids: Iterable[str]) -> np.ndarray:
        """Return the rows of those tracks that are here, int64."""
        rows = (self.seen.row(track_id) for track_id in track_ids)
        return np.array([row for row in rows if row is not None], dtype=np.int64)
