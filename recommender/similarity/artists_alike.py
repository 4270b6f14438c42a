"""Which artists sound alike: those whose tracks lie in the same direction on average."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class MeanSounds:
    """The mean sound of each artist."""

    directions: np.ndarray
    """float32 [n_artists, dims], unit length; zeros for an artist of whom no track is in the index."""

    def nearest(self, artist: int, n: int) -> list[tuple[int, float]]:
        """Return up to `n` other artists with their cosine, nearest first; none of an opposite or unknown sound."""
        own = self.directions[artist]
        if not own.any():
            return []
        cosines = self.directions @ own
        cosines[artist] = -np.inf
        order = np.argsort(-cosines, kind="stable")[:n]
        return [(int(other), float(cosines[other])) for other in order if cosines[other] > 0]


def mean_sounds(
    vectors_of: Callable[[np.ndarray], np.ndarray], rows_of: Sequence[np.ndarray], *, dims: int
) -> MeanSounds:
    """Return the mean direction of each artist's tracks; `vectors_of` rows (int [n]) are float32 [n, dims]."""
    directions = np.zeros((len(rows_of), dims), dtype=np.float32)
    for artist, rows in enumerate(rows_of):
        if len(rows):
            mean = vectors_of(rows).mean(axis=0)
            length = float(np.linalg.norm(mean))
            directions[artist] = mean / length if length > 0 else 0.0
    return MeanSounds(directions)
