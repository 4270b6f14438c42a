import numpy as np
import pytest

from recommender.prediction.evaluation.ranking import hits, reciprocals
from recommender.sequences.evaluation.ranking import UNRANKED, criterion, rank_of

NO_PLAYS = np.zeros(4)


def rank(scores: list[float], target: int, *, current: int = 9, plays: np.ndarray = NO_PLAYS) -> int:
    return rank_of(np.array(scores), target, current=current, plays=plays)


def test_a_higher_score_goes_before():
    assert [rank([0.1, 0.9, 0.5, 0.0], target) for target in range(4)] == [3, 1, 2, 4]


def test_equals_go_by_plays_and_then_by_first_hearing():
    assert [rank([0.5, 0.5, 0.5, 0.0], target, plays=np.array([0, 0, 1, 0])) for target in range(3)] == [2, 3, 1]


def test_the_current_track_takes_no_rank():
    assert rank([0.1, 0.9, 0.5, 0.0], 2, current=1) == 1
    assert rank([0.1, 0.9, 0.5, 0.0], 1, current=1) == UNRANKED


def test_what_is_no_candidate_has_no_rank():
    assert rank([0.1, 0.9, 0.5, 0.0], 4) == UNRANKED


@pytest.mark.parametrize("score", [np.nan, np.inf])
@pytest.mark.parametrize("place", range(4))
def test_a_score_that_is_no_number_never_ranks_but_is_refused(score, place):
    scores = [0.1, 0.2, 0.3, 0.4]
    scores[place] = score
    with pytest.raises(ValueError, match="1 of 4 scores are no numbers"):
        rank(scores, 2)


def test_only_the_first_twenty_count():
    ranks = np.array([1, 20, 21, UNRANKED])
    assert hits(ranks).tolist() == [1, 1, 0, 0]
    assert reciprocals(ranks).tolist() == [1, 1 / 20, 0, 0]
    assert criterion(ranks) == 0.5 + 1.05 / 4
