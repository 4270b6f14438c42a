"""Finding the copies in a catalogue while its index is built, among the neighbours that the build looks up anyway."""

import re

import numpy as np

from recommender.similarity.duplicates.grouping import join, leave_out_chains
from recommender.similarity.duplicates.same_recording import (
    MIN_COSINE,
    N_STEADY,
    crowd_cosine,
    is_same_recording,
    steady_vectors,
)
from recommender.similarity.track_table import TrackTable

_BLOCK = 1_024
_FIRST = 16
"""Neighbours of each that are looked at first: a copy is among them, and most tracks have none."""
_VERSION = re.compile(
    r"\b(?:live|unplugged|acoustic|remix|mix|demo|cover|karaoke|instrumental|edit|take|rehearsal)\b", re.I
)


def find_copies(
    vectors: np.ndarray, neighbours: np.ndarray, table: TrackTable, *, metric: np.ndarray | None = None
) -> np.ndarray:
    """Return the pairs of rows that are the same recording, int64 [n_pairs, 2], the smaller row first, each once.

    Sounds that run into one another, each like the next one only, are no copies.

    Args:
        vectors: unit vectors of the index, float32 [n_tracks, dims].
        neighbours: rows near each, int [n_tracks, k], -1 where there are no more.
        table: durations and titles; tracks of which only one names a version, such as live, are kept apart.
        metric: what was learned, if the vectors were moved by it.

    """
    steady = _all_steady(vectors, metric)
    versions = [frozenset(word.lower() for word in _VERSION.findall(title)) for title in table.titles]
    pairs = [np.empty((0, 2), dtype=np.int64)]
    for at in range(0, len(vectors), _BLOCK):
        own = np.arange(at, min(at + _BLOCK, len(vectors)))
        first = neighbours[own, :_FIRST]
        asking = own[(_cosines(steady, own, first) >= MIN_COSINE).any(axis=1)]
        near = neighbours[asking]
        cosines = _cosines(steady, asking, near)
        same = is_same_recording(cosines, crowd_cosine(cosines)[:, None], _length_ratios(table, asking, near))
        row, place = np.nonzero(same & (near >= 0))
        pairs.append(np.stack([asking[row], near[row, place]], axis=1))
    found = np.unique(np.sort(np.concatenate(pairs), axis=1), axis=0)
    alike = [versions[one] == versions[other] for one, other in found.tolist()]
    return leave_out_chains(found[np.array(alike, dtype=bool)])


def join_songs(songs: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    """Return song codes, int32 [n_tracks], in which the two of each pair, and all that share a code, have one code."""
    group_of = join(map(tuple, songs[pairs].tolist()))
    codes = np.array(sorted(group_of), dtype=songs.dtype)
    if not len(codes):
        return songs
    groups = np.array([group_of[code] for code in codes.tolist()], dtype=songs.dtype)
    at = np.minimum(np.searchsorted(codes, songs), len(codes) - 1)
    return np.where(codes[at] == songs, groups[at], songs)


def _cosines(steady: np.ndarray, asking: np.ndarray, near: np.ndarray) -> np.ndarray:
    """Return the cosines of rows [m] to rows near each [m, k], float32 [m, k]; -1 where there is none."""
    ones, others = steady[asking].astype(np.float32), steady[near].astype(np.float32)
    cosines: np.ndarray = np.matmul(others, ones[:, :, None])[:, :, 0]
    cosines[near < 0] = -1.0
    return cosines


def _length_ratios(table: TrackTable, asking: np.ndarray, near: np.ndarray) -> np.ndarray:
    ratios: np.ndarray = table.durations_s[near] / table.durations_s[asking][:, None]
    return ratios


def _all_steady(vectors: np.ndarray, metric: np.ndarray | None) -> np.ndarray:
    """Return the steady vectors of all, float16 [n_tracks, N_STEADY], as if nothing had been learned."""
    back = None if metric is None else np.linalg.inv(metric.astype(np.float64)).astype(np.float32)
    steady = np.empty((len(vectors), N_STEADY), dtype=np.float16)  # a million tracks take 0.4 GB
    for at in range(0, len(vectors), _BLOCK):
        block = np.asarray(vectors[at : at + _BLOCK])
        steady[at : at + _BLOCK] = steady_vectors(block if back is None else block @ back)
    return steady
