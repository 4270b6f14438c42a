from dataclasses import replace
from datetime import UTC, datetime, time, timedelta, timezone

import pytest

from infra.schedule.build_rules import (
    AWAITED_AFTER,
    RETRY_AFTER,
    Progress,
    due,
    last_moment,
    map_due,
    parse_time,
    sessions_due,
)
from recommender.errors import BadSetting

AT = time(3, 30)
NOON = datetime(2026, 5, 5, 12, 0, tzinfo=UTC)
FRESH = Progress(last_build=NOON - timedelta(hours=2), n_indexed=1000, n_new=0)
MUCH_NEW = replace(FRESH, n_new=500)


def why(progress: Progress, now: datetime = NOON) -> str:
    return due(now, progress, at=AT, new_share=0.05)


def test_nothing_is_due_right_after_a_build() -> None:
    assert why(FRESH) == ""


def test_the_nightly_build_is_due_once_the_hour_has_passed_and_only_once() -> None:
    yesterday = replace(FRESH, last_build=NOON - timedelta(days=1))
    assert why(yesterday) == "nightly"
    assert why(yesterday, now=NOON.replace(hour=3, minute=29)) == ""
    assert why(yesterday, now=NOON.replace(hour=3, minute=30)) == "nightly"
    assert why(replace(yesterday, last_tried=NOON.replace(hour=3, minute=31))) == ""


def test_a_night_slept_through_is_made_up_for() -> None:
    assert why(replace(FRESH, last_build=NOON - timedelta(days=9))) == "nightly"


def test_many_new_tracks_are_not_kept_waiting_for_the_night() -> None:
    assert why(replace(FRESH, n_new=49)) == ""
    assert "50 of 1050 tracks are new" in why(replace(FRESH, n_new=50))


def test_after_an_attempt_new_tracks_wait_a_while() -> None:
    many = replace(FRESH, n_new=500, last_tried=NOON - RETRY_AFTER / 2)
    assert why(many) == ""
    assert why(replace(many, last_tried=NOON - RETRY_AFTER)) != ""


def test_who_asked_for_a_scan_does_not_wait_for_more_than_two_minutes_after_the_last_build() -> None:
    one_new = replace(FRESH, n_new=1)
    assert why(one_new) == ""
    awaited = replace(one_new, is_awaited=True)
    assert why(awaited) == "somebody waits for what a scan has found"
    assert why(replace(awaited, last_tried=NOON - AWAITED_AFTER / 2)) == ""
    assert why(replace(awaited, last_build=NOON - AWAITED_AFTER / 2)) == ""
    assert why(replace(awaited, last_tried=NOON - AWAITED_AFTER)) != ""
    assert why(replace(awaited, n_new=0)) == ""


def test_the_first_index_is_due_as_soon_as_there_is_a_track() -> None:
    nothing = Progress(last_build=None, n_indexed=0, n_new=0)
    assert why(nothing) == ""
    assert why(replace(nothing, n_new=1)) != ""


def test_a_map_is_due_when_it_is_not_of_the_index_in_use_and_one_that_failed_waits_a_while() -> None:
    assert map_due(NOON, is_current=True, last_tried=None) == ""
    assert map_due(NOON, is_current=False, last_tried=None) == "the index is newer than the map"
    assert map_due(NOON, is_current=False, last_tried=NOON - RETRY_AFTER / 2) == ""
    assert map_due(NOON, is_current=False, last_tried=NOON - RETRY_AFTER) != ""


def test_the_hour_is_that_of_the_given_time_zone() -> None:
    east = timezone(timedelta(hours=8))
    assert last_moment(NOON.astimezone(east), AT) == datetime(2026, 5, 4, 19, 30, tzinfo=UTC)


@pytest.mark.parametrize("text", ["25:00", "3", "", "noon"])
def test_a_time_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(BadSetting, match="HH:MM"):
        parse_time(text)
    assert parse_time("03:30") == AT


def test_sessions_are_built_first_when_there_is_listening_and_then_every_night() -> None:
    def why_sessions(made_at: datetime | None, last_tried: datetime | None = None, *, has_enough: bool = True) -> str:
        return sessions_due(NOON, made_at=made_at, has_enough=has_enough, last_tried=last_tried, at=AT)

    assert why_sessions(None, has_enough=False) == ""
    assert why_sessions(None) == "there is listening"
    assert why_sessions(None, NOON - RETRY_AFTER / 2) == ""
    assert why_sessions(None, NOON - RETRY_AFTER) == "there is listening"
    assert why_sessions(NOON - timedelta(hours=2)) == ""
    assert why_sessions(NOON - timedelta(days=1), has_enough=False) == "nightly"
    assert why_sessions(NOON - timedelta(days=1), NOON - timedelta(hours=2)) == ""
