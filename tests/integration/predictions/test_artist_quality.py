"""HetRec's listeners, one split, default settings: every model above popularity, and ALS where the goal lies."""

import numpy as np
import pytest

from etl.tables.interaction_table import read_interactions
from recommender.collaborative.evaluation.evaluate import long_profiles
from recommender.collaborative.evaluation.families import FAMILIES, POPULARITY
from recommender.collaborative.evaluation.hit_scores import hit_scores
from recommender.collaborative.evaluation.lists import lists_of
from recommender.collaborative.evaluation.report import MAX_RECALL
from recommender.collaborative.evaluation.splits import hide_share
from recommender.collaborative.evaluation.warm import FIRST_SEED


@pytest.fixture(scope="module")
def plays(shared_data):
    table = read_interactions(shared_data / "data" / "listening" / "lastfm_hetrec2011" / "user_artists.dat")
    assert (table.n_rows, table.n_bad) == (92_834, 0)
    return long_profiles(table.interactions)


@pytest.fixture(scope="module")
def measured(plays):
    split = hide_share(plays, np.random.default_rng(FIRST_SEED))
    means = {}
    for family in FAMILIES:
        model = family.fit(split.train, family.starts[0], np.random.default_rng(FIRST_SEED))
        lists = lists_of(model, family.name, split.train, known=split.train, fame=split.train.n_listeners_of)
        scores = hit_scores(lists, split.hidden)
        means[family.name] = (scores.recall.mean(), scores.ndcg.mean())
    return means


def test_the_catalogue_is_that_of_the_protocol(plays):
    assert (plays.n_listeners, plays.n_items, len(plays)) == (1_877, 17_617, 92_801)


def test_als_is_where_the_goal_lies(measured):
    recall, ndcg = measured["ALS"]
    assert recall >= 0.284
    assert ndcg >= 0.290


def test_every_model_is_far_above_popularity_and_none_is_too_good(measured):
    recall, ndcg = measured[POPULARITY]
    models = [scores for name, scores in measured.items() if name != POPULARITY]
    assert all(each[0] > 2 * recall and each[1] > 2 * ndcg for each in models)
    assert all(each[0] < MAX_RECALL for each in models)
