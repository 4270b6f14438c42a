import numpy as np
import pytest

from recommender.collaborative.evaluation.hit_scores import hit_scores
from recommender.collaborative.ranking import require_numbers, top_items
from tests.builders.interactions import interactions_from


def test_what_is_known_is_never_recommended():
    known = interactions_from([{1: 1}, {0: 1, 2: 1}], 4)
    assert top_items(np.array([[3.0, 9, 2, 1], [9, 1, 8, 2]]), known, 2).tolist() == [[0, 2], [3, 1]]


def test_a_score_that_is_no_number_never_ranks_first():
    known = interactions_from([{3: 1}], 4)
    assert top_items(np.array([[np.nan, -5.0, -9.0, 1.0]]), known, 3).tolist() == [[1, 2, 0]]


def test_equal_scores_stand_in_the_order_of_the_items():
    assert top_items(np.zeros((1, 5)), interactions_from([{2: 1}], 5), 3)[0, 0] == 0


def test_a_model_that_gives_no_number_is_not_measured():
    scores = np.zeros((2, 3))
    require_numbers(scores, "kNN")
    scores[1, 2] = np.nan
    with pytest.raises(ArithmeticError, match="kNN gave no number for item 2 to listener 1"):
        require_numbers(scores, "kNN")


def test_scores_of_lists_are_those_counted_by_hand():
    hidden = interactions_from([{0: 1, 5: 1}, {1: 1, 2: 1, 3: 1, 4: 1}], 6)
    recall, ndcg = hit_scores(np.array([[5, 1, 0], [0, 4, 5]]), hidden)
    assert recall.tolist() == [1.0, 1 / 3]
    second, third = 1 / np.log2(3), 1 / np.log2(4)
    np.testing.assert_allclose(ndcg, [(1 + third) / (1 + second), second / (1 + second + third)])
