"""What a simulated listener enjoys and nobody is told: several interests, each with its hours, and some kinds in each.

Nothing here looks at sound: an engine that knows sound gains by it only as far as artists and genres sound alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recommender.similarity.track_table import TrackTable

MAX_INTERESTS = 4
HOURS_PER_PART = 6
PARTS_OF_DAY = 4
OUT_OF_HOURS = 0.6
"""What is left of an interest in the parts of the day that are not its own."""
FAVOURITE_SHARE = 0.3
"""Of the kinds of an interest."""
UNLIKED, LIKED, LOVED = (0.0, 0.3), (0.35, 0.7), (0.75, 1.0)
"""Ranges of enjoyment: of a kind that is no interest, of one that is, and of a favourite."""
_SPREAD = 0.08
"""Standard deviation of single tracks around their kind."""


@dataclass(frozen=True, eq=False)
class Kinds:
    """The catalogue by kind (an artist, else an album, else the track alone) and by genre."""

    kind: np.ndarray
    """int32 [n_tracks]."""
    genre: np.ndarray
    """int32 [n_tracks]: number of the first genre; tracks without one share that of their kind."""

    @classmethod
    def of(cls, table: TrackTable) -> "Kinds":
        """Give the kinds and genres of a catalogue their numbers."""
        named = zip(table.artist_codes.tolist(), table.album_codes.tolist(), strict=True)
        kind = _numbers(
            [("artist", artist) if artist >= 0 else ("album", album) if album >= 0 else ("track", row)
             for row, (artist, album) in enumerate(named)]
        )  # fmt: skip
        genre = _numbers(
            [("genre", genres[0]) if genres else ("kind", of_kind)
             for genres, of_kind in zip(table.genres, kind.tolist(), strict=True)]
        )  # fmt: skip
        return cls(kind, genre)

    def __len__(self) -> int:
        return len(self.kind)


def _numbers(names: Sequence[tuple[str, object]]) -> np.ndarray:
    numbers: dict[tuple[str, object], int] = {}
    return np.array([numbers.setdefault(name, len(numbers)) for name in names], dtype=np.int32)


@dataclass(frozen=True, eq=False)
class HiddenTaste:
    """One listener's enjoyment of every track, at its hours."""

    liking: np.ndarray
    """float32 [n_tracks], 0..1."""
    interest: np.ndarray
    """int8 [n_tracks]: which of the interests a track belongs to; -1: none."""
    own_part: np.ndarray
    """int [n_interests]: the part of the day that each interest belongs to."""

    @classmethod
    def born(cls, kinds: Kinds, rng: np.random.Generator) -> "HiddenTaste":
        """Draw a listener; large genres are somebody's interest more often, by the root of their size."""
        sizes = np.sqrt(np.bincount(kinds.genre))
        n = min(1 + int(rng.poisson(1.5)), MAX_INTERESTS, len(sizes))
        genres = rng.choice(len(sizes), n, replace=False, p=sizes / sizes.sum())
        of_kind = rng.uniform(*UNLIKED, size=int(kinds.kind.max()) + 1)
        interest = np.full(len(kinds), -1, dtype=np.int8)
        for number, genre in enumerate(genres.tolist()):
            of_genre = kinds.genre == genre
            interest[of_genre] = number
            there = np.unique(kinds.kind[of_genre])
            of_kind[there] = rng.uniform(*LIKED, size=len(there))
            favourites = rng.permutation(there)[: max(1, round(FAVOURITE_SHARE * len(there)))]
            of_kind[favourites] = rng.uniform(*LOVED, size=len(favourites))
        liking = of_kind[kinds.kind] + rng.normal(0.0, _SPREAD, len(kinds))
        own_part = rng.integers(PARTS_OF_DAY, size=n)
        return cls(np.clip(liking, 0.01, 1.0).astype(np.float32), interest, own_part)

    def at(self, hour: float) -> np.ndarray:
        """Return the enjoyment of every track at an hour of the day, float32 [n_tracks]."""
        part = int(hour % 24) // HOURS_PER_PART
        weights = np.append(np.where(self.own_part == part, 1.0, OUT_OF_HOURS), 1.0).astype(np.float32)
        enjoyment: np.ndarray = self.liking * weights[self.interest]
        return enjoyment
