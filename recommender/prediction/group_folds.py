"""Folds that keep what hangs together (an artist, an album) on one side."""

import numpy as np


def group_folds(
    groups: np.ndarray, n_folds: int, rng: np.random.Generator, *, labels: np.ndarray | None = None
) -> np.ndarray:
    """Return the fold of each row, int [n]: groups [n] in random order, each to the fold that needs it most.

    That is the smallest one so far; with `labels` (int [n]) the one with the fewest rows of the group's labels.
    """
    _, codes, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    kinds = np.zeros(len(groups), dtype=np.int64) if labels is None else labels
    content = np.zeros((len(sizes), int(kinds.max(initial=0)) + 1))
    np.add.at(content, (codes, kinds), 1)
    filled = np.zeros((n_folds, content.shape[1]))
    fold_of = np.zeros(len(sizes), dtype=np.int64)
    for code in rng.permutation(len(sizes)):
        crowded = filled @ content[code] + filled.sum(axis=1) / (1 + len(groups))
        fold_of[code] = smallest = int(crowded.argmin())
        filled[smallest] += content[code]
    folds: np.ndarray = fold_of[codes]
    return folds
