import numpy as np
import pytest

from recommender.collaborative.evaluation import blend_search, report
from recommender.collaborative.evaluation import evaluate as evaluating
from recommender.collaborative.evaluation.blend_search import pool_of
from recommender.collaborative.evaluation.evaluate import evaluate, long_profiles
from recommender.collaborative.evaluation.families import FAMILIES, Family
from recommender.collaborative.evaluation.hit_scores import hit_scores
from recommender.collaborative.evaluation.lists import lists_of
from recommender.collaborative.evaluation.report import findings_of_warm
from recommender.collaborative.evaluation.splits import hide_share
from recommender.collaborative.evaluation.warm import evaluate_warm
from recommender.collaborative.models import ease, item_knn, popularity
from recommender.collaborative.models.blend import Blend
from recommender.collaborative.records import NamedInteractions
from recommender.errors import BadInput
from tests.builders.interactions import interactions_from, two_tastes

QUICK = (
    Family("popularity", lambda train, _settings, _rng: popularity.fit(train)),
    Family(
        "EASE^R", lambda train, settings, _rng: ease.fit(train, settings), (ease.EaseSettings(regularisation=10.0),)
    ),
)


def named(interactions):
    return NamedInteractions(
        interactions,
        tuple(map(str, range(interactions.n_listeners))),
        tuple(map(str, range(interactions.n_items))),
        n_rows=len(interactions),
    )


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(evaluating, "FAMILIES", QUICK)
    monkeypatch.setattr(blend_search, "WEIGHTS", (0.0, 4.0))
    monkeypatch.setattr(report, "N_RESAMPLES", 100)


@pytest.mark.usefixtures("quick")
def test_a_shared_taste_is_found_and_popularity_does_not_find_it():
    outcome = evaluate(named(two_tastes(120, 200, n_each=30, stray=0.05)), n_seeds=2)
    for case in ("whole catalogue", "artists with 5 listeners or more"):
        known = outcome.value("EASE^R", "recall@20", case=case)
        assert known > 1.4 * outcome.value("popularity", "recall@20", case=case)
    row = outcome.row("EASE^R", "nDCG@20", case="whole catalogue")
    assert row.low < row.value < row.high
    assert row.n == 120
    assert {f"{n} {kind}" for n in (1, 3, 5) for kind in ("random", "most played")} <= {
        row.metric.removeprefix("recall@20, ") for row in outcome.rows if row.model == "cold start: blend"
    }
    assert "chosen: EASE^R (regularisation=10" in " ".join(outcome.findings)


def test_a_hidden_artist_never_reaches_a_model():
    class Watched:
        def scores(self, profiles):
            seen.update(zip(profiles.items.tolist(), profiles.plays.tolist(), strict=True))
            return np.zeros((profiles.n_listeners, profiles.n_items), np.float32)

    def fit(train, _settings, _rng):
        seen.update(zip(train.items.tolist(), train.plays.tolist(), strict=True))
        return Watched()

    plays = interactions_from(
        [{item: 1000.0 * listener + item + 1 for item in range(10)} for listener in range(60)], 10
    )
    hidden = hide_share(plays, np.random.default_rng(1000)).hidden
    seen: set[tuple[int, float]] = set()
    evaluate_warm(plays, n_seeds=1, families=(Family("popularity", fit), Family("watched", fit)))
    assert seen
    assert not seen & set(zip(hidden.items.tolist(), hidden.plays.tolist(), strict=True))


def test_a_recall_that_is_too_good_is_called_a_leak():
    oracle = Family("oracle", lambda _train, _settings, _rng: Oracle())

    class Oracle:
        def scores(self, profiles):
            rows = np.arange(profiles.n_items) % 2 == 0
            return np.tile(rows.astype(np.float32), (profiles.n_listeners, 1))

    plays = interactions_from([{2 * item: 1.0 for item in range(10)} for _ in range(50)], 100)
    outcome = evaluate_warm(plays, n_seeds=1, families=(QUICK[0], oracle))
    warnings = [text for text in findings_of_warm(outcome, "whole catalogue") if text.startswith("WARNING")]
    assert any("oracle has recall@20 1.000" in warning and "leak" in warning for warning in warnings)


def test_the_weights_are_searched_by_what_the_blend_would_show():
    split = hide_share(two_tastes(80, 60), np.random.default_rng(0))
    models = [
        ease.fit(split.train, ease.EaseSettings(regularisation=10.0)),
        item_knn.fit_item_knn(split.train, item_knn.ItemKnnSettings()),
    ]
    pool = pool_of(models, split.train, known=split.train, hidden=split.hidden)
    blend = Blend.constant(models, (1.0, 0.5))
    lists = lists_of(blend, "blend", split.train, known=split.train, fame=np.zeros(60))
    np.testing.assert_allclose(pool.hit_scores((1.0, 0.5)).ndcg, hit_scores(lists, split.hidden).ndcg)


def test_too_few_listeners_are_refused_with_what_to_do():
    with pytest.raises(BadInput, match="49 listeners have 5 artists or more, but 50 are needed"):
        evaluate(named(two_tastes(49)), n_seeds=1)


def test_short_profiles_and_the_artists_that_only_they_have_are_left_out():
    left = long_profiles(interactions_from([dict.fromkeys(range(5), 1.0), {5: 1.0, 0: 2.0}], 8))
    assert (left.n_listeners, left.n_items) == (1, 5)


@pytest.mark.usefixtures("quick")
def test_of_too_many_listeners_a_sample_is_measured(monkeypatch):
    monkeypatch.setattr(evaluating, "MAX_LISTENERS", 60)
    outcome = evaluate(named(two_tastes(80)), n_seeds=1)
    assert outcome.row("popularity", "recall@20", case="whole catalogue").n == 60
    assert "20 more left out by chance" in outcome.protocol


def test_every_family_starts_on_its_ladders():
    for family in FAMILIES:
        for start in family.starts:
            off = [field for field, values in family.ladders.items() if getattr(start, field) not in values]
            assert off == [], family.name
