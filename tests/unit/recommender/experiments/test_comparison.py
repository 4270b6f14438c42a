"""Arms side by side, by listeners that were watched to the end; and what the guard stops."""

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from recommender.experiments.comparison import compare_arms, compare_teams
from recommender.experiments.guard import LOOK_EVERY, Guard, find_harm
from recommender.experiments.outcomes import outcomes_of
from recommender.experiments.rates import EARLY_SKIPS, METRICS, PLAYS
from recommender.experiments.records import StoppedArm, arm_label
from recommender.experiments.watched import watch
from tests.builders.events import START
from tests.builders.experiments import (
    ARMS,
    after_window,
    did,
    experiment,
    interleaved_outcomes,
    listeners_in,
    outcomes_in_arm,
    shown,
)
from tests.contracts.fakes.experiments import FakeExperimentStore, FakeShownEvents

TRIAL = experiment()
NOW = after_window(TRIAL)


def trial_with(*, skipping: int, n: int = 60, trial=TRIAL):
    control, treated = trial.arms[:2]
    outcomes = outcomes_in_arm(trial, control, n=n, n_skipping=n // 5)
    return outcomes + outcomes_in_arm(trial, treated, n=n, n_skipping=skipping)


def test_a_listener_counts_when_their_time_is_up_and_by_what_they_did_until_then():
    anna = listeners_in(TRIAL, ARMS[0], 1)[0]
    hours = TRIAL.window_hours
    label = arm_label(TRIAL, ARMS[0])
    outcomes = outcomes_of(
        [
            shown(anna, "a", arm=label),
            shown(anna, "b", arm=label, slate_id="s2", minutes=60 * hours - 1),
            did(anna, "started", "b", slate_id="s2", minutes=60 * hours + 1),
            shown(anna, "c", arm=label, slate_id="s3", minutes=60 * hours + 2),
        ]
    )
    outcomes = list(outcomes)
    assert watch(TRIAL, outcomes, now=START + timedelta(hours=hours - 1)).n_open == 1
    (watched,) = watch(TRIAL, outcomes, now=NOW).listeners
    assert watched.rate(PLAYS) == (0, 2)
    assert watched.rate(EARLY_SKIPS) is None


def test_other_experiments_none_and_arms_of_another_draw_are_left_out():
    anna = listeners_in(TRIAL, ARMS[0], 1)[0]
    events = [
        shown(anna, "a", arm=arm_label(TRIAL, ARMS[1])),
        shown("bert", "a"),
        shown("cara", "a", arm=f"other/{ARMS[0]}"),
    ]
    watched = watch(TRIAL, outcomes_of(events), now=NOW)
    assert (watched.listeners, watched.n_open, watched.n_elsewhere) == ((), 0, 1)


def test_who_was_not_watched_to_the_end_when_the_arm_was_stopped_does_not_count():
    stopped = StoppedArm(arm=ARMS[1], at=START + timedelta(hours=1), why="")
    watched = watch(replace(TRIAL, stopped_arms=(stopped,)), trial_with(skipping=0, n=30), now=NOW)
    assert {each.arm for each in watched.listeners} == {ARMS[0]}
    assert watched.n_open == 30


def test_every_metric_of_every_arm_is_told_and_the_difference_is_from_the_control():
    figures = compare_arms(TRIAL, watch(TRIAL, trial_with(skipping=30), now=NOW))
    assert [(each.metric, each.arm) for each in figures] == [(metric, arm) for metric in METRICS for arm in ARMS]
    skips = {each.arm: each for each in figures if each.metric == EARLY_SKIPS}
    assert skips[ARMS[0]].difference is None
    assert skips[ARMS[1]].difference.estimate == pytest.approx(0.5 - 0.2)
    assert (skips[ARMS[1]].n_listeners, skips[ARMS[1]].n_counted, skips[ARMS[1]].mean) == (60, 60, 0.5)


def test_with_more_arms_each_interval_is_wider():
    three = experiment(*ARMS, "chance_off")
    (of_two,), (of_three,) = (
        [each.difference for each in compare_arms(trial, watch(trial, trial_with(skipping=30, trial=trial), now=NOW))
         if each.metric == EARLY_SKIPS and each.arm == ARMS[1]]
        for trial in (TRIAL, three)
    )  # fmt: skip
    assert of_three.high - of_three.low > of_two.high - of_two.low


def test_the_guard_names_an_arm_that_hurts_and_lets_the_others_be():
    assert [harm.arm for harm in find_harm(TRIAL, watch(TRIAL, trial_with(skipping=50), now=NOW))] == [ARMS[1]]
    for skipping in (0, 12, 20):
        assert find_harm(TRIAL, watch(TRIAL, trial_with(skipping=skipping), now=NOW)) == []


def test_a_margin_lets_a_worse_arm_go_on():
    patient = replace(TRIAL, margin=0.6)
    assert find_harm(patient, watch(patient, trial_with(skipping=50), now=NOW)) == []


def test_of_interleaved_slates_plays_are_credited_and_skips_guarded():
    trial = experiment(design="interleaved")
    watched = watch(trial, interleaved_outcomes(trial, n=30, skipped="b", played="ab"), now=NOW)
    plays, skips = compare_teams(trial, watched)
    assert (plays.n_listeners, plays.interval.estimate) == (30, 0.0)
    assert skips.interval.estimate == 1.0
    assert [harm.arm for harm in find_harm(trial, watched)] == [ARMS[1]]
    preferred = watch(trial, interleaved_outcomes(trial, n=30, skipped="", played="b"), now=NOW)
    assert compare_teams(trial, preferred)[0].interval.is_above_zero


class Look:
    """A guard over a running experiment and what was shown in it."""

    def __init__(self, skipping: int) -> None:
        self.now: datetime = NOW
        self.store = FakeExperimentStore()
        self.store.add(TRIAL)
        self.events = FakeShownEvents()
        for arm, n_skipping in zip(ARMS, (12, skipping), strict=True):
            for number, listener_id in enumerate(listeners_in(TRIAL, arm, 60)):
                self.events.kept += [
                    shown(listener_id, "a", arm=arm_label(TRIAL, arm)),
                    did(listener_id, "started", "a"),
                    did(listener_id, "skipped" if number < n_skipping else "finished", "a", minutes=2),
                ]
        self.guard = Guard(self.store, self.events, lambda: self.now)


def test_the_guard_stops_the_arm_and_with_the_last_one_the_experiment():
    look = Look(skipping=50)
    (harm,) = look.guard.look()
    assert "margin is 5.0%" in harm.why
    stopped = look.store.get(TRIAL.name)
    assert [each.arm for each in stopped.stopped_arms] == [ARMS[1]]
    assert stopped.stopped_at == NOW
    assert look.store.running() is None
    assert look.guard.look() == []


def test_the_guard_looks_once_in_a_while_and_stops_nothing_that_is_as_good():
    look = Look(skipping=12)
    assert [look.guard.look(), look.guard.look()] == [[], []]
    assert look.events.n_read == 1
    look.now += LOOK_EVERY
    assert look.guard.look() == []
    assert look.events.n_read == 2
    assert look.store.running() == TRIAL
