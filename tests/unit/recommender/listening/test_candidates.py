"""One place of a slate is for chance, and only one."""

import numpy as np
import pytest
from msgspec.structs import replace

from recommender.listening.candidates import MIN_PICKS, candidates, draw_by_chance
from recommender.listening.engine import Engine, EngineConfig
from recommender.listening.reranking import rerank
from recommender.listening.scoring import score
from recommender.listening.situation import Popular, Situation
from recommender.records import Steering
from tests.builders.events import START, taste_after
from tests.builders.index import made_index

NOBODY = Popular(rows=np.empty(0, dtype=np.int32), shares=np.empty(0, dtype=np.float32))


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return made_index(tmp_path_factory.mktemp("index"), n_kinds=12, per_kind=50)


@pytest.fixture(scope="module")
def taste(index):
    return taste_after(("liked", index.table.track_ids[3]), ("finished", index.table.track_ids[4]))


def situation_of(taste, index):
    return Situation.resolve(taste, index, NOBODY, half_life_days=14.0)


def picks(index, taste):
    engine = Engine(lambda: index, dict, EngineConfig())
    return [pick.track_id for pick in engine.slate(taste, made_at=START).picks]


def test_only_the_last_place_is_given_to_what_was_drawn(index, taste):
    situation, rng = situation_of(taste, index), np.random.default_rng(1)
    drawn = draw_by_chance(situation, rng, n_picks=12)
    rows = np.union1d(candidates(situation, rng), drawn)
    scored = score(situation, rows, rng)
    usual, explored = (
        rerank(scored, index.table, n=12, artist_cap=2, heard_songs=frozenset(), **given)
        for given in ({}, {"drawn": drawn})
    )
    assert explored[:-1] == usual[:-1]
    assert scored.rows[explored[-1]] in drawn
    assert scored.rows[usual[-1]] not in drawn


def test_the_same_taste_has_the_same_slate_and_the_next_event_another_last_place(index, taste):
    later = replace(taste, last_place=(0, 99))
    assert picks(index, taste) == picks(index, taste)
    assert picks(index, taste)[-1] != picks(index, later)[-1]


def test_everything_is_proposed_some_day(index, taste):
    proposed = {pick for offset in range(200) for pick in picks(index, replace(taste, last_place=(0, offset)))[-1:]}
    assert len(proposed) > 0.2 * len(index)
    kinds = {index.table.row(each) // 50 for each in proposed}
    assert kinds == set(range(12))


def test_what_is_heard_or_turned_away_is_not_drawn(index, taste):
    situation = situation_of(taste, index)
    for seed in range(200):
        assert not np.isin(draw_by_chance(situation, np.random.default_rng(seed), n_picks=12), situation.closed).any()


@pytest.mark.parametrize("steering", [Steering(familiarity=1.0), Steering(familiarity=0.0)])
def test_nothing_is_left_to_chance_where_the_listener_says_what_they_want(index, taste, steering):
    steered = situation_of(replace(taste, steering=steering), index)
    assert not len(draw_by_chance(steered, np.random.default_rng(1), n_picks=12))


def test_a_short_slate_has_no_place_to_give_away(index, taste):
    assert not len(draw_by_chance(situation_of(taste, index), np.random.default_rng(1), n_picks=MIN_PICKS - 1))
