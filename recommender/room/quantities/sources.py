"""What quantities are read from: the map with all that is known of its tracks, and what one listener did with them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b
from threading import Lock

import numpy as np

from recommender.prediction.library.moods import LibraryMoods
from recommender.prediction.popularity.served import ServedPopularity
from recommender.room.quantities.values import Values
from recommender.room.seen import SeenMap


@dataclass(frozen=True, eq=False)
class RoomLibrary:
    """The map of one moment; its columns are made when they are first asked for, one at a time of each."""

    seen: SeenMap
    moods: LibraryMoods | None = None
    popularity: ServedPopularity | None = None
    columns: dict[str, Values] = field(default_factory=dict)
    mood_rows: np.ndarray = field(init=False)
    """int32 [n]: each row's row in the moods; -1 for a track that was not described."""
    _making: dict[str, Lock] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        known = self.moods.rows if self.moods else {}
        rows = np.fromiter((known.get(track.track_id, -1) for track in self.seen.tracks), np.int32, len(self.seen))
        object.__setattr__(self, "mood_rows", rows)

    def making(self, name: str) -> Lock:
        """Return what is held while the column of this name is made."""
        return self._making.setdefault(name, Lock())

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
    recent_plays: np.ndarray | None = None
    """float64 [n_catalogue], as `earlier_plays`: of the two times that a trend compares; None where nobody asked."""
    earlier_plays: np.ndarray | None = None
    expected_plays: np.ndarray | None = None
    """float64 [n_catalogue], NaN where it is not known; None without a model of the listener, or where nobody asked."""

    def digest(self) -> bytes:
        """Return what tells it from all other listening, 16 bytes."""
        made = blake2b(digest_size=16)
        for numbers in (self.plays, self.skips, self.recent_plays, self.earlier_plays, self.expected_plays):
            made.update(b"" if numbers is None else np.ascontiguousarray(numbers, dtype="<f8").tobytes())
            made.update(b"\0")
        for track_ids in (self.liked, self.refused):
            made.update("\n".join(sorted(track_ids)).encode() + b"\0")
        return made.digest()

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
