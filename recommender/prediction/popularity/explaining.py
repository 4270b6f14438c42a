"""What drives a forecast: exact shares of the difference between this song and a typical one (Shapley values).

The song's facts are put into the typical song one after the other, in several orders and each order backwards; a fact's
effect is what its step adds, on average. In every order the steps add up to the whole difference, so the effects do.
"""

from collections.abc import Callable, Sequence

import numpy as np

_N_ORDERS = 3
"""Each order is also used backwards."""


def shares(
    predict: Callable[[np.ndarray], np.ndarray], typical: np.ndarray, asked: np.ndarray, parts: Sequence[slice]
) -> tuple[float, np.ndarray]:
    """Return what is predicted of the typical row [columns], and what each part [p] of the asked row adds to it."""
    moved = [part for part, columns in enumerate(parts) if not _same(typical[columns], asked[columns])]
    if not moved:
        return float(predict(typical[None])[0]), np.zeros(len(parts))
    rng = np.random.default_rng(0)
    orders = [rng.permutation(moved) for _ in range(_N_ORDERS)]
    orders += [order[::-1] for order in orders]
    paths = np.stack([_path(typical, asked, [parts[part] for part in order]) for order in orders])
    values = predict(paths.reshape(-1, paths.shape[-1])).reshape(len(orders), -1)
    effects = np.zeros(len(parts))
    for order, steps in zip(orders, np.diff(values, axis=1), strict=True):
        effects[order] += steps / len(orders)
    return float(values[0, 0]), effects


def _path(typical: np.ndarray, asked: np.ndarray, order: Sequence[slice]) -> np.ndarray:
    rows = np.repeat(typical[None], len(order) + 1, axis=0)
    for step, columns in enumerate(order, start=1):
        rows[step:, columns] = asked[columns]
    return rows


def _same(first: np.ndarray, second: np.ndarray) -> bool:
    return bool(np.array_equal(first, second, equal_nan=True))
