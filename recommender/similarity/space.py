"""The space in which likeness is an angle: raw feature vectors in, unit vectors out.

A vector is standardised column by column, clipped, and weighted so that each feature group carries the same
variance; four columns have no weight: mean, median, minimum and maximum of MFCC 0, which are what changes when
the same recording is louder. Then it gets unit length. Where a metric was learned that wins on unseen artists
(`learned/`), it is applied, and the length is 1 again. The same code makes catalogue and query vectors.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from recommender.similarity.features import COLUMNS, FRAME_FEATURES, N_COLUMNS, columns_of
from recommender.similarity.learned.metric import apply_metric

CLIP = 3.0
"""Numbers are cut at this many standard deviations."""

GROUPS = (("mfcc", "spectral_centroid", "zcr"), ("spectral_contrast",), ("fluctuation",))
"""Features that share one portion of the variance: the classic ones, contrast, fluctuation."""

LEVEL_COLUMNS = tuple(
    i
    for i, column in enumerate(COLUMNS)
    if column.feature == "mfcc" and column.number == "01" and column.statistic in ("mean", "median", "min", "max")
)
"""The level of MFCC 0: a gain of g dB moves these and nothing else."""

SPACE_FILE = "space.npz"


@dataclass(frozen=True, eq=False)
class Scaling:
    """What turns raw numbers into comparable ones, float32 [n_columns] each."""

    mean: np.ndarray
    inverse_spread: np.ndarray
    """1 / standard deviation; 0 for a column that never changes."""

    def standardise(self, raw: np.ndarray) -> np.ndarray:
        """Return float32 [m, n_columns] in standard deviations, clipped; a number that is missing (NaN) is average."""
        z: np.ndarray = (np.asarray(raw, dtype=np.float32) - self.mean) * self.inverse_spread
        np.clip(z, -CLIP, CLIP, out=z)
        z[np.isnan(z)] = 0.0
        return z


@dataclass(frozen=True, eq=False)
class Space:
    """A fitted space; part of the index artifact, so batch and online make the same vector."""

    scaling: Scaling
    weights: np.ndarray
    """float32 [n_columns]: equal variance per feature group, 0 where a column is left out."""
    projection: np.ndarray
    """float32 [n_columns, projected_dims]: the main axes of the unit vectors, for the approximate search."""
    metric: np.ndarray | None = None
    """float32 [n_columns, n_columns], symmetric; None: nothing was learned."""

    @property
    def dims(self) -> int:
        """Numbers in a unit vector."""
        return len(self.weights)

    @property
    def group_slices(self) -> dict[str, slice]:
        """Where each feature's numbers stand in a unit vector, by feature name."""
        return {name: columns_of(name) for name in (*(feature.name for feature in FRAME_FEATURES), "fluctuation")}

    def transform(self, raw: np.ndarray) -> np.ndarray:
        """Return unit vectors, float32 [m, dims], of raw vectors [m, n_columns].

        A vector that is average in everything has no direction of its own; all such get the same one.
        """
        unit = unit_vectors(self.scaling, self.weights, raw)
        return unit if self.metric is None else apply_metric(unit, self.metric)

    def project(self, unit: np.ndarray) -> np.ndarray:
        """Return float32 [m, projected_dims] of unit vectors [m, dims]."""
        projected: np.ndarray = unit @ self.projection
        return projected

    def save(self, folder: Path) -> None:
        """Write the space into a version's folder."""
        arrays: dict[str, Any] = {
            "mean": self.scaling.mean,
            "inverse_spread": self.scaling.inverse_spread,
            "weights": self.weights,
            "projection": self.projection,
        }
        if self.metric is not None:
            arrays["metric"] = self.metric
        np.savez(folder / SPACE_FILE, **arrays)

    @classmethod
    def load(cls, folder: Path) -> "Space":
        """Read what `save` wrote."""
        with np.load(folder / SPACE_FILE) as stored:
            scaling = Scaling(mean=stored["mean"], inverse_spread=stored["inverse_spread"])
            metric = stored.get("metric")
            return cls(scaling=scaling, weights=stored["weights"], projection=stored["projection"], metric=metric)


def unit_vectors(scaling: Scaling, weights: np.ndarray, raw: np.ndarray) -> np.ndarray:
    """Return standardised, weighted vectors of length 1, float32 [m, n_columns]."""
    weighted = scaling.standardise(raw) * weights
    length = np.linalg.norm(weighted, axis=1, keepdims=True)
    directionless = length[:, 0] < np.float32(1e-6)
    weighted[directionless] = 1.0 / np.sqrt(N_COLUMNS)
    length[directionless] = 1.0
    unit: np.ndarray = weighted / length
    return unit
