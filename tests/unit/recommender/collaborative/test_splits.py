import numpy as np

from recommender.collaborative.evaluation.splits import hide_listeners, hide_share, places
from tests.builders.interactions import interactions_from, two_tastes

PLAYS = two_tastes(50, n_each=11)


def cells(interactions):
    return set(zip(interactions.listeners.tolist(), interactions.items.tolist(), strict=True))


def test_a_fifth_of_each_listener_is_hidden_and_nothing_is_lost():
    split = hide_share(PLAYS, np.random.default_rng(0))
    assert set(split.hidden.lengths) == {2}
    assert not cells(split.train) & cells(split.hidden)
    assert cells(split.train) | cells(split.hidden) == cells(PLAYS)


def test_at_least_one_item_is_hidden():
    split = hide_share(interactions_from([{0: 1, 1: 1}], 3), np.random.default_rng(0))
    assert len(split.hidden) == 1


def test_a_split_follows_its_seed():
    first, again, other = (hide_share(PLAYS, np.random.default_rng(seed)) for seed in (3, 3, 4))
    assert cells(first.hidden) == cells(again.hidden) != cells(other.hidden)


def test_cold_listeners_are_not_trained_on():
    split = hide_listeners(PLAYS, np.random.default_rng(0))
    assert split.train.n_listeners == 40
    assert split.known.n_listeners == split.hidden.n_listeners == 10
    assert set(split.hidden.lengths) == {2}
    assert len(split.train) + len(split.known) + len(split.hidden) == len(PLAYS)


def test_what_is_given_first_is_among_what_is_given_later():
    split = hide_listeners(PLAYS, np.random.default_rng(0))
    assert set(split.given(1).lengths) == {1}
    assert cells(split.given(1)) < cells(split.given(3)) < cells(split.given(5)) < cells(split.known)


def test_the_most_played_are_given_on_request():
    split = hide_listeners(PLAYS, np.random.default_rng(0))
    most = [split.known.row(listener)[1].max() for listener in range(10)]
    assert split.given_top(1).plays.tolist() == most


def test_places_count_within_a_row():
    rows = interactions_from([{0: 1, 1: 1, 2: 1}, {0: 1, 2: 1}], 3)
    assert places(rows, np.array([3.0, 1.0, 2.0, 5.0, 4.0])).tolist() == [2, 0, 1, 1, 0]
