import numpy as np
import pytest

from recommender.prediction.named_columns import stack_columns

ONE_TWO = {"two": np.array([3.0, 4.0]), "one": np.array([1, 2])}


def test_columns_come_in_the_order_of_the_names_whatever_their_own():
    found = stack_columns(ONE_TWO, ("one", "two"), n=2, dtype=np.float32)
    assert found.tolist() == [[1, 3], [2, 4]]
    assert found.dtype == np.float32


def test_a_single_number_fills_its_column():
    assert stack_columns(ONE_TWO | {"three": 5.0}, ("three", "two", "one"), n=2)[:, 0].tolist() == [5, 5]


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (("one",), r"unknown: \['two'\]"),
        (("one", "two", "three"), r"missing: \['three'\]"),
        (("one", "three"), r"missing: \['three'\]; unknown: \['two'\]"),
        (("one", "two", "two"), "3 wanted, each once"),
    ],
)
def test_a_column_that_is_missing_unknown_or_named_twice_is_refused(names, told):
    with pytest.raises(ValueError, match=told):
        stack_columns(ONE_TWO, names, n=2)


@pytest.mark.parametrize("column", [np.zeros(3), np.zeros(1), np.zeros((2, 1)), np.zeros((2, 2))])
def test_a_column_of_another_length_is_refused_by_name(column):
    with pytest.raises(ValueError, match="column 'two' has the shape"):
        stack_columns(ONE_TWO | {"two": column}, ("one", "two"), n=2)
