import pickle

import numpy as np
import pytest

from recommender.room.map.layout import lay_out
from recommender.room.map.placement import Placed, place
from tests.builders.room import made_sounds


@pytest.fixture(scope="module")
def vectors() -> np.ndarray:
    return made_sounds(6, 40).project()


@pytest.fixture(scope="module")
def positions(vectors: np.ndarray) -> np.ndarray:
    return lay_out(vectors, seed=1).positions


def test_a_new_track_goes_among_its_own_kind(vectors: np.ndarray, positions: np.ndarray):
    new = np.arange(0, len(vectors), 4)
    old = np.setdiff1d(np.arange(len(vectors)), new)
    places = place(vectors[new], Placed.of(vectors[old], positions[old]))
    kinds = np.repeat(np.arange(6), 40)
    nearest = np.linalg.norm(places[:, None] - positions[old][None], axis=2).argmin(axis=1)
    assert (kinds[old][nearest] == kinds[new]).mean() >= 0.98
    away = np.linalg.norm(places - positions[new], axis=1)
    assert np.median(away) < 0.2  # near where the layout of all had put it, in a room that is 2 wide


def test_a_double_stands_where_its_twin_does(vectors: np.ndarray, positions: np.ndarray):
    assert place(vectors[:5], Placed.of(vectors, positions)) == pytest.approx(positions[:5], abs=1e-4)


def test_placed_tracks_stay_within_the_room_however_strange_they_sound(vectors: np.ndarray, positions: np.ndarray):
    strange = place(100 * np.random.default_rng(1).normal(size=(9, vectors.shape[1])), Placed.of(vectors, positions))
    assert np.isfinite(strange).all()
    assert np.abs(strange).max() <= 1.0
    alone = Placed.of(vectors[:1], positions[:1])
    assert place(vectors[3:4], alone) == pytest.approx(positions[:1])
    assert place(vectors[:0], alone).shape == (0, 3)


def test_a_block_is_placed_alike_wherever_it_is_sent(vectors: np.ndarray, positions: np.ndarray):
    placed = Placed.of(vectors[:100], positions[:100])
    sent = pickle.loads(pickle.dumps(placed))
    whole = place(vectors, placed)
    parts = np.concatenate([place(vectors[at : at + 7], sent) for at in range(0, len(vectors), 7)])
    assert parts == pytest.approx(whole, abs=1e-5)
