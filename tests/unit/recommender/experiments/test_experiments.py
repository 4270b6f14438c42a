"""Who is in which arm, and what serves them."""

from collections import Counter
from datetime import timedelta

import msgspec
import numpy as np
import pytest
from msgspec import UNSET
from msgspec.structs import replace

from recommender.errors import BadInput, ServerUnavailable
from recommender.experiments.live import LiveExperiment
from recommender.experiments.records import StoppedArm, drawn_arm, serving_arm, start_experiment
from recommender.experiments.serving import ExperimentEngine, configured
from recommender.experiments.variants import VARIANTS
from recommender.listening.engine import Engine, EngineConfig
from recommender.listening.scoring import PARTS
from recommender.listening.wishes.mood_wish import MoodWish
from recommender.records import ListenerId, Slate
from tests.builders.events import START, taste_after
from tests.builders.experiments import ARMS, experiment, listeners_in
from tests.builders.index import made_index
from tests.contracts.fakes.experiments import FakeExperimentStore

LISTENERS = [ListenerId(f"listener-{number}") for number in range(3_000)]
PLAYS = {"k01-t05": 40.0, "k02-t07": 30.0, "k07-t03": 20.0}


@pytest.fixture(scope="module")
def plain(tmp_path_factory) -> Engine:
    index = made_index(tmp_path_factory.mktemp("index"))
    return Engine(lambda: index, lambda: PLAYS, EngineConfig())


def slate_of(engine, listener_id: str, **asked) -> Slate:
    taste = replace(taste_after(("finished", "k01-t01"), ("liked", "k02-t03")), listener_id=ListenerId(listener_id))
    return engine.slate(taste, made_at=START, **asked)


def test_listeners_are_drawn_evenly_and_anew_in_another_experiment():
    three, other = (experiment(*ARMS, "chance_off", name=name) for name in ("trial", "other"))
    drawn = [(drawn_arm(three, each), drawn_arm(other, each)) for each in LISTENERS]
    pairs = Counter(drawn)
    assert len(pairs) == 9
    assert min(pairs.values()) > 0.8 * len(LISTENERS) / 9
    assert drawn == [(drawn_arm(three, each), drawn_arm(other, each)) for each in LISTENERS]


def test_the_listeners_of_a_stopped_arm_are_in_none_and_the_others_stay():
    trial = experiment()
    stopped = replace(trial, stopped_arms=(StoppedArm(arm=ARMS[1], at=START, why=""),))
    for arm in ARMS:
        (listener,) = listeners_in(trial, arm, 1)
        assert serving_arm(trial, listener) == arm
        assert serving_arm(stopped, listener) == (arm if arm == ARMS[0] else None)
        assert serving_arm(replace(trial, stopped_at=START), listener) is None


@pytest.mark.parametrize(
    ("name", "arms", "design", "message"),
    [
        ("Loud er", ARMS, "ab", "cannot be called"),
        ("trial", ("as_set", "louder"), "ab", "no variant 'louder'"),
        ("trial", ("as_set",), "ab", "2 to 5"),
        ("trial", ("as_set", "turned_round"), "ab", "for `segue experiment rehearse` only"),
        ("trial", ("as_set", "as_set"), "ab", "different arms"),
        ("trial", (*ARMS, "chance_off"), "interleaved", "from two arms"),
    ],
)
def test_what_cannot_be_an_experiment_is_refused_with_the_reason(name, arms, design, message):
    with pytest.raises(BadInput, match=message):
        start_experiment(name, arms, at=START, design=design)


def test_every_variant_names_parts_of_the_score_and_but_for_the_control_changes_the_settings():
    config = EngineConfig()
    for name, variant in VARIANTS.items():
        assert variant.part_factors.keys() <= set(PARTS), name
        assert (configured(config, variant) == config) == (name == "as_set"), name


def test_without_an_experiment_slates_are_the_engines_own(plain):
    engine = ExperimentEngine(plain, lambda: None)
    assert slate_of(engine, "anna") == slate_of(plain, "anna")
    assert engine.config is plain.config
    assert b"arm" not in msgspec.json.encode(slate_of(engine, "anna"))


def test_each_listener_is_served_by_their_arm_and_the_slate_names_it(plain):
    trial = experiment()
    engine = ExperimentEngine(plain, lambda: trial)
    control, treated = (listeners_in(trial, arm, 1)[0] for arm in ARMS)
    assert slate_of(engine, control) == replace(slate_of(plain, control), arm=f"trial/{ARMS[0]}")
    changed = slate_of(engine, treated)
    assert changed.arm == f"trial/{ARMS[1]}"
    assert not any("popular" in pick.contributions for pick in changed.picks)
    assert any("popular" in pick.contributions for pick in slate_of(plain, treated).picks)


def test_the_contributions_of_a_variant_add_up_to_its_scores(plain):
    slate = slate_of(plain, "anna", config=configured(plain.config, VARIANTS["popular_twice"]))
    for pick in slate.picks:
        assert sum(pick.contributions.values()) == pytest.approx(pick.score, abs=1e-3)


def test_a_stopped_arm_and_what_was_asked_for_are_served_as_the_instance_is_set(plain):
    trial = experiment()
    (treated,) = listeners_in(trial, ARMS[1], 1)
    stopped = replace(trial, stopped_arms=(StoppedArm(arm=ARMS[1], at=START, why=""),))
    assert slate_of(ExperimentEngine(plain, lambda: stopped), treated) == slate_of(plain, treated)
    index = plain._index()
    assert index is not None
    wish = MoodWish.of("Calm", np.full((len(index), 4), 0.25, dtype=np.float32))
    radio = slate_of(ExperimentEngine(plain, lambda: trial), treated, wish=wish)
    assert radio.arm is UNSET


def test_an_interleaved_slate_has_teams_and_is_the_same_each_time(plain):
    trial = experiment("as_set", "by_chance", design="interleaved")
    engine = ExperimentEngine(plain, lambda: trial)
    slate = slate_of(engine, "anna")
    assert slate == slate_of(engine, "anna")
    assert slate.arm == "trial/interleaved"
    assert Counter(pick.team for pick in slate.picks) == {"as_set": 6, "by_chance": 6}


class AwayStore(FakeExperimentStore):
    is_away = False

    def running(self):
        if self.is_away:
            raise ServerUnavailable("MongoDB does not answer")
        return super().running()


def test_a_process_takes_up_what_was_started_and_stopped_and_keeps_it_while_the_database_is_away():
    store = AwayStore()
    live = LiveExperiment(store)
    live.refresh()
    assert live.current() is None
    store.add(experiment())
    live.refresh()
    assert live.current() == experiment()
    store.is_away = True
    live.refresh()
    assert live.current() == experiment()
    store.is_away = False
    store.stop("trial", at=START + timedelta(hours=1))
    live.refresh()
    assert live.current() is None
