import pickle

import numpy as np
import pytest

from recommender.room.map.near_pairs import near_for_both, nearest_others
from recommender.similarity.search import cells
from recommender.similarity.search.cells import NearestSearch


@pytest.fixture
def vectors() -> np.ndarray:
    return np.random.default_rng(2).normal(size=(400, 8)).astype(np.float32)


def truth(vectors: np.ndarray, queries: np.ndarray, k: int) -> np.ndarray:
    return np.argsort(np.linalg.norm(queries[:, None] - vectors[None], axis=2), axis=1)[:, :k]


def test_the_nearest_are_found_with_their_squared_distances(vectors: np.ndarray):
    queries = np.random.default_rng(4).normal(size=(9, 8)).astype(np.float32)
    rows, squared = NearestSearch(vectors).find(queries, 5)
    assert np.array_equal(rows, truth(vectors, queries, 5))
    assert squared == pytest.approx(np.square(queries[:, None] - vectors[rows]).sum(axis=2), abs=1e-4)


def test_more_than_there_are_gives_all(vectors: np.ndarray):
    assert NearestSearch(vectors[:3]).find(vectors[:2], 10)[0].shape == (2, 3)


def test_among_many_cells_find_nearly_all(vectors: np.ndarray, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(cells, "MAX_EXACT", 100)
    rows, _ = NearestSearch(vectors).find(vectors, 5)
    found = [len(set(a) & set(b)) for a, b in zip(rows.tolist(), truth(vectors, vectors, 5).tolist(), strict=True)]
    assert np.mean(found) >= 0.95 * 5


def test_a_search_that_was_sent_answers_the_same(vectors: np.ndarray):
    search = NearestSearch(vectors)
    sent = pickle.loads(pickle.dumps(search))
    assert len(sent) == len(search) == 400
    assert np.array_equal(sent.find(vectors[:7], 5)[0], search.find(vectors[:7], 5)[0])


def test_others_leave_the_track_itself_out_also_among_doubles():
    doubles = np.zeros((6, 4), dtype=np.float32)
    doubles[5] = 1.0
    others, squared = nearest_others(doubles, 3)
    assert squared[0].tolist() == [0, 0, 0]
    assert others.shape == (6, 3)
    assert all(row not in found for row, found in enumerate(others.tolist()))
    assert all(len(set(found)) == 3 for found in others.tolist())
    assert all(5 not in found for found in others[:5].tolist())
    assert nearest_others(doubles[:2], 15)[0].tolist() == [[1], [0]]


def test_a_track_in_a_thin_region_is_tied_to_its_like_rather_than_to_the_edge_of_a_crowd():
    rng = np.random.default_rng(6)
    crowd, thin = 0.01 * rng.normal(size=(200, 2)), 40 * rng.normal(size=(60, 2)) + 100
    at_its_edge = np.array([[60.0, 60.0]])
    vectors = np.concatenate([crowd, thin, at_its_edge]).astype(np.float32)
    assert (near_for_both(vectors, 5)[-1] >= 200).all()
    assert near_for_both(vectors, 5).shape == (261, 5)
