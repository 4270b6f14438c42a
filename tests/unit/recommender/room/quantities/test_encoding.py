import numpy as np
import pytest

from recommender.room.quantities.encoding import UNKNOWN, decode, encode, ends
from recommender.room.quantities.table import QUANTITIES
from recommender.room.quantities.values import Categories, Numbers


def numbers(*values):
    return Numbers(np.array(values, dtype=np.float32))


@pytest.mark.parametrize("name", ["tempo", "brightness"], ids=["linear", "log"])
def test_a_byte_tells_a_value_within_half_a_step(name):
    values = np.random.default_rng(3).uniform(40, 4_000, 150).astype(np.float32)
    column = encode(QUANTITIES[name], Numbers(values))
    steps = np.log(values) if column.scale == "log" else values
    back = np.log(decode(column)) if column.scale == "log" else decode(column)
    step = (steps.max() - steps.min()) / 254
    assert np.abs(back - steps).max() <= 0.51 * step


def test_what_is_not_known_is_255_and_comes_back_as_nan():
    column = encode(QUANTITIES["tempo"], numbers(90, np.nan, 120))
    assert column.data.tolist() == [0, UNKNOWN, 254]
    assert decode(column).tolist() == pytest.approx([90, np.nan, 120], nan_ok=True)


def test_one_value_for_all_and_none_at_all_are_no_trouble():
    same = encode(QUANTITIES["brightness"], numbers(500, 500))
    assert decode(same).tolist() == pytest.approx([500, 500])
    for name in ("tempo", "brightness"):
        nothing = encode(QUANTITIES[name], numbers(np.nan, np.nan))
        assert np.isnan(decode(nothing)).all()
        assert np.isfinite([nothing.low, nothing.high]).all()


def test_values_that_no_logarithm_has_count_as_the_low_end():
    column = encode(QUANTITIES["length"], numbers(0.0, 10.0, 100.0))
    assert decode(column).tolist() == pytest.approx([10.0, 10.0, 100.0])


def test_one_odd_track_among_many_does_not_take_the_whole_scale():
    values = np.append(np.linspace(100, 200, 400), 1e6).astype(np.float32)
    low, high = ends(Numbers(values), is_log=False)
    assert (100 <= low < 102, 198 < high <= 200) == (True, True)
    assert ends(Numbers(values[-100:]), is_log=False)[1] == 1e6


def test_mostly_equal_values_keep_the_few_others_apart():
    values = np.zeros(1_000, dtype=np.float32)
    values[0] = 7
    assert ends(Numbers(values), is_log=False) == (0.0, 7.0)


def test_categories_are_places_in_their_names():
    column = encode(QUANTITIES["genre"], Categories(("a", "b"), np.array([1, -1, 0], dtype=np.int16)))
    assert (column.data.tolist(), column.categories) == ([1, UNKNOWN, 0], ("a", "b"))
    assert decode(column).tolist() == pytest.approx([1, np.nan, 0], nan_ok=True)
