from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from recommender.room.map.config import MapConfig
from recommender.room.map.plan import MapPlan, make_plan
from recommender.room.map.track_map import TrackMap
from tests.builders.room import published_map

CONFIG = MapConfig(index_version="i1", max_laid_out=150, n_landmarks=100)
OLD = [f"t{i:04d}" for i in range(100)]
SOME_NEW = [*OLD, *(f"x{i}" for i in range(20))]


@pytest.fixture
def earlier(tmp_path: Path) -> TrackMap:
    return published_map(tmp_path, OLD)


def plan(track_ids: list[str], earlier: TrackMap | None, *, again: bool = False) -> MapPlan:
    made = make_plan(track_ids, earlier, again=again, config=CONFIG, rng=np.random.default_rng(1))
    everyone = np.concatenate([made.stays, made.laid_out, made.placed])
    assert sorted(everyone.tolist()) == list(range(len(track_ids)))  # each is in one of the three
    return made


def test_without_an_earlier_map_all_are_laid_out():
    made = plan(OLD, None)
    assert len(made.laid_out) == 100
    assert (made.old_rows == -1).all()


def test_where_few_are_new_old_tracks_stay_and_the_new_ones_are_placed(earlier: TrackMap):
    made = plan(SOME_NEW, earlier)
    assert (len(made.stays), len(made.placed)) == (100, 20)
    assert made.old_rows[:3].tolist() == [0, 1, 2]
    assert made.old_rows[100:].tolist() == [-1] * 20


def test_again_and_a_fifth_of_new_tracks_lay_all_out(earlier: TrackMap):
    assert len(plan(SOME_NEW, earlier, again=True).laid_out) == 120
    assert len(plan([*SOME_NEW, *(f"y{i}" for i in range(5))], earlier).laid_out) == 125


def test_tracks_that_were_placed_before_count_as_new_ones(tmp_path: Path):
    earlier = published_map(tmp_path, OLD, n_placed=10)
    assert len(plan(SOME_NEW, earlier).laid_out) == 120
    assert len(plan(OLD, earlier).stays) == 100


def test_another_library_is_laid_out(earlier: TrackMap):
    assert len(plan([f"z{i}" for i in range(30)], earlier).laid_out) == 30


def test_a_library_that_only_lost_tracks_keeps_its_places(earlier: TrackMap):
    made = plan(OLD[50:], earlier)
    assert len(made.stays) == 50
    assert made.old_rows[0] == 50


def test_of_very_many_tracks_landmarks_are_laid_out_and_the_rest_placed():
    many = [f"t{i:04d}" for i in range(151)]
    made = plan(many, None)
    assert (len(made.laid_out), len(made.placed)) == (100, 51)
    assert np.array_equal(plan(many, None).laid_out, made.laid_out)
    assert len(plan(many[:150], None).laid_out) == 150


def test_another_index_or_seed_is_another_digest():
    assert len({CONFIG.digest, replace(CONFIG, seed=2).digest, replace(CONFIG, index_version="i2").digest}) == 3
