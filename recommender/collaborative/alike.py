"""Items that the same listeners have: by the cosine of their factors."""

from dataclasses import dataclass

import numpy as np

from recommender.collaborative.ranking import largest


@dataclass(frozen=True)
class Alike:
    """An item near another."""

    item: int
    cosine: float
    """-1 .. 1."""


def items_alike(factors: np.ndarray, item: int, n: int) -> list[Alike]:
    """Return the `n` items whose factors [n_items, n_factors] point most nearly where those of `item` do.

    Items without a listener have no direction and are left out; so is `item`, and everything when it has none itself.
    """
    norms = np.sqrt(np.einsum("ij,ij->i", factors, factors))
    if norms[item] == 0:
        return []
    cosines = (factors @ factors[item]) / (np.where(norms > 0, norms, 1) * norms[item])
    cosines[norms == 0] = -np.inf
    cosines[item] = -np.inf
    best = largest(cosines[None, :], n)[0]
    return [Alike(int(other), float(cosines[other])) for other in best if np.isfinite(cosines[other])]
