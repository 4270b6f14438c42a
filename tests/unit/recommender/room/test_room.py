import numpy as np
import pytest

from recommender.room.room import Room
from tests.builders.index import index_of, made_tracks, made_vectors
from tests.builders.seen_maps import made_library, made_map, sounding

TRACKS = sounding(made_tracks(4, 12))


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return index_of(tmp_path_factory.mktemp("index"), TRACKS[:-1], made_vectors(4, 12)[:-1])


@pytest.mark.parametrize("n", [1, 5, 100])
def test_true_neighbours_are_the_nearest_by_exact_cosine_among_the_tracks_of_the_map(index, n):
    room = Room(made_library(TRACKS, track_map=made_map(TRACKS[5:])), index)
    for row in (0, 17):
        cosines = index.vectors[5:] @ index.vectors[5 + row]
        expected = [int(near) for near in np.argsort(-cosines) if near != row][:n]
        assert room.true_neighbours(row, n).tolist() == expected


def test_a_track_that_the_index_does_not_know_has_no_neighbours_and_is_none(index):
    room = Room(made_library(TRACKS), index)
    assert room.true_neighbours(47, 5).tolist() == []
    assert 47 not in room.true_neighbours(46, 47)
    assert Room(made_library(TRACKS), None).true_neighbours(0, 5).tolist() == []
