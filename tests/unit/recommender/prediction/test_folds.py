import numpy as np
import pytest

from recommender.prediction.evaluation.folds import even_group_folds, group_folds


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(5)


@pytest.mark.parametrize("deal", [group_folds, even_group_folds])
def test_a_group_stands_in_one_fold_and_every_fold_has_some(rng, deal):
    groups = rng.integers(40, size=300)
    folds = deal(groups, 5, rng)
    assert all(len(set(folds[groups == group])) == 1 for group in range(40))
    assert set(folds) == set(range(5))


@pytest.mark.parametrize("deal", [group_folds, even_group_folds])
@pytest.mark.parametrize("n_groups", [1, 3])
def test_with_fewer_groups_than_folds_the_last_folds_are_empty(rng, deal, n_groups):
    folds = deal(np.arange(12) % n_groups, 5, rng)
    assert set(folds) == set(range(n_groups))


def test_even_folds_differ_by_less_than_the_largest_group(rng):
    groups = np.repeat(np.arange(80), np.tile([1, 2, 3, 9], 20))
    assert np.ptp(np.bincount(even_group_folds(groups, 5, rng))) < 9


def test_the_same_seed_deals_the_same_folds():
    groups = np.array([f"artist {number % 30}" for number in range(90)])
    first, again, other = (group_folds(groups, 5, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert (first == again).all()
    assert (first != other).any()
