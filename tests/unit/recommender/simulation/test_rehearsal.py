"""An experiment tried out on simulated listeners, through all that serves, counts and stops."""

import pytest

from recommender.experiments.comparison import compare_arms, compare_teams
from recommender.experiments.confidence_sequence import MIN_LISTENERS
from recommender.experiments.records import start_experiment
from recommender.simulation.rehearsal import rehearse
from tests.builders.events import START
from tests.builders.index import made_index


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return made_index(tmp_path_factory.mktemp("index"), n_kinds=8, per_kind=12)


def rehearsal_of(*arms: str, design="ab", margin=0.0):
    return start_experiment(
        "rehearsal", arms, at=START, design=design, window_hours=2, margin=margin, is_rehearsal=True
    )


def test_the_guard_stops_an_arm_beyond_the_margin_and_nobody_arrives_any_more(index):
    # Of such a margin every arm is beyond as soon as there are enough listeners.
    made = rehearse(rehearsal_of("as_set", "turned_round", margin=-1.0), index, n_listeners=150, n_plays=2, seed=1)
    (stopped,) = made.experiment.stopped_arms
    assert stopped.arm == "turned_round"
    assert made.experiment.stopped_at == stopped.at
    assert 2 * MIN_LISTENERS < made.n_listeners < 100
    assert made.watched.n_elsewhere == 0


def test_arms_that_are_alike_go_on_to_the_end(index):
    # Without plays by others there is nothing that could be popular.
    made = rehearse(rehearsal_of("as_set", "popular_off"), index, n_listeners=70, n_plays=3, seed=2)
    assert made.experiment.stopped_arms == ()
    assert (made.n_listeners, made.n_looks, len(made.watched.listeners)) == (70, 7, 70)
    differences = [figure.difference for figure in compare_arms(made.experiment, made.watched)]
    assert any(differences)
    assert all(each is None or each.low < 0 < each.high for each in differences)


def test_interleaved_listeners_compare_by_themselves(index):
    trial = rehearsal_of("turned_round", "as_set", design="interleaved")
    made = rehearse(trial, index, n_listeners=30, n_plays=6, seed=3)
    plays, _ = compare_teams(made.experiment, made.watched)
    assert plays.n_listeners == 30
    assert plays.interval is not None
    assert plays.interval.estimate > 0
