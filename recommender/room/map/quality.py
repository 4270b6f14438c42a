"""How far a map can be believed: the neighbours it keeps, and whether far in the map is far in the sound."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree
from scipy.stats import rankdata

MIN_TRACKS = 32
"""Below it nothing is told: of 31 tracks, 15 are half of the others by chance."""
MAX_ASKED = 20_000
"""Tracks up to which every one is asked for its neighbours."""
SAMPLED = 4_000
"""Tracks that are asked among more; each is compared with all others. The error of the share is then below 0.01."""
PAIRS = 200_000
_BLOCK = 1_000
_BLOCK_NUMBERS = 25_000_000
"""Cosines held at a time: 100 MB."""
_ROUNDING = 1e-6


@dataclass(frozen=True, kw_only=True)
class Quality:
    """Figures of one map; None for too few tracks, or where all are alike."""

    neighbours_kept: float | None
    """Mean share of a track's nearest in the sound that are among its nearest in the map, 0..1."""
    global_order: float | None
    """Spearman correlation of the distances of pairs, -1..1."""


def measure_quality(
    unit: np.ndarray, maps: Sequence[np.ndarray], *, n_neighbours: int, rng: np.random.Generator
) -> list[Quality]:
    """Compare maps, float32 [n, 3] each, with the unit vectors of their tracks in the full space, float32 [n, dims]."""
    if len(unit) < MIN_TRACKS:
        return [Quality(neighbours_kept=None, global_order=None)] * len(maps)
    shares = shares_kept(unit, maps, n_neighbours=n_neighbours, rng=rng)
    orders = orders_kept(unit, maps, rng=rng)
    return [Quality(neighbours_kept=share, global_order=order) for share, order in zip(shares, orders, strict=True)]


def shares_kept(
    unit: np.ndarray, maps: Sequence[np.ndarray], *, n_neighbours: int, rng: np.random.Generator
) -> list[float]:
    """Return how many of the true neighbours of a track each map keeps, 0..1; of equally near tracks any will do.

    All tracks ask where there are at most `MAX_ASKED`, else a sample of them; the answers always come from all.
    """
    n = len(unit)
    asked = np.arange(n) if n <= MAX_ASKED else np.sort(rng.choice(n, size=SAMPLED, replace=False))
    trees = [cKDTree(positions) for positions in maps]
    kept = [0] * len(maps)
    step = max(1, _BLOCK_NUMBERS // n)
    for at in range(0, len(asked), step):
        rows = asked[at : at + step]
        cosine = np.asarray(unit[rows]) @ np.asarray(unit).T
        cosine[np.arange(len(rows)), rows] = -np.inf
        least = np.partition(cosine, n - n_neighbours, axis=1)[:, n - n_neighbours]
        for number, (tree, positions) in enumerate(zip(trees, maps, strict=True)):
            in_map = _others_in_map(tree, positions[rows], rows, n_neighbours)
            is_true = np.take_along_axis(cosine, in_map, axis=1) >= least[:, None] - _ROUNDING
            kept[number] += int(is_true.sum())
    return [each / (len(asked) * n_neighbours) for each in kept]


def orders_kept(unit: np.ndarray, maps: Sequence[np.ndarray], *, rng: np.random.Generator) -> list[float | None]:
    """Return how well each map keeps the order of distances among sampled pairs; None where all of them are equal."""
    one, other = rng.integers(len(unit), size=(2, PAIRS))
    one, other = one[one != other], other[one != other]
    cosine = np.concatenate(
        [
            np.einsum("ij,ij->i", unit[one[at : at + _BLOCK]], unit[other[at : at + _BLOCK]])
            for at in range(0, len(one), _BLOCK)
        ]
    )
    wanted = rankdata(-cosine)
    return [_correlation(rankdata(np.linalg.norm(each[one] - each[other], axis=1)), wanted) for each in maps]


def _correlation(ranks: np.ndarray, wanted: np.ndarray) -> float | None:
    if np.ptp(ranks) == 0 or np.ptp(wanted) == 0:
        return None
    return float(np.corrcoef(ranks, wanted)[0, 1])


def _others_in_map(tree: cKDTree, points: np.ndarray, rows: np.ndarray, k: int) -> np.ndarray:
    """Return int64 [m, k]: the nearest in the map of the tracks in `rows`, themselves left out."""
    _, nearest = tree.query(points, k=k + 1)
    own = nearest == rows[:, None]
    order = np.argsort(own, axis=1, kind="stable")  # where its place is shared, a track may not be its own first
    others: np.ndarray = np.take_along_axis(nearest, order, axis=1)[:, :k]
    return others
