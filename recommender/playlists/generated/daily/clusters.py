"""What a listener likes, by kinds of sound: a few tracks that stand for the others, and which stand for which."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from recommender.listening.taste import Taste, decay
from recommender.playlists.generated.library import Library
from recommender.similarity.track_index import TrackIndex

MAX_CLUSTERS = 6
MIN_PER_CLUSTER = 4
"""Liked tracks for each cluster: of a little liking there are fewer."""
MIN_GAIN = 0.06
"""Share of all liking that one more track must stand for better than those before it."""


@dataclass(frozen=True, eq=False)
class Liked:
    """The tracks that a listener likes, strongest first."""

    rows: np.ndarray
    """int32 [k]."""
    weights: np.ndarray
    """float64 [k], above 0."""
    whys: tuple[str, ...]
    """The strongest thing that was done to each, as in `Affinity.why`."""


@dataclass(frozen=True, eq=False)
class Cluster:
    """One kind of sound that a listener likes."""

    centre: int
    """Row of the track that stands for it."""
    members: np.ndarray
    """int [m]: places in `Liked`, strongest first; the centre's among them."""


def liked_tracks(library: Library, taste: Taste, *, refused: np.ndarray, now: datetime, half_life_days: float) -> Liked:
    """Return what is liked and present and not turned away, with its weight at `now`."""
    weighed = [
        (decay(affinity, now, half_life_days=half_life_days), int(rows[0]), affinity.why)
        for track_id, affinity in taste.affinities.items()
        if affinity.weight > 0 and len(rows := library.rows([track_id])) and not refused[rows[0]]
    ]
    weighed.sort(key=lambda each: (-each[0], each[1]))
    return Liked(
        rows=np.array([row for _, row, _ in weighed], dtype=np.int32),
        weights=np.array([weight for weight, _, _ in weighed], dtype=np.float64),
        whys=tuple(why for _, _, why in weighed),
    )


def find_clusters(
    index: TrackIndex, liked: Liked, *, n: int = MAX_CLUSTERS, min_gain: float = MIN_GAIN
) -> list[Cluster]:
    """Return up to `n` clusters, the one that stands for most first; each track belongs to its nearest centre."""
    if not len(liked.rows):
        return []
    vectors = index.vectors_of(liked.rows)
    alike = np.clip(vectors @ vectors.T, 0.0, 1.0)
    covered = np.zeros(len(liked.rows))
    centres: list[int] = []
    while len(centres) < min(n, max(1, len(liked.rows) // MIN_PER_CLUSTER)):
        gains = (liked.weights * np.maximum(alike - covered, 0.0)).sum(axis=1)
        gains[centres] = -1.0
        best = int(gains.argmax())
        if centres and gains[best] < min_gain * liked.weights.sum():
            break
        centres.append(best)
        covered = np.maximum(covered, alike[best])
    nearest = alike[:, centres].argmax(axis=1)
    return [Cluster(int(liked.rows[centre]), np.flatnonzero(nearest == at)) for at, centre in enumerate(centres)]
