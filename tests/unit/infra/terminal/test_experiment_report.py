"""What the terminal says of an experiment."""

from msgspec.structs import replace

from infra.terminal.experiment_report import arm_table, show_experiment, show_rates
from recommender.experiments.comparison import compare_arms
from recommender.experiments.rates import rates_by
from recommender.experiments.records import StoppedArm
from recommender.experiments.watched import watch
from tests.builders.experiments import ARMS, after_window, experiment, interleaved_outcomes, outcomes_in_arm

TRIAL = experiment()
NOW = after_window(TRIAL)
OUTCOMES = [
    *outcomes_in_arm(TRIAL, ARMS[0], n=60, n_skipping=12),
    *outcomes_in_arm(TRIAL, ARMS[1], n=60, n_skipping=50),
]


def test_the_report_tells_every_figure_and_that_one_may_look_at_any_time(capsys):
    show_experiment(TRIAL, watch(TRIAL, OUTCOMES, now=NOW))
    told = capsys.readouterr().out
    for words in ("as_set: the engine as", "120 listeners watched", "0.833", "+0.633", "higher", "at any time"):
        assert words in told
    assert "The guard stopped nothing" in told


def test_the_report_tells_what_the_guard_did(capsys):
    stopped = StoppedArm(arm=ARMS[1], at=NOW, why="early skips per play are higher")
    over = replace(TRIAL, stopped_arms=(stopped,), stopped_at=NOW, why="no arm is left beside as_set")
    show_experiment(over, watch(over, OUTCOMES, now=NOW))
    told = capsys.readouterr().out
    assert "The guard stopped popular_off 2026-11-22 12:01 UTC: early skips per play are higher." in told
    assert "The guard ended the experiment: no arm is left beside as_set." in told


def test_before_there_are_enough_listeners_no_interval_is_told():
    few = watch(TRIAL, outcomes_in_arm(TRIAL, ARMS[1], n=5, n_skipping=5), now=NOW)
    cells = [list(column.cells) for column in arm_table(compare_arms(TRIAL, few)).columns]
    assert set(cells[5]) == set(cells[6]) == {""}


def test_the_preference_of_interleaved_slates_and_rates_are_told(capsys):
    trial = experiment(design="interleaved")
    outcomes = interleaved_outcomes(trial, n=30, skipped="", played="b")
    show_experiment(trial, watch(trial, outcomes, now=NOW))
    show_rates(rates_by("position", outcomes), of="position")
    told = capsys.readouterr().out
    assert "plays of popular_off less those of as_set, of all plays" in told
    assert "+1.000" in told
    assert "plays per shown pick" in told
