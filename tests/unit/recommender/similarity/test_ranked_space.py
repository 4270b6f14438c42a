"""Candidates whose distances are nearly the same, where rounding could put the wrong one first."""

import numpy as np
import pytest

from recommender.similarity.hubness import CosineStatistics
from recommender.similarity.neighbour_table_build import RankedSpace

DIMS = 24
ASKING = np.array([0])


def space(unit: np.ndarray) -> RankedSpace:
    n = len(unit)
    return RankedSpace(unit=unit.astype(np.float32), cosines=CosineStatistics(np.zeros(n), np.full(n, 0.2)))


def at_cosines(cosines: np.ndarray) -> np.ndarray:
    """Return unit vectors, the first one and others at these cosines to it, each in another direction."""
    rng = np.random.default_rng(0)
    away = rng.standard_normal((len(cosines), DIMS - 1))
    away /= np.linalg.norm(away, axis=1, keepdims=True)
    others = np.column_stack([cosines, np.sqrt(1 - cosines**2)[:, None] * away])
    return np.concatenate([np.eye(1, DIMS), others])


def test_equal_tracks_stand_in_the_order_of_their_rows():
    unit = np.repeat(at_cosines(np.array([0.5, 0.5])), [1, 5, 5], axis=0)
    unit[6:] = unit[1]
    candidates = np.array([[9, 3, 7, 1, 10, 5, 2, 8, 4, 6]])
    rows, distances = space(unit).rank(ASKING, candidates, 4)
    assert rows.tolist() == [[1, 2, 3, 4]]
    assert len(set(distances[0].tolist())) == 1


class RoundedSpace(RankedSpace):
    """Products of whole blocks are off by a millionth, another one for each pair."""

    def _cosines_by_block(self, asking: np.ndarray, candidates: np.ndarray) -> np.ndarray:
        cosines = super()._cosines_by_block(asking, candidates)
        return cosines + 1e-6 * np.random.default_rng(candidates[0, 0]).uniform(-1, 1, cosines.shape)


@pytest.mark.parametrize("seed", range(5))
def test_candidates_closer_than_blocks_round_stand_as_looked_at_closely(seed: int):
    """Twelve are nearer to each other than the rounding, two of them beyond the wanted ten; sixty are behind."""
    unit = at_cosines(np.concatenate([0.9 - 3e-7 * np.arange(12), 0.4 - 0.002 * np.arange(60)]))
    exact = space(unit)
    ranked = RoundedSpace(unit=exact.unit, cosines=exact.cosines)
    candidates = 1 + np.random.default_rng(seed).permutation(72)[None, :]
    rows, distances = ranked.rank(ASKING, candidates, 10)
    assert rows.tolist() == [list(range(1, 11))]
    assert (np.diff(distances[0]) >= 0).all()


def test_at_the_end_of_the_list_none_is_left_out_for_one_that_is_farther():
    """The tenth and the eleventh are about as near; whether others are asked with it may not decide between them."""
    unit = at_cosines(np.concatenate([0.9 - 0.01 * np.arange(9), [0.5, 0.5 - 2e-6], 0.3 - 0.001 * np.arange(40)]))
    ranked = space(unit)
    candidates = np.arange(1, len(unit))[None, :]
    alone = ranked.rank(ASKING, candidates, 10)[0]
    assert alone[0].tolist() == list(range(1, 11))
    asking = np.arange(8)
    together = ranked.rank(asking, np.tile(candidates, (8, 1)), 10)[0]
    assert together[0].tolist() == alone[0].tolist()


def test_the_asking_row_and_empty_places_come_last_and_are_marked():
    unit = at_cosines(np.array([0.8, 0.6]))
    rows, distances = space(unit).rank(ASKING, np.array([[-1, 2, 0, 1, -1]]), 4)
    assert rows.tolist() == [[1, 2, -1, -1]]
    assert np.isinf(distances[0, 2:]).all()
