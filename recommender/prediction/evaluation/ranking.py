"""Scores of ranked lists, of which the first 20 are shown: by the rank of one target, or by the hits among several."""

import numpy as np

N_LISTED = 20


def hits(ranks: np.ndarray) -> np.ndarray:
    """Return 1.0 for each target among the first 20, else 0.0; its mean is HR@20. The first rank is 1."""
    return (ranks <= N_LISTED).astype(np.float64)


def reciprocals(ranks: np.ndarray) -> np.ndarray:
    """Return 1 / rank of each target among the first 20, else 0; its mean is MRR@20."""
    return np.where(ranks <= N_LISTED, 1.0 / ranks, 0.0)


def recall(is_hit: np.ndarray, n_relevant: np.ndarray) -> np.ndarray:
    """Return hits / min(length, relevant) of lists [n, length]; `n_relevant` [n], 1 at least, are looked for."""
    return np.asarray(is_hit.sum(axis=1) / np.minimum(n_relevant, is_hit.shape[1]))


def ndcg(is_hit: np.ndarray, n_relevant: np.ndarray) -> np.ndarray:
    """Return the binary nDCG of lists [n, length]; the ideal one begins with min(length, relevant) hits.

    Järvelin and Kekäläinen 2002.
    """
    length = is_hit.shape[1]
    gains = 1 / np.log2(np.arange(2, length + 2))
    ideal = np.concatenate([[0.0], np.cumsum(gains)])[np.minimum(n_relevant, length)]
    return np.asarray((is_hit @ gains) / ideal)
