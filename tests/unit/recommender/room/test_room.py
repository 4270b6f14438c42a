import gc
from weakref import ref

import numpy as np
import pytest

from recommender.room.room import Room, count_remembered
from tests.builders.index import all_vectors, index_of, made_tracks, made_vectors
from tests.builders.seen_maps import made_library, made_map, sounding

TRACKS = sounding(made_tracks(4, 12))


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return index_of(tmp_path_factory.mktemp("index"), TRACKS[:-1], made_vectors(4, 12)[:-1])


@pytest.mark.parametrize("n", [1, 5, 100])
def test_true_neighbours_are_the_nearest_by_exact_cosine_among_the_tracks_of_the_map(index, n):
    room = Room(made_library(TRACKS, track_map=made_map(TRACKS[5:])), index)
    for row in (0, 17):
        cosines = all_vectors(index)[5:] @ index.vector(5 + row)
        expected = [int(near) for near in np.argsort(-cosines) if near != row][:n]
        assert room.true_neighbours(row, n).tolist() == expected


def test_a_room_is_gone_with_the_last_who_asks_and_lets_go_of_its_index(index):
    room = Room(made_library(TRACKS), index)
    room.prepare_ghosts(0)
    is_alive = ref(room)
    gc.disable()
    try:
        del room
        assert is_alive() is None
    finally:
        gc.enable()


def test_of_a_large_library_fewer_songs_are_remembered():
    assert [count_remembered(n) for n in (1, 48, 100_000, 1_000_000, 10_000_000)] == [32, 32, 20, 2, 2]


def test_a_track_that_the_index_does_not_know_has_no_neighbours_and_is_none(index):
    room = Room(made_library(TRACKS), index)
    assert room.true_neighbours(47, 5).tolist() == []
    assert 47 not in room.true_neighbours(46, 47)
    assert Room(made_library(TRACKS), None).true_neighbours(0, 5).tolist() == []
