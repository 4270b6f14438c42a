import dataclasses

import numpy as np

from recommender.collaborative import train as training
from recommender.collaborative.evaluation import blend_search
from recommender.collaborative.models.als import AlsSettings
from recommender.collaborative.models.item_knn import WalkSettings
from recommender.collaborative.train import choose_served, fit_served
from tests.builders.interactions import two_tastes


def test_what_is_served_knows_a_taste_from_one_item_and_from_many(monkeypatch):
    small = AlsSettings(n_factors=4, regularisation=2.0)
    quick = {
        "popularity": {},
        "RP3beta": {"starts": (WalkSettings(),), "ladders": {}},
        "ALS": {"starts": (small,), "ladders": {"short_exponent": (0.0,)}},
    }
    families = [dataclasses.replace(family, **quick[family.name]) for family in training.SERVED_FAMILIES]
    monkeypatch.setattr(blend_search, "WEIGHTS", (0.0, 1.0, 4.0))
    monkeypatch.setattr(training, "SERVED_FAMILIES", tuple(families))
    plays = two_tastes(80, 60, n_each=16, stray=0.05)
    model = fit_served(plays, choose_served(plays))
    assert sorted(model.weights_from) == [1, 3, 5, 10]
    for items in ([2], [2, 5, 7], list(range(12))):
        scores = model.score_profile(np.array(items), np.full(len(items), 20.0))
        scores[items] = -1
        assert np.mean(np.argsort(-scores)[:10] < 30) >= 0.9
