"""Exact nearest neighbours, block by block: the truth that the approximate search is measured against."""

import numpy as np

_BLOCK = 16_384


def nearest_exactly(vectors: np.ndarray, queries: np.ndarray, k: int) -> np.ndarray:
    """Return the cosines of the `k` nearest other tracks of each queried row, float32 [n_queries, k'], descending.

    `vectors` are unit vectors [n_tracks, dims]; k' is smaller than `k` in a catalogue of fewer than k + 1 tracks.
    """
    k = min(k, len(vectors) - 1)
    best = np.full((len(queries), k), -np.inf, dtype=np.float32)
    asked = np.asarray(vectors[queries])
    for at in range(0, len(vectors), _BLOCK):
        block = vectors[at : at + _BLOCK]
        cosine = asked @ block.T
        inside = np.flatnonzero((queries >= at) & (queries < at + len(block)))
        cosine[inside, queries[inside] - at] = -np.inf
        merged = np.concatenate([best, cosine], axis=1)
        best = -np.partition(-merged, k - 1, axis=1)[:, :k] if k else best
    return -np.sort(-best, axis=1)
