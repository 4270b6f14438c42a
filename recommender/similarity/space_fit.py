"""Fitting a space from sums that add up, so that any number of machines can each see a part of the vectors."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from recommender.similarity.features import N_COLUMNS, columns_of
from recommender.similarity.space import GROUPS, LEVEL_COLUMNS, Scaling, Space, unit_vectors

PROJECTED_DIMS = 64
_CONSTANT = 1e-10
"""A column whose variance is below this share of its mean square never changes; the rest is rounding."""


@dataclass(frozen=True, eq=False)
class ColumnSums:
    """Count, sum and sum of squares per column, float64 [n_columns] each; missing numbers are left out."""

    count: np.ndarray
    total: np.ndarray
    squares: np.ndarray

    @classmethod
    def of(cls, block: np.ndarray) -> "ColumnSums":
        """Sum up a block of vectors, [m, n_columns]."""
        values = block.astype(np.float64)
        there = np.isfinite(values)
        values[~there] = 0.0
        return cls(there.sum(axis=0).astype(np.float64), values.sum(axis=0), np.square(values).sum(axis=0))

    def __add__(self, other: "ColumnSums") -> "ColumnSums":
        return ColumnSums(self.count + other.count, self.total + other.total, self.squares + other.squares)

    @property
    def mean(self) -> np.ndarray:
        """Per column; 0 for a column without numbers."""
        mean: np.ndarray = self.total / np.maximum(self.count, 1)
        return mean

    @property
    def variance(self) -> np.ndarray:
        """Per column; exactly 0 for one that never changes."""
        mean_square = self.squares / np.maximum(self.count, 1)
        variance = mean_square - np.square(self.mean)
        return np.where(variance > _CONSTANT * mean_square, variance, 0.0)


def fit_scaling(sums: ColumnSums) -> Scaling:
    """Return the scaling that the raw columns ask for."""
    std = np.sqrt(sums.variance)
    inverse = np.divide(1.0, std, out=np.zeros_like(std), where=std > 0)
    return Scaling(mean=sums.mean.astype(np.float32), inverse_spread=inverse.astype(np.float32))


def fit_weights(clipped: ColumnSums) -> np.ndarray:
    """Return float32 [n_columns] such that each feature group has a total variance of 1.

    `clipped` are the sums of the standardised, clipped columns. The level of MFCC 0 gets no weight.
    """
    variance = clipped.variance
    variance[list(LEVEL_COLUMNS)] = 0.0
    weights = np.zeros(N_COLUMNS)
    for group in GROUPS:
        columns = np.concatenate([np.arange(N_COLUMNS)[columns_of(name)] for name in group])
        total = variance[columns].sum()
        if total > 0:
            weights[columns] = 1.0 / np.sqrt(total)
    weights[list(LEVEL_COLUMNS)] = 0.0
    return weights.astype(np.float32)


def products_of(unit: np.ndarray) -> np.ndarray:
    """Return the sum of outer products of unit vectors, float64 [n_columns, n_columns]."""
    wide = unit.astype(np.float64)
    products: np.ndarray = wide.T @ wide
    return products


def fit_projection(products: np.ndarray, *, dims: int = PROJECTED_DIMS) -> np.ndarray:
    """Return the axes that keep the angles best, float32 [n_columns, k], k <= dims.

    They are the leading eigenvectors of the summed outer products, uncentred because the search is by angle.
    Axes with nothing on them are left out; a small catalogue has fewer than `dims`.
    """
    values, axes = np.linalg.eigh(products)
    order = np.argsort(values)[::-1][:dims]
    kept = order[values[order] > 1e-9 * max(float(values[-1]), 1e-30)]
    chosen = axes[:, kept]
    largest = np.abs(chosen).argmax(axis=0)
    chosen = chosen * np.where(chosen[largest, np.arange(len(kept))] < 0, -1.0, 1.0)  # eigh leaves the sign open
    return np.ascontiguousarray(chosen, dtype=np.float32)


def fit_space(blocks: Callable[[], Iterable[np.ndarray]], *, projected_dims: int = PROJECTED_DIMS) -> Space:
    """Fit a space on one machine; `blocks` is called three times and yields raw vectors, [m, n_columns] each."""
    scaling = fit_scaling(_sum(ColumnSums.of(block) for block in blocks()))
    weights = fit_weights(_sum(ColumnSums.of(scaling.standardise(block)) for block in blocks()))
    products = sum(
        (products_of(unit_vectors(scaling, weights, block)) for block in blocks()),
        start=np.zeros((N_COLUMNS, N_COLUMNS)),
    )
    return Space(scaling=scaling, weights=weights, projection=fit_projection(products, dims=projected_dims))


def _sum(parts: Iterable[ColumnSums]) -> ColumnSums:
    zero = np.zeros(N_COLUMNS)
    return sum(parts, start=ColumnSums(zero, zero, zero))
