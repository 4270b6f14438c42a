"""Made-up listening: groups of listeners who share a taste."""

import numpy as np

from recommender.collaborative.records import Interactions, interactions_of


def interactions_from(rows: list[dict[int, float]], n_items: int) -> Interactions:
    """Return the matrix of plays by item, one dict for each listener."""
    cells = [(listener, item, plays) for listener, row in enumerate(rows) for item, plays in row.items()]
    listeners, items, plays = (np.array(column) for column in zip(*cells, strict=True))
    return interactions_of(listeners, items, plays.astype(float), n_listeners=len(rows), n_items=n_items)


def two_tastes(
    n_listeners: int = 60, n_items: int = 40, *, n_each: int = 12, seed: int = 0, stray: float = 0.1
) -> Interactions:
    """Return listeners of whom the even ones have items of the first half, the others of the second, a few astray."""
    rng = np.random.default_rng(seed)
    half = n_items // 2
    rows = []
    for listener in range(n_listeners):
        own = np.full(n_items, stray / half)
        own[(listener % 2) * half : (listener % 2 + 1) * half] = (1 - stray) / half
        items = rng.choice(n_items, n_each, replace=False, p=own / own.sum())
        rows.append({int(item): float(rng.integers(1, 200)) for item in items})
    return interactions_from(rows, n_items)
