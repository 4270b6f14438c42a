import numpy as np
import pytest

from recommender.prediction.evaluation.leaks import leak_warnings
from recommender.prediction.evaluation.ranking import ndcg, recall
from recommender.prediction.evaluation.weight_search import search_weights

GRID = (0.0, 0.5, 1.0, 4.0)


def search(score, start, *, max_rounds=5, **options):
    def score_along(weights, model):
        asked.append((weights, model))
        return lambda weight: score((*weights[:model], weight, *weights[model + 1 :]))

    asked = []
    return search_weights(score_along, start=start, grid=GRID, max_rounds=max_rounds, **options), asked


def test_weights_start_where_told_and_only_get_better():
    found, _ = search(lambda w: w[1] - abs(w[0] - 0.5) - w[2], (4.0, 0.0, 0.0))
    assert found == ((0.5, 4.0, 0.0), 4.0)
    assert search(lambda _weights: 0.0, (4.0, 0.0))[0] == ((4.0, 0.0), 0.0)


def test_the_search_ends_with_a_round_in_which_nothing_got_better():
    """Its first look is at the start; the first round finds the best, the second nothing."""
    assert len(search(lambda w: w[0], (1.0, 1.0))[1]) == 1 + 2 + 2
    assert len(search(lambda w: w[0], (1.0, 1.0), max_rounds=1)[1]) == 1 + 2


def test_a_blend_is_not_left_without_any_weight():
    assert search(lambda w: -sum(w), (1.0, 1.0))[0] == ((0.0, 0.5), -0.5)


def test_what_is_better_by_rounding_only_is_not_taken():
    assert search(lambda w: 1e-12 * w[0], (1.0,))[0][0] == (1.0,)
    assert search(lambda w: 1e-12 * w[0], (1.0,), min_gain=0.0)[0][0] == (4.0,)


def test_a_value_above_the_limit_is_warned_of():
    values = {"rules": 0.5, "oracle": 0.61}
    assert leak_warnings(values, metric="HR@20", limit=0.6, case="static") == [
        "WARNING, static: oracle has HR@20 0.610, above 0.6; treat it as a leak until shown otherwise"
    ]


def test_hits_count_against_what_the_list_has_room_for():
    is_hit = np.array([[True, False, True], [False, True, False]])
    second, third = 1 / np.log2(3), 1 / 2
    assert recall(is_hit, np.array([2, 9])) == pytest.approx([1, 1 / 3])
    assert ndcg(is_hit, np.array([2, 9])) == pytest.approx([(1 + third) / (1 + second), second / (1 + second + third)])
