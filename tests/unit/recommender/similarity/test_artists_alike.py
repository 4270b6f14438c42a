import numpy as np
import pytest

from recommender.similarity.artists_alike import mean_sounds

VECTORS = np.array([[1, 0], [0.8, 0.6], [0.6, 0.8], [-1, 0], [0, 1]], dtype=np.float32)


def sounds_of(*rows: list[int]):
    return mean_sounds(VECTORS.__getitem__, [np.array(each, dtype=np.int32) for each in rows], dims=2)


def test_the_nearest_mean_comes_first_and_never_oneself():
    nearest = sounds_of([0], [1, 2], [4], [1]).nearest(0, 5)
    assert [artist for artist, _ in nearest] == [3, 1]
    assert [cosine for _, cosine in nearest] == pytest.approx([0.8, 0.7071], abs=1e-3)


def test_artists_of_an_opposite_sound_are_left_out():
    assert sounds_of([0], [3]).nearest(0, 5) == []


def test_an_artist_outside_the_index_is_like_nobody_and_nobody_is_like_them():
    sounds = sounds_of([], [0], [1])
    assert sounds.nearest(0, 5) == []
    assert [artist for artist, _ in sounds.nearest(1, 5)] == [2]


def test_as_many_as_are_wanted():
    assert len(sounds_of([0], [1], [2]).nearest(0, 1)) == 1


def test_sounds_that_cancel_each_other_have_no_direction():
    assert sounds_of([0, 3], [1]).nearest(0, 5) == []
