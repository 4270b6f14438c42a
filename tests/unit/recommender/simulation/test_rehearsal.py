"""An experiment tried out on simulated listeners, through all that serves, counts and stops."""

import pytest

from recommender.experiments.comparison import compare_arms, compare_teams
from recommender.experiments.rates import FINISHES
from recommender.simulation.rehearsal import rehearse
from tests.builders.experiments import experiment
from tests.builders.index import made_index


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return made_index(tmp_path_factory.mktemp("index"), n_kinds=8, per_kind=12)


def test_picks_in_the_order_of_chance_are_found_out_and_stopped(index):
    trial = experiment("as_set", "by_chance", window_hours=2)
    made = rehearse(trial, index, n_listeners=120, n_plays=8, seed=1)
    (of_chance,) = (
        each for each in compare_arms(made.experiment, made.watched)
        if each.metric == FINISHES and each.arm == "by_chance"
    )  # fmt: skip
    assert of_chance.difference is not None
    assert of_chance.difference.estimate < -0.1
    assert made.watched.n_elsewhere == 0


def test_two_arms_that_are_the_same_are_told_apart_by_nothing(index):
    # Without plays by others there is nothing that could be popular.
    trial = experiment("as_set", "popular_off", window_hours=2)
    made = rehearse(trial, index, n_listeners=80, n_plays=4, seed=2)
    for figure in compare_arms(made.experiment, made.watched):
        if figure.difference is not None:
            assert figure.difference.low < 0 < figure.difference.high
    assert made.experiment.stopped_arms == ()


def test_interleaved_listeners_prefer_what_is_picked_for_them(index):
    trial = experiment("by_chance", "as_set", design="interleaved", window_hours=2)
    made = rehearse(trial, index, n_listeners=40, n_plays=10, seed=3)
    plays, _ = compare_teams(made.experiment, made.watched)
    assert plays.n_listeners == 40
    assert plays.interval is not None
    assert plays.interval.estimate > 0
