"""Genres as inputs: those that enough training tracks have."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from recommender.catalogue.names import fold

MIN_TRACKS = 20
MAX_GENRES = 250


@dataclass(frozen=True)
class Genres:
    """The genres a model knows, by folded name."""

    names: tuple[str, ...]

    @classmethod
    def of(cls, tracks_genres: tuple[tuple[str, ...], ...]) -> "Genres":
        """Return the commonest genres of the training tracks, in alphabetical order."""
        counts = Counter(fold(name) for names in tracks_genres for name in set(names))
        common = [name for name, n in counts.most_common(MAX_GENRES) if n >= MIN_TRACKS]
        return cls(tuple(sorted(common)))

    def marks(self, tracks_genres: tuple[tuple[str, ...], ...]) -> np.ndarray:
        """Return which of the genres each track has, float64 [n, genres]; unknown genres are left out."""
        columns = {name: column for column, name in enumerate(self.names)}
        marks = np.zeros((len(tracks_genres), len(self.names)))
        for row, names in enumerate(tracks_genres):
            for name in names:
                if (column := columns.get(fold(name))) is not None:
                    marks[row, column] = 1.0
        return marks
