import numpy as np
import pytest

from recommender.similarity.rows import look_up, mark, sort_once


@pytest.mark.parametrize("rows", [[], [3], [5, 1, 5, 3, 1]])
def test_rows_are_sorted_and_each_is_there_once(rows):
    assert sort_once(np.array(rows, dtype=np.int32)).tolist() == sorted(set(rows))


def test_wanted_rows_are_marked_among_ascending_ones():
    assert mark(np.array([1, 4, 6]), np.array([6, 2, 9, 1])).tolist() == [True, False, True]
    assert mark(np.array([], dtype=np.int32), np.array([1])).tolist() == []


def test_what_is_not_known_has_no_value():
    values = look_up(np.array([7, 2, 9]), np.array([2, 7]), np.array([0.5, 1.0], dtype=np.float32))
    assert values.tolist() == [1.0, 0.5, 0.0]
