"""A part of a large table that is still honest: whole artists, drawn at random."""

import numpy as np

from recommender.prediction.popularity.records import LabelledTracks


def sample_artists(tracks: LabelledTracks, n_tracks: int | None, *, seed: int = 0) -> LabelledTracks:
    """Return the tracks of artists drawn until there are about `n_tracks`; all of them when None or not more."""
    if n_tracks is None or n_tracks >= len(tracks):
        return tracks
    _, codes = np.unique(tracks.first_artists, return_inverse=True)
    order = np.random.default_rng(seed).permutation(int(codes.max()) + 1)
    sizes = np.bincount(codes)[order]
    chosen = order[: int(np.searchsorted(np.cumsum(sizes), n_tracks)) + 1]
    return tracks.take(np.flatnonzero(np.isin(codes, chosen)))
