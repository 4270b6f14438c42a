"""Weighted ridge regressions against the same factors, one for each row of a sparse matrix, exact and in numpy alone.

A row solves (G + penalty I + F' C F) x = F' (1 + c): F holds the factors of what the row has, C = diag(c) how much more
it counts than what the row has not, and G is the Gram matrix of all factors. In the basis in which G is diagonal its
inverse is a division, and the push-through identity leaves a system as large as the row, not as the factors:
x = H F' (1 + C F H F')^-1 (1 + c) with H = (G + penalty I)^-1. Most rows are short.
"""

from dataclasses import dataclass

import numpy as np

from recommender.collaborative.records import Interactions

_CHUNK_CELLS = 1 << 21
"""Numbers that the padded factors of one chunk of rows hold."""


@dataclass(frozen=True, eq=False)
class Basis:
    """Factors in the basis in which their Gram matrix is diagonal."""

    rotated: np.ndarray
    """float32 [n, n_factors]."""
    gram: np.ndarray
    """float64 [n_factors]: the diagonal."""

    @classmethod
    def of(cls, factors: np.ndarray) -> "Basis":
        """Rotate factors [n, n_factors]."""
        gram, axes = np.linalg.eigh((factors.T @ factors).astype(np.float64))
        return cls(factors @ axes.astype(np.float32), np.maximum(gram, 0.0))


def solve_rows(basis: Basis, rows: Interactions, confidence: np.ndarray, penalty: np.ndarray) -> np.ndarray:
    """Return the solution of each row in the basis, float32 [n_rows, n_factors].

    `confidence` [n] is how much more than 1 each interaction counts, `penalty` [n_rows] is above 0. A row without
    interactions is 0.
    """
    n_factors = basis.rotated.shape[1]
    solved = np.zeros((rows.n_listeners, n_factors), dtype=np.float32)
    order = np.argsort(rows.lengths, kind="stable")
    order = order[rows.lengths[order] > 0]
    at = 0
    while at < len(order):
        longest = int(rows.lengths[order[at]])
        size = max(1, _CHUNK_CELLS // (max(longest, 1) * n_factors))
        chunk = order[at : at + size]
        longest = int(rows.lengths[chunk[-1]])
        while longest * len(chunk) * n_factors > 2 * _CHUNK_CELLS and len(chunk) > 1:
            chunk = chunk[: len(chunk) // 2]
            longest = int(rows.lengths[chunk[-1]])
        solved[chunk] = _solve_chunk(basis, rows, confidence, penalty, chunk)
        at += len(chunk)
    return solved


def _solve_chunk(
    basis: Basis, rows: Interactions, confidence: np.ndarray, penalty: np.ndarray, chunk: np.ndarray
) -> np.ndarray:
    """Return the solutions of rows of about one length; shorter ones are padded with interactions that count 0."""
    lengths = rows.lengths[chunk]
    longest = int(lengths[-1])
    place = np.arange(longest)
    is_there = place < lengths[:, None]
    at = np.where(is_there, rows.starts[chunk][:, None] + place, 0)
    extra = np.where(is_there, confidence[at], 0.0).astype(np.float32)
    target = np.where(is_there, 1.0 + confidence[at], 0.0).astype(np.float32)
    factors = basis.rotated[rows.items[at]]
    inverse = (1.0 / (basis.gram + penalty[chunk][:, None])).astype(np.float32)
    if longest > basis.rotated.shape[1]:
        return _solve_long(factors, extra, target, inverse)
    scaled = factors * inverse[:, None, :]
    system = extra[:, :, None] * (factors @ scaled.transpose(0, 2, 1))
    system[:, place, place] += 1.0
    answer = np.linalg.solve(system, target[:, :, None])
    solved: np.ndarray = (scaled.transpose(0, 2, 1) @ answer)[:, :, 0]
    return solved


def _solve_long(factors: np.ndarray, extra: np.ndarray, target: np.ndarray, inverse: np.ndarray) -> np.ndarray:
    """Return the solutions of rows with more interactions than factors: the textbook's system."""
    system = factors.transpose(0, 2, 1) @ (factors * extra[:, :, None])
    place = np.arange(factors.shape[2])
    system[:, place, place] += 1.0 / inverse
    solved: np.ndarray = np.linalg.solve(system, factors.transpose(0, 2, 1) @ target[:, :, None])[:, :, 0]
    return solved
