"""What a listener steers by, as rows of the index: known or new, calm or loud.

Half of the way weighs a quarter: near the middle steering is gentle, at the ends nothing else weighs as much.
"""

from dataclasses import dataclass

import numpy as np

from recommender.listening.taste import Taste
from recommender.prediction.library.moods import LibraryMoods
from recommender.prediction.sound.audio_features import NAMES
from recommender.similarity.rows import mark
from recommender.similarity.track_index import TrackIndex

NEUTRAL_FAMILIARITY = 0.5
OUTER_LEVEL = 1 / 3
"""From here on a track counts as loud, and from minus this as calm."""
DRAWN = 2_000
"""Tracks by chance among which are looked for what is new, calm or loud: a third of them is calm."""


@dataclass(frozen=True, eq=False)
class Known:
    """What a listener heard, likes or rated, and all else of its artists."""

    index: TrackIndex
    rows: np.ndarray
    """int32: heard, liked or rated."""
    artists: np.ndarray
    """int32: codes of their artists."""

    @classmethod
    def of(cls, taste: Taste, index: TrackIndex) -> "Known":
        """Look the taste's tracks up in the index."""
        table = index.table
        met = {*taste.heard, *taste.affinities, *taste.liked, *taste.rated}
        rows = np.array([row for track_id in met if (row := table.row(track_id)) is not None], dtype=np.int32)
        artists = np.unique(table.artist_codes[rows])
        return cls(index, rows, artists[artists >= 0])

    def among(self, rows: np.ndarray) -> np.ndarray:
        """Return which of the rows, ascending, are known: bool [k]."""
        return mark(rows, self.rows) | np.isin(self.index.table.artist_codes[rows], self.artists)

    def all_rows(self) -> np.ndarray:
        """Return all that is known, int32, ascending."""
        return np.union1d(self.rows, self.index.table.rows_of_artists(self.artists)).astype(np.int32)


@dataclass(frozen=True, eq=False)
class Course:
    """Where the picks are steered to in one index; `Course()` goes nowhere."""

    familiarity: float = 0.0
    """-1: new, 1: known; how much it weighs."""
    known: Known | None = None
    """None when it does not matter."""
    energy: float = 0.0
    """-1: calm, 1: loud; how much it weighs."""
    levels: np.ndarray | None = None
    """float32 [n_tracks], -1..1: ranks of the energy; None when it does not matter, or is not known."""

    @classmethod
    def of(cls, taste: Taste, index: TrackIndex, levels: np.ndarray | None) -> "Course":
        """Resolve the taste's steering; `levels` are `energy_levels`, None before the library has moods."""
        steering = taste.steering
        familiarity = steering.familiarity if steering.familiarity is not None else NEUTRAL_FAMILIARITY
        lean = _weigh((familiarity - NEUTRAL_FAMILIARITY) / (1 - NEUTRAL_FAMILIARITY))
        energy = _weigh(steering.energy or 0.0) if levels is not None else 0.0
        return cls(
            familiarity=lean,
            known=Known.of(taste, index) if lean else None,
            energy=energy,
            levels=levels if energy else None,
        )

    @property
    def is_steered(self) -> bool:
        """Whether anything is wanted but what fits the taste."""
        return self.known is not None or self.levels is not None

    def pull_of_familiarity(self, rows: np.ndarray) -> np.ndarray:
        """Return how much each row, ascending, is wanted for being known, or new, 0..1: float32 [k]."""
        if self.known is None:
            return np.zeros(len(rows), dtype=np.float32)
        is_known = self.known.among(rows)
        wanted = is_known if self.familiarity > 0 else ~is_known
        pull: np.ndarray = abs(self.familiarity) * wanted.astype(np.float32)
        return pull

    def pull_of_energy(self, rows: np.ndarray) -> np.ndarray:
        """Return how much each row is wanted for being calm, or loud, -1..1: float32 [k]."""
        if self.levels is None:
            return np.zeros(len(rows), dtype=np.float32)
        pull: np.ndarray = np.float32(self.energy) * self.levels[rows]
        return pull

    def wanted(self, n_tracks: int, rng: np.random.Generator) -> np.ndarray:
        """Return rows that lie on the course in all that is steered, int32, ascending; none when nothing is.

        All of what is known, or else those among `DRAWN` tracks by chance: a library is not gone through for a slate.
        """
        if not self.is_steered:
            return np.empty(0, dtype=np.int32)
        if self.known is not None and self.familiarity > 0:
            rows = self.known.all_rows()
        elif n_tracks <= DRAWN:
            rows = np.arange(n_tracks, dtype=np.int32)
        else:
            rows = np.unique(rng.integers(n_tracks, size=DRAWN, dtype=np.int32))
        if self.known is not None and self.familiarity < 0:
            rows = rows[~self.known.among(rows)]
        if self.levels is not None:
            rows = rows[self.levels[rows] * np.sign(self.energy) >= OUTER_LEVEL]
        return rows


def energy_levels(moods: LibraryMoods, index: TrackIndex) -> np.ndarray:
    """Return how lively each row of the index is among the described ones, -1..1: float32 [n_tracks], 0 for others.

    Ranks of the same energy that arcs follow; tracks of one energy share a rank.
    """
    places = np.array([moods.rows.get(track_id, -1) for track_id in index.table.track_ids], dtype=np.intp)
    levels = np.zeros(len(index), dtype=np.float32)
    described = places >= 0
    energy = moods.features[places[described], NAMES.index("energy")]
    if len(energy) > 1:
        ordered = np.sort(energy)
        below, up_to = (np.searchsorted(ordered, energy, side=side) for side in ("left", "right"))
        levels[described] = (below + up_to - 1) / (len(energy) - 1) - 1
    return levels


def _weigh(lean: float) -> float:
    return lean * abs(lean)
