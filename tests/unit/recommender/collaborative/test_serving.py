import json

import numpy as np
import pytest

from recommender.collaborative.alike import items_alike
from recommender.collaborative.models import als, item_knn, popularity
from recommender.collaborative.models.neighbour_lists import lists_of_matrix
from recommender.collaborative.serving import DECLARED, FACTORS, WHOLE, ServedModel, load
from recommender.errors import BadArtifact
from tests.builders.interactions import two_tastes

TRAIN, NEW = two_tastes(), two_tastes(6, seed=9, n_each=5)
ALS, SHORT = (
    als.fit(TRAIN, als.AlsSettings(n_factors=6, regularisation=each), np.random.default_rng(0)) for each in (2.0, 9.0)
)
WALK = item_knn.fit_walk(TRAIN, item_knn.WalkSettings(n_neighbours=9))
LISTS = lists_of_matrix(WALK)
FAME = popularity.fit(TRAIN)
MODEL = ServedModel(FAME, LISTS, ALS, SHORT, {1: (0.5, 4.0, 0.0, 1.0), 3: (0.0, 0.5, 1.0, 0.25)})


def test_lists_score_as_the_sparse_matrix_does():
    np.testing.assert_allclose(LISTS.scores(NEW), WALK.scores(NEW), rtol=1e-5, atol=1e-7)


def test_items_without_a_listener_have_empty_lists():
    alone = item_knn.fit_walk(TRAIN.keep(TRAIN.items != 3), item_knn.WalkSettings(n_neighbours=9))
    assert not lists_of_matrix(alone).closeness[3].any()


@pytest.mark.parametrize("n_known", [1, 2, 5])
def test_what_is_written_answers_as_before(n_known, tmp_path):
    MODEL.write(tmp_path)
    served = load(tmp_path)
    for listener in range(NEW.n_listeners):
        items, plays = (values[:n_known] for values in NEW.row(listener))
        asked = served.score_profile(items, plays)
        np.testing.assert_allclose(asked, MODEL.score_profile(items, plays), rtol=1e-4, atol=1e-5)
        assert asked.dtype == np.float32


def test_factors_and_lists_stay_in_their_files(tmp_path):
    MODEL.write(tmp_path)
    served = load(tmp_path)
    mapped = (served.whole.basis.rotated, served.short.basis.rotated, served.lists.neighbours, served.lists.closeness)
    assert all(isinstance(array, np.memmap) for array in mapped)


def test_who_has_nothing_yet_gets_what_is_popular():
    scores = MODEL.score_profile(np.array([], int), np.array([]))
    np.testing.assert_allclose(scores, 0.5 * FAME.n_listeners_of / FAME.n_listeners_of.max(), rtol=1e-6)


def test_damaged_files_are_refused(tmp_path):
    with pytest.raises(BadArtifact, match="cannot be read"):
        load(tmp_path)
    MODEL.write(tmp_path)
    np.save(tmp_path / FACTORS.format(WHOLE), np.zeros((3, 6), np.float32))
    with pytest.raises(BadArtifact, match=r"are of \[3, 40\] items; build it again"):
        load(tmp_path)
    declared = json.loads((tmp_path / DECLARED).read_text())
    (tmp_path / DECLARED).write_text(json.dumps(declared | {"form": 99}))
    with pytest.raises(BadArtifact, match="form 99"):
        load(tmp_path)


def test_alike_is_who_has_the_same_listeners():
    alike = items_alike(ALS.basis.rotated, 3, 5)
    assert [one.cosine for one in alike] == sorted((one.cosine for one in alike), reverse=True)
    assert all(one.item < 20 and one.item != 3 for one in alike)


def test_what_nobody_has_is_alike_to_nothing():
    factors = np.array([[1.0, 0.0], [0.0, 0.0], [1.0, 0.1]])
    assert items_alike(factors, 1, 3) == []
    assert [one.item for one in items_alike(factors, 0, 3)] == [2]
