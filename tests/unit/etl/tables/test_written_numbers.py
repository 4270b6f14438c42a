import math

import numpy as np
import pandas as pd
import pytest

from etl.tables.written_numbers import number_of, numbers_of


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (["1,234,567", "987,654", "12"], [1_234_567, 987_654, 12]),
        (["1.234.567", "987.654"], [1_234_567, 987_654]),
        (["1,234.5", "987,654"], [1234.5, 987_654]),
        (["1.234,5", "987.654"], [1234.5, 987_654]),
        (["0,735", "0,5"], [0.735, 0.5]),
        (["120,500", "0,5"], [120.5, 0.5]),
        (["12,5", "120,125"], [12.5, 120.125]),
        (["0.735", "120.125"], [0.735, 120.125]),
        (["12 345", "1\u202f234\u202f567", "1'234"], [12_345, 1_234_567, 1234]),
        (["1e5", "-9.5", "\u22129,5"], [100_000, -9.5, -95]),
        (["1", "", "nan", "inf", "many", "1_000", "1 2"], [1, *[math.nan] * 6]),
    ],
)
def test_numbers_are_read_by_the_signs_of_the_whole_column(cells, numbers):
    np.testing.assert_equal(numbers_of(cells), np.array(numbers, dtype=float))


def test_counts_have_no_halves():
    assert numbers_of(["987.654", "12.000"], are_counts=True).tolist() == [987_654, 12_000]
    assert numbers_of(["987.654", "12.5"], are_counts=True).tolist() == [987.654, 12.5]


def test_numbers_of_parquet_stay_as_they_are():
    np.testing.assert_equal(numbers_of(pd.Series([1, None], dtype="Int64")), np.array([1.0, np.nan]))


def test_one_number():
    assert (number_of(" 2.0 "), number_of("1,234")) == (2.0, 1234.0)
    assert math.isnan(number_of("x"))
