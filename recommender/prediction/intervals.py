"""95 % intervals by resampling, for figures whose rows hang together."""

from collections.abc import Callable

import numpy as np

N_RESAMPLES = 2_000
LEVEL = 0.95


def block_bootstrap(
    values: np.ndarray,
    rng: np.random.Generator,
    *,
    block: int = 8,
    n_resamples: int = N_RESAMPLES,
    level: float = LEVEL,
) -> tuple[float, float]:
    """Return the interval of the mean of a series, weeks [n], by moving blocks (Kuensch 1989).

    Neighbouring weeks are alike; blocks of `block` weeks keep that likeness. NaN for an empty series.
    """
    n = len(values)
    if n == 0:
        return (float("nan"), float("nan"))
    length = min(block, n)
    n_blocks = -(-n // length)
    starts = rng.integers(0, n - length + 1, size=(n_resamples, n_blocks))
    rows = (starts[:, :, None] + np.arange(length)).reshape(n_resamples, -1)[:, :n]
    return _ends(values[rows].mean(axis=1), level)


def grouped_bootstrap(
    statistic: Callable[[np.ndarray], float],
    groups: np.ndarray,
    rng: np.random.Generator,
    *,
    n_resamples: int = 200,
) -> tuple[float, float]:
    """Return the 95 % interval of `statistic(rows)` when whole groups [n] (artists, albums) are drawn, not rows."""
    order = np.argsort(groups, kind="stable")
    _, starts = np.unique(groups[order], return_index=True)
    members = np.split(order, starts[1:])
    drawn = rng.integers(0, len(members), size=(n_resamples, len(members)))
    found = [statistic(np.concatenate([members[group] for group in each])) for each in drawn]
    return _ends(np.array(found))


def _ends(found: np.ndarray, level: float = LEVEL) -> tuple[float, float]:
    tail = (1 - level) / 2
    low, high = np.nanquantile(found, [tail, 1 - tail])
    return float(low), float(high)
