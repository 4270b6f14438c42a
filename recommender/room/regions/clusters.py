"""Clusters of places: k-means with a fixed seed, in several sizes."""

import numpy as np

MIN_TRACKS = 6
"""Of fewer there are no parts."""
MAX_COARSE = 8
_FINER = 3
"""Times as many clusters in the next size."""
_FINEST_FROM = 2_000
"""Tracks from which there is a third size."""
_FITTED_TRACKS = 20_000
"""Of more, so many by chance say where the centres are: they move no further than the eye can see."""
_MAX_ROUNDS = 50
SEED = 12


def cluster_counts(n_tracks: int) -> tuple[int, ...]:
    """Return how many clusters there are in each size, coarse to fine; none for a handful of tracks."""
    if n_tracks < MIN_TRACKS:
        return ()
    coarse = int(np.clip(round(np.sqrt(n_tracks) / 2), 2, MAX_COARSE))
    counts = [coarse, min(_FINER * coarse, n_tracks // 3)]
    if n_tracks >= _FINEST_FROM:
        counts.append(_FINER * counts[-1])
    return tuple(dict.fromkeys(counts))


def find_clusters(positions: np.ndarray, k: int, *, seed: int = SEED) -> np.ndarray:
    """Return the cluster of each place [n, 3], int64 [n], 0..k-1; one that no place is nearest to stays empty."""
    from scipy.spatial import cKDTree  # when a room is made: the player imports this module, too

    rng = np.random.default_rng(seed)
    sample = positions
    if len(positions) > _FITTED_TRACKS:
        sample = positions[rng.choice(len(positions), _FITTED_TRACKS, replace=False)]
    centres = _move(_first_centres(sample, k, rng), sample)
    clusters: np.ndarray = cKDTree(centres).query(positions)[1]
    return clusters


def _first_centres(positions: np.ndarray, k: int, rng: np.random.Generator) -> np.ndarray:
    """Return k places to begin with, each by chance, the likelier the further it is from those before (k-means++)."""
    chosen = [int(rng.integers(len(positions)))]
    squares = np.full(len(positions), np.inf)
    while len(chosen) < k:
        squares = np.minimum(squares, np.square(positions - positions[chosen[-1]]).sum(axis=1, dtype=np.float64))
        total = float(squares.sum())
        at = rng.choice(len(positions), p=squares / total) if total > 0 else rng.integers(len(positions))
        chosen.append(int(at))
    first: np.ndarray = positions[chosen].astype(np.float64)
    return first


def _move(centres: np.ndarray, positions: np.ndarray) -> np.ndarray:
    """Return the centres after Lloyd's rounds: each in the middle of what is nearest to it."""
    from scipy.spatial import cKDTree  # as above

    before = None
    for _ in range(_MAX_ROUNDS):
        nearest = cKDTree(centres).query(positions)[1]
        if before is not None and np.array_equal(nearest, before):
            break
        before = nearest
        counts = np.bincount(nearest, minlength=len(centres))
        sums = np.stack([np.bincount(nearest, positions[:, axis], len(centres)) for axis in range(3)], axis=1)
        filled = counts > 0
        centres[filled] = sums[filled] / counts[filled, None]
    return centres
