import numpy as np

from recommender.collaborative.records import interactions_of, profile_of
from tests.builders.interactions import interactions_from

PLAYS = interactions_from([{0: 5, 2: 1}, {1: 2}, {0: 3, 1: 1, 2: 4}], 4)


def as_dense(interactions):
    plays = np.zeros((interactions.n_listeners, interactions.n_items))
    plays[interactions.listeners, interactions.items] = interactions.plays
    return plays.tolist()


def test_what_is_named_twice_is_summed():
    twice = interactions_of(
        np.array([1, 0, 1]), np.array([2, 0, 2]), np.array([3.0, 1.0, 4.0]), n_listeners=3, n_items=3
    )
    assert as_dense(twice) == [[1, 0, 0], [0, 0, 7], [0, 0, 0]]


def test_listeners_are_kept_in_the_order_asked_for():
    assert as_dense(PLAYS.keep_listeners(np.array([2, 0]))) == [[3, 1, 4, 0], [5, 0, 1, 0]]


def test_items_are_numbered_anew():
    assert as_dense(PLAYS.keep_items(np.array([False, True, True, False]))) == [[0, 1], [2, 0], [1, 4]]


def test_rows_stay_where_everything_is_dropped():
    assert as_dense(PLAYS.keep(PLAYS.plays > 3)) == [[5, 0, 0, 0], [0, 0, 0, 0], [0, 0, 4, 0]]


def test_transposed_has_items_as_rows():
    assert as_dense(PLAYS.transposed()) == np.array(as_dense(PLAYS)).T.tolist()
    assert PLAYS.n_listeners_of.tolist() == [2, 2, 2, 0]


def test_a_profile_is_a_matrix_of_one_row():
    assert as_dense(profile_of(np.array([3, 1]), np.array([2.0, 9.0]), n_items=4)) == [[0, 9, 0, 2]]
    assert as_dense(profile_of(np.array([], int), np.array([]), n_items=2)) == [[0, 0]]
