from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from infra.cli import _exit_code
from infra.jobs.training_invocation import training_source
from infra.schedule.training_rules import (
    LATE_EVENTS,
    RETRY_AFTER,
    SETTLED_AFTER,
    ModelState,
    charts_due,
    moods_due,
    retraining_due,
)
from infra.stores.training.training_sources import TrainingSource
from recommender.errors import BadInput, SegueError
from recommender.prediction.training import NotBetter

MONDAY = datetime(2026, 11, 16, tzinfo=UTC)
NOON = MONDAY + timedelta(hours=12)
DAY = timedelta(days=1)


def test_the_own_chart_is_counted_a_while_after_the_week_when_there_was_listening():
    due = {"has_newer": True, "last_tried": None}
    assert charts_due(MONDAY + LATE_EVENTS / 2, **due) == ""
    assert charts_due(MONDAY + LATE_EVENTS, **due) == "a week is complete"
    assert charts_due(NOON + 5 * DAY, **due) == "a week is complete"
    assert charts_due(NOON, has_newer=False, last_tried=None) == ""


def test_a_count_that_failed_is_tried_again_later():
    assert charts_due(NOON, has_newer=True, last_tried=NOON - RETRY_AFTER / 2) == ""
    assert charts_due(NOON, has_newer=True, last_tried=NOON - RETRY_AFTER) != ""


def test_the_library_is_described_again_when_a_track_or_a_model_is_new():
    hour = timedelta(hours=1)
    assert moods_due(NOON, made_at=NOON - DAY, newest=NOON - hour, last_tried=None) != ""
    assert moods_due(NOON, made_at=None, newest=NOON - hour, last_tried=None) != ""
    assert moods_due(NOON, made_at=NOON - hour, newest=NOON - DAY, last_tried=None) == ""
    assert moods_due(NOON, made_at=None, newest=None, last_tried=None) == ""
    assert moods_due(NOON, made_at=None, newest=NOON - SETTLED_AFTER / 2, last_tried=None) == ""
    assert moods_due(NOON, made_at=None, newest=NOON - hour, last_tried=NOON - RETRY_AFTER / 2) == ""


def why(topic: str = "charts", *, now=NOON, data=NOON - DAY / 4, run=NOON - 7 * DAY, tried=None) -> str:
    return retraining_due(now, ModelState(topic=topic, data_at=data, last_run=run), last_tried=tried)


def test_charts_are_trained_once_a_week_when_their_data_are_newer():
    assert "newer than the last run" in why()
    assert why(run=MONDAY + timedelta(hours=1)) == ""
    assert why(run=MONDAY - timedelta(minutes=1)) != ""
    assert why(data=NOON - 8 * DAY) == ""


def test_a_run_of_this_scheduler_counts_even_when_it_left_no_trace():
    assert why(tried=MONDAY + timedelta(hours=1)) == ""
    assert why(tried=MONDAY - DAY) != ""


@pytest.mark.parametrize("topic", ["charts", "mood"])
def test_without_data_nothing_is_trained(topic):
    assert why(topic, data=None) == ""


def test_what_learns_from_what_is_kept_needs_no_first_training_by_hand():
    assert "nothing was learnt yet" in why("streams", run=None)
    assert why("streams", run=None, tried=MONDAY + timedelta(hours=1)) == ""
    assert why("streams", run=None, tried=MONDAY - DAY) != ""


def test_what_learns_from_files_waits_for_the_first_training_by_hand():
    assert why("mood", run=None) == ""
    assert why("mood", run=None, tried=NOON - 8 * DAY) == ""


def test_other_topics_are_trained_when_their_files_have_changed_and_settled():
    assert why("mood", run=MONDAY + timedelta(hours=1)) != ""
    assert why("mood", run=MONDAY + timedelta(hours=1), data=NOON - SETTLED_AFTER / 2) == ""
    assert why("mood", run=NOON - timedelta(hours=1)) == ""
    assert why("mood", tried=NOON - RETRY_AFTER / 2) == ""


def remembered(*arguments: str) -> TrainingSource | None:
    found = []

    @click.group()
    def segue() -> None:
        pass

    @segue.group()
    def train() -> None:
        pass

    @train.command()
    @click.argument("files", nargs=-1, type=click.Path(path_type=Path))
    @click.option("--force", is_flag=True)
    @click.option("--listener")
    @click.option("--search", default="none")
    @click.option("--fast/--slow", default=True)
    @click.option("--add", multiple=True)
    @click.option("--json", "json_file", type=click.Path(path_type=Path))
    def charts(**_: object) -> None:
        found.append(training_source("charts"))

    result = CliRunner().invoke(segue, ["train", "charts", *arguments], catch_exceptions=False)
    assert result.exit_code == 0
    return found[0]


def test_a_training_is_remembered_as_it_was_asked_for_from_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    source = remembered("a.csv", "--force", "--listener", "anna", "--slow", "--add", "x", "--add", "y", "--json", "o")
    here = str(tmp_path / "a.csv")
    assert source == TrainingSource(
        kind="charts",
        arguments=("train", "charts", here, "--listener", "anna", "--slow", "--add", "x", "--add", "y"),
        files=(here,),
    )


def test_without_files_the_next_training_is_for_every_listener():
    source = remembered("--listener", "anna", "--search", "grid")
    assert source == TrainingSource(kind="charts", arguments=("train", "charts", "--search", "grid"), files=())


def test_what_was_not_given_is_not_remembered():
    assert remembered() == TrainingSource(kind="charts", arguments=("train", "charts"), files=())


def test_outside_a_command_there_is_nothing_to_remember():
    assert training_source("charts") is None


def test_a_model_that_is_not_better_has_an_exit_code_of_its_own():
    assert [_exit_code(each) for each in (NotBetter("x"), BadInput("x"), SegueError("x"))] == [3, 2, 1]
