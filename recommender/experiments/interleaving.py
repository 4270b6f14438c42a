"""Two engines within one slate: what is played of which tells which is better, sooner than two groups of listeners do.

Team draft (Radlinski, Kurup and Joachims 2008, "How does clickthrough data reflect retrieval quality?"): the two take
turns, a coin says who begins each round, and each gives its best track that is not there yet. So the teams are
as large, stand as high on average, and no listener sees which is which.
"""

from collections.abc import Sequence

import numpy as np
from msgspec.structs import replace

from recommender.records import Pick, Slate


def draft_teams(
    first: Sequence[Pick], second: Sequence[Pick], *, n: int, rng: np.random.Generator
) -> list[tuple[Pick, int]]:
    """Return at most `n` picks, each with its team: 0 for the first list, 1 for the second.

    No track comes twice. When one list has nothing left, the round ends with what there is: else the other's team
    would be the larger.
    """
    drafted: list[tuple[Pick, int]] = []
    taken: set[str] = set()
    lists = (list(first), list(second))
    while len(drafted) < n:
        begins = int(rng.integers(2))
        for team in (begins, 1 - begins):
            pick = next((pick for pick in lists[team] if pick.track_id not in taken), None)
            if pick is None:
                return drafted
            if len(drafted) < n:
                taken.add(pick.track_id)
                drafted.append((pick, team))
    return drafted


def interleave(slates: tuple[Slate, Slate], arms: tuple[str, str], *, rng: np.random.Generator) -> Slate:
    """Return the first slate with the picks of both, each with its arm as team.

    What a slate says of all of its picks would not hold of the other's: where the two differ in it, each pick says it.
    """
    one, other = slates
    n = max(len(one.picks), len(other.picks))
    shared = one.shared if one.shared == other.shared else ""
    lists = [_with_reasons(slate, shared) for slate in slates]
    picks = tuple(replace(pick, team=arms[team]) for pick, team in draft_teams(*lists, n=n, rng=rng))
    return replace(one, picks=picks, shared=shared)


def _with_reasons(slate: Slate, shared: str) -> list[Pick]:
    if slate.shared == shared:
        return list(slate.picks)
    return [pick if pick.reason else replace(pick, reason=slate.shared) for pick in slate.picks]
