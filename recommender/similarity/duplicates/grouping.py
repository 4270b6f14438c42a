"""Copies of one recording as groups, told from sounds that merely run into one another."""

from collections.abc import Iterable

import numpy as np

MIN_DENSITY = 0.5
"""Share of a group's pairs that are told to be copies; where each is only like the next one, it is far less."""


def join(pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Return the smallest number of its group for each number of the pairs; pairs that share a number are of one."""
    parent: dict[int, int] = {}

    def root(number: int) -> int:
        parent.setdefault(number, number)
        while parent[number] != number:
            parent[number] = number = parent[parent[number]]
        return number

    for one, other in pairs:
        first, second = sorted((root(one), root(other)))
        parent[second] = first
    return {number: root(number) for number in parent}


def leave_out_chains(pairs: np.ndarray) -> np.ndarray:
    """Return the pairs, int64 [n, 2], of groups in which at least half of all possible pairs are told."""
    group_of = join(map(tuple, pairs.tolist()))
    sizes = np.bincount(np.fromiter(group_of.values(), np.int64, len(group_of)), minlength=1)
    groups = np.array([group_of[one] for one in pairs[:, 0].tolist()], dtype=np.int64)
    told = np.bincount(groups, minlength=len(sizes))[groups]
    possible = sizes[groups] * (sizes[groups] - 1) / 2
    kept: np.ndarray = pairs[told >= MIN_DENSITY * possible]
    return kept
