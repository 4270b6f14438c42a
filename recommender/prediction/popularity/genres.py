"""Genres as inputs: those that enough training tracks have."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from recommender.catalogue.names import folded

FEWEST_TRACKS = 20
MOST_GENRES = 250


@dataclass(frozen=True)
class Genres:
    """The genres a model knows, by folded name."""

    names: tuple[str, ...]

    @classmethod
    def of(cls, tracks_genres: tuple[tuple[str, ...], ...]) -> "Genres":
        """Return the commonest genres of the training tracks, in alphabetical order."""
        counts = Counter(folded(name) for names in tracks_genres for name in set(names))
        common = [name for name, n in counts.most_common(MOST_GENRES) if n >= FEWEST_TRACKS]
        return cls(tuple(sorted(common)))

    def marks(self, tracks_genres: tuple[tuple[str, ...], ...]) -> np.ndarray:
        """Return which of the genres each track has, float64 [n, genres]; unknown genres are left out."""
        places = {name: place for place, name in enumerate(self.names)}
        marks = np.zeros((len(tracks_genres), len(self.names)))
        for row, names in enumerate(tracks_genres):
            for name in names:
                if (place := places.get(folded(name))) is not None:
                    marks[row, place] = 1.0
        return marks
