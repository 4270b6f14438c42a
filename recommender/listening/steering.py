"""What a listener steers by, as rows of the index: known or new, calm or loud.

Half of the way weighs a quarter: near the middle steering is gentle, at the ends nothing else weighs as much.
"""

from dataclasses import dataclass

import numpy as np

from recommender.listening.taste import Taste
from recommender.prediction.library.moods import LibraryMoods
from recommender.prediction.sound.audio_features import NAMES
from recommender.similarity.track_index import TrackIndex

NEUTRAL_FAMILIARITY = 0.5
OUTER_LEVEL = 1 / 3
"""From here on a track counts as loud, and from minus this as calm."""


@dataclass(frozen=True, eq=False)
class Course:
    """Where the picks are steered to in one index; `Course()` goes nowhere."""

    familiarity: float = 0.0
    """-1: new, 1: known; how much it weighs."""
    known: np.ndarray | None = None
    """bool [n_tracks]: heard by the listener, or of an artist that they heard; None when it does not matter."""
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
            known=mask_known(taste, index) if lean else None,
            energy=energy,
            levels=levels if energy else None,
        )

    def pull_of_familiarity(self, rows: np.ndarray) -> np.ndarray:
        """Return how much each row is wanted for being known, or new, 0..1: float32 [k]."""
        if self.known is None:
            return np.zeros(len(rows), dtype=np.float32)
        wanted = self.known[rows] if self.familiarity > 0 else ~self.known[rows]
        pull: np.ndarray = abs(self.familiarity) * wanted.astype(np.float32)
        return pull

    def pull_of_energy(self, rows: np.ndarray) -> np.ndarray:
        """Return how much each row is wanted for being calm, or loud, -1..1: float32 [k]."""
        if self.levels is None:
            return np.zeros(len(rows), dtype=np.float32)
        pull: np.ndarray = np.float32(self.energy) * self.levels[rows]
        return pull

    def wanted(self) -> np.ndarray:
        """Return the rows that lie on the course in all that is steered, int32; none when nothing is."""
        on_course = []
        if self.known is not None:
            on_course.append(self.known if self.familiarity > 0 else ~self.known)
        if self.levels is not None:
            on_course.append(self.levels * np.sign(self.energy) >= OUTER_LEVEL)
        if not on_course:
            return np.empty(0, dtype=np.int32)
        return np.flatnonzero(np.all(on_course, axis=0)).astype(np.int32)


def mask_known(taste: Taste, index: TrackIndex) -> np.ndarray:
    """Return what the listener heard, likes or rated, and all else of its artists: bool [n_tracks]."""
    table = index.table
    met = {*taste.heard, *taste.affinities, *taste.liked, *taste.rated}
    rows = [row for track_id in met if (row := table.row(track_id)) is not None]
    known = np.zeros(len(table), dtype=bool)
    known[rows] = True
    artists = np.unique(table.artist_codes[rows])
    known |= np.isin(table.artist_codes, artists[artists >= 0])
    return known


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
