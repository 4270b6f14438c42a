import pytest

from recommender.prediction.count_interval import counts_around


@pytest.mark.parametrize(
    ("asked", "interval"),
    [((0.1, 0, 0), (0, 1)), ((1.2, 0, 1), (0, 2)), ((2.0, 1, 4), (1, 4)), ((0.0, 0, 0), (0, 0)), ((0.4, 1, 2), (0, 2))],
)
def test_an_expected_count_lies_in_its_interval(asked, interval):
    assert counts_around(*asked) == interval
