"""How sure an answer may be: the farther a song is from the training songs, the flatter its probabilities.

Temperature scaling (Guo et al. 2017) with a temperature that grows with the distance to the nearest training songs,
which tells inputs of another origin (Sun et al. 2022), then a small share of the training songs' own moods.
"""

from dataclasses import dataclass

import numpy as np

MAX_SONGS = 1_000
"""A larger table is represented by so many of its songs, drawn by chance."""
NEIGHBOURS = 10
NEAR, GROWTH = 1.1, 3.0
"""Up to so many usual distances the temperature is 1; what each one more adds to it."""
FROM_SHARES = 0.02
"""These three were chosen on songs of ten genres that name a mood (docs/moods.md)."""
_AT_A_TIME = 4_000
_MIN_PROBABILITY = 1e-12


@dataclass(frozen=True, eq=False)
class DistanceTemperature:
    """Where the training songs are, and how common their moods."""

    songs: np.ndarray
    """float64 [m, n_inputs], standard scores."""
    usual_distance: float
    """Median distance of a training song to its `NEIGHBOURS`-th nearest."""
    shares: np.ndarray
    """float64 [4]."""

    @classmethod
    def fit(cls, scores: np.ndarray, shares: np.ndarray, rng: np.random.Generator) -> "DistanceTemperature":
        """Measure standard scores [n, n_inputs] of songs with these shares of moods [4]."""
        songs = scores if len(scores) <= MAX_SONGS else scores[rng.choice(len(scores), MAX_SONGS, replace=False)]
        usual = float(np.median(_distances(songs, songs, NEIGHBOURS + 1)))  # the nearest is the song itself
        return cls(songs, usual if usual > 0 else 1.0, shares)

    def __call__(self, probabilities: np.ndarray, scores: np.ndarray) -> np.ndarray:
        """Return the probabilities [n, 4] of songs with these scores [n, n_inputs], as flat as they should be."""
        distance = _distances(scores, self.songs, NEIGHBOURS) / self.usual_distance
        temperature = 1 + GROWTH * np.maximum(distance - NEAR, 0)
        odds = np.maximum(probabilities, _MIN_PROBABILITY) ** (1 / temperature)[:, None]
        flat: np.ndarray = (1 - FROM_SHARES) * odds / odds.sum(axis=1, keepdims=True) + FROM_SHARES * self.shares
        return flat


def _distances(scores: np.ndarray, songs: np.ndarray, nearest: int) -> np.ndarray:
    """Return how far the `nearest`-th of some songs [m, n_inputs] is from each row of scores, float64 [n]."""
    k, squares = min(nearest, len(songs)) - 1, (songs**2).sum(axis=1)
    parts = []
    for first in range(0, len(scores), _AT_A_TIME):
        rows = scores[first : first + _AT_A_TIME]
        squared = (rows**2).sum(axis=1)[:, None] + squares - 2 * rows @ songs.T
        parts.append(np.partition(squared, k, axis=1)[:, k])
    distances: np.ndarray = np.sqrt(np.maximum(np.concatenate(parts), 0)) if parts else np.empty(0)
    return distances
