"""Folds that keep what hangs together (an artist, an album) on one side."""

import numpy as np


def group_folds(groups: np.ndarray, n_folds: int, rng: np.random.Generator) -> np.ndarray:
    """Return the fold of each row, int [n]: groups [n] in random order, each to the fold that is smallest so far."""
    _, codes, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    filled = np.zeros(n_folds, dtype=np.int64)
    fold_of = np.zeros(len(sizes), dtype=np.int64)
    for code in rng.permutation(len(sizes)):
        fold_of[code] = smallest = int(filled.argmin())
        filled[smallest] += sizes[code]
    folds: np.ndarray = fold_of[codes]
    return folds
