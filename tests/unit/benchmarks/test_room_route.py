import numpy as np
import pytest

from benchmarks.room_ghost import route
from benchmarks.room_ghost.route import RoomModels, room_client, time_ghosts, time_map
from recommender.room.room import Room
from tests.builders.index import index_of, made_tracks, made_vectors
from tests.builders.popularity import made_served
from tests.builders.seen_maps import made_library, sounding

TRACKS = sounding(made_tracks(4, 12))


@pytest.fixture(params=[None, made_served], ids=["without models", "with popularity"])
def client(request, tmp_path):
    room = Room(made_library(TRACKS), index_of(tmp_path, TRACKS, made_vectors(4, 12)))
    models = RoomModels(mood=None, popularity=request.param and request.param())
    return room_client(room, models, np.random.default_rng(1))


def test_every_answer_of_the_route_is_timed(client, monkeypatch):
    monkeypatch.setattr(route, "REPEATS", 3)
    rng, ids = np.random.default_rng(2), ["k00-t00", "k01-t02"]
    for n_turned in (0, 6):
        times = time_ghosts(client, ids, n_turned, rng)
        assert times.shape == (3, 2)
        assert (times[:, 0] > 0).all()


def test_the_map_is_timed_as_it_is_made_kept_and_known(client):
    assert time_map(client, "tempo,genre").shape == (3, 2)


def test_what_models_there_are_is_said():
    assert RoomModels(mood=None, popularity=None).names == "no models"
    assert RoomModels(mood=1, popularity=2).names == "mood and popularity"
