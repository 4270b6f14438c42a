"""What the closeness of a neighbour means to somebody who reads it."""

import numpy as np
import pytest

from recommender.similarity.closeness import closeness
from tests.builders.index import all_vectors, index_of, made_index, made_tracks, made_vectors


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return made_index(tmp_path_factory.mktemp("index"))


def test_the_same_sound_is_wholly_close_and_the_list_falls_from_there(index):
    near = closeness(index, index.nearest(index.vector(30), 10))
    assert near[0] == pytest.approx(1.0, abs=0.01)
    assert (np.diff(near) <= 0).all()
    assert near[1] < 0.9


def test_a_tracks_nearest_is_half_close_in_the_middle(index):
    nearest = [closeness(index, index.neighbours(row, 1))[0] for row in range(0, len(index), 7)]
    assert 0.4 < np.median(nearest) < 0.6


def test_a_sound_like_nothing_here_is_close_to_nothing(index):
    rng = np.random.default_rng(5)
    noise = rng.normal(size=index.space.dims).astype(np.float32)
    vectors = all_vectors(index)
    noise -= vectors.T @ (vectors @ noise) / len(index)
    noise /= np.linalg.norm(noise)
    assert closeness(index, index.nearest(noise, 5))[0] < 0.4


@pytest.mark.parametrize("n_tracks", [1, 2])
def test_a_tiny_library_has_a_closeness_too(tmp_path, n_tracks):
    index = index_of(tmp_path, made_tracks(1, n_tracks), made_vectors(1, n_tracks))
    assert closeness(index, index.nearest(index.vector(0), 1))[0] == pytest.approx(1.0)
