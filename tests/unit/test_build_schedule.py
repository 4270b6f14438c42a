import sys
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta, timezone
from pathlib import Path
from threading import Event

import pytest
from structlog.testing import capture_logs

from infra.build_schedule import RETRY_AFTER, Progress, Schedule, build_in_child, due, last_moment, parse_time
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


def test_the_first_index_is_due_as_soon_as_there_is_a_track() -> None:
    nothing = Progress(last_build=None, n_indexed=0, n_new=0)
    assert why(nothing) == ""
    assert why(replace(nothing, n_new=1)) != ""


def test_the_hour_is_that_of_the_given_time_zone() -> None:
    east = timezone(timedelta(hours=8))
    assert last_moment(NOON.astimezone(east), AT) == datetime(2026, 5, 4, 19, 30, tzinfo=UTC)


@pytest.mark.parametrize("text", ["25:00", "3", "", "noon"])
def test_a_time_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(BadSetting, match="HH:MM"):
        parse_time(text)
    assert parse_time("03:30") == AT


def schedule(codes: list[int], *, look: Progress = MUCH_NEW) -> Schedule:
    return Schedule(at=AT, new_share=0.05, look=lambda: look, build=lambda: codes.pop(0), clock=lambda: NOON)


def test_one_look_builds_only_when_due() -> None:
    assert schedule([0]).run_once() == 0
    assert schedule([0], look=FRESH).run_once() is None


def test_the_loop_outlives_failing_builds_and_failing_looks() -> None:
    stop, now, looks = Event(), [NOON], []

    def look() -> Progress:
        looks.append(now[0])
        if len(looks) == 2:
            raise ConnectionError("the server is away")
        if len(looks) == 4:
            stop.set()
        return MUCH_NEW

    def build() -> int:
        now[0] += RETRY_AFTER * 2
        return 1

    loop = Schedule(at=AT, new_share=0.05, look=look, build=build, clock=lambda: now[0])
    with capture_logs() as logs:
        loop.run(stop, every_s=0)
    events = [each["event"] for each in logs]
    assert events.count("build failed") >= 1
    assert "schedule could not look" in events
    assert len(looks) == 4


def test_a_build_is_a_process_whose_output_is_kept(tmp_path: Path) -> None:
    log = tmp_path / "logs" / "build.log"
    command = (sys.executable, "-c", "import sys; print('working'); sys.exit(3)")
    assert build_in_child(log, Event(), command=command) == 3
    assert build_in_child(log, Event(), command=command) == 3
    assert log.read_text().count("working") == 2


def test_stopping_the_scheduler_stops_the_build(tmp_path: Path) -> None:
    stop = Event()
    stop.set()
    command = (sys.executable, "-c", "import time; time.sleep(60)")
    assert build_in_child(tmp_path / "log", stop, command=command) < 0
