"""Listeners whose tastes nobody is told, and what the trials with them say."""

import numpy as np
import pytest

from recommender.errors import BadInput
from recommender.listening.engine import Engine, EngineConfig
from recommender.simulation import evaluate
from recommender.simulation.boredom import SAME_KIND, SAME_TRACK, Boredom
from recommender.simulation.evaluate import evaluate_picks
from recommender.simulation.hidden_taste import OUT_OF_HOURS, HiddenTaste, Kinds
from recommender.simulation.policies import Chance, Oracle
from recommender.simulation.response import choose, respond
from recommender.simulation.skips import measure_skips
from recommender.simulation.trial import run_trial
from tests.builders.index import made_index


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return made_index(tmp_path_factory.mktemp("index"))


@pytest.fixture(scope="module")
def kinds(index):
    return Kinds.of(index.table)


def trial(policy, index, kinds, *, seed=1):
    return run_trial(policy, index, kinds, n_listeners=6, n_plays=20, seed=seed)


def test_a_taste_is_between_nothing_and_all_and_the_same_for_the_same_seed(kinds):
    one, same = (HiddenTaste.born(kinds, np.random.default_rng(3)) for _ in range(2))
    assert np.array_equal(one.liking, same.liking)
    assert 0 < one.liking.min() <= one.liking.max() <= 1


def test_an_interest_is_enjoyed_less_out_of_its_hours(kinds):
    taste = HiddenTaste.born(kinds, np.random.default_rng(3))
    of_first = taste.interest == 0
    part = int(taste.own_part[0])
    own, other = taste.at(6 * part), taste.at(6 * ((part + 1) % 4))
    assert other[of_first] == pytest.approx(own[of_first] * OUT_OF_HOURS)
    assert own[taste.interest == -1] == pytest.approx(other[taste.interest == -1])


def test_the_same_track_and_its_kind_bore_and_others_do_not():
    boredom = Boredom(np.array([0, 0, 1]))
    boredom.hear(0)
    assert boredom.left_of(np.arange(3)) == pytest.approx([SAME_KIND * SAME_TRACK, SAME_KIND, 1.0])


def test_what_is_enjoyed_more_is_skipped_less():
    rng = np.random.default_rng(1)

    def finished(enjoyment):
        return sum(list(respond(enjoyment, 200.0, rng))[-1].kind == "finished" for _ in range(300))

    assert finished(0.0) < finished(0.5) < finished(1.0)


def test_the_first_of_a_list_is_played_most():
    rng = np.random.default_rng(1)
    chosen = [choose(np.full(12, 0.5), rng)[0] for _ in range(500)]
    assert np.bincount(chosen).argmax() == 0
    assert max(chosen) > 3


def test_an_oracle_regrets_little_and_chance_much(index, kinds):
    oracle, chance = trial(Oracle(), index, kinds), trial(Chance(len(index)), index, kinds)
    assert oracle.regret.mean() < 0.05 < chance.regret.mean()
    assert oracle.finished.mean() > chance.finished.mean()


def test_a_trial_is_the_same_for_the_same_seed(index, kinds):
    one, same, other = (trial(Chance(len(index)), index, kinds, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(one.enjoyment, same.enjoyment)
    assert not np.array_equal(one.enjoyment, other.enjoyment)


def test_two_skips_lead_away_from_what_was_skipped(index, kinds):
    skips = measure_skips(Engine(lambda: index, dict, EngineConfig()), index, kinds, n_listeners=20, seed=1)
    assert (skips.skipped - skips.before).mean() < -0.1
    assert (skips.skipped - skips.finished).mean() < -0.05


def test_the_report_has_every_policy_beside_the_engine(index, monkeypatch):
    monkeypatch.setattr(evaluate, "LEARNED_FROM", 10)
    report = evaluate_picks(index, n_listeners=6, n_plays=20, seed=1)
    assert {row.model for row in report.rows} == {"engine", "popularity", "chance", "oracle"}
    assert report.value("oracle", "enjoyment") > report.value("chance", "enjoyment")
    assert all(np.isfinite(row.value) for row in report.rows)
    covered = report.value("chance", "share of the catalogue proposed")
    assert 0 < covered <= 1


class Fixed:
    """Proposes the same tracks always, and draws some chance before it does."""

    def __init__(self, n_draws):
        self._n_draws = n_draws

    def propose(self, _moment, rng):
        rng.random(self._n_draws)
        return np.arange(12)

    def learn(self, finished):
        pass


def test_the_luck_of_a_listener_does_not_depend_on_the_chance_that_a_policy_uses(index, kinds):
    one, other = trial(Fixed(0), index, kinds), trial(Fixed(7), index, kinds)
    assert np.array_equal(one.finished, other.finished)


def test_a_library_of_a_few_tracks_is_refused(tmp_path):
    with pytest.raises(BadInput, match="has 6 tracks; at least 50"):
        evaluate_picks(made_index(tmp_path, n_kinds=2, per_kind=3), n_listeners=2, n_plays=2, seed=1)
