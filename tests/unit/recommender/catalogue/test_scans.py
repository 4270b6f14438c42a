from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from recommender.catalogue.libraries.scans import (
    MAX_ANALYSIS_S,
    PATIENCE,
    QUIET,
    BeingScanned,
    Scan,
    ScanFigures,
    due_scans,
    is_awaited,
    is_settled,
    is_to_give_way,
    last_scans,
    left_s,
    rate_per_s,
    require_idle,
)

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def scan(scan_id: str, state: str, *, library: str = "pop", minute: int = 0, **fields: Any) -> Scan:
    fields = {"asked_by": "page", "asked_at": NOON + minute * MINUTE, **fields}
    return Scan(scan_id=scan_id, library_id=library, state=state, **fields)


def test_the_scan_asked_for_first_comes_first_and_none_while_its_library_is_scanned() -> None:
    scans = [
        scan("later", "waiting", library="rock", minute=2),
        scan("first", "waiting", library="jazz", minute=1),
        scan("busy", "waiting"),
        scan("running", "scanning"),
        scan("over", "done", library="rock"),
    ]
    assert [each.scan_id for each in due_scans(scans)] == ["first", "later"]


def test_the_last_scan_of_a_library_is_the_one_that_ended_last() -> None:
    old = scan("old", "done", minute=2, ended=NOON + 3 * MINUTE)
    new = scan("new", "failed", minute=1, ended=NOON + 4 * MINUTE)
    assert last_scans([old, new, scan("running", "scanning", minute=9)]) == {"pop": new}


def test_what_is_to_be_listed_comes_before_the_rest_of_an_analysis_and_puts_it_off() -> None:
    rest = scan("rest", "waiting", is_rest=True)
    fresh = scan("fresh", "waiting", library="rock", minute=9)
    assert [one.scan_id for one in due_scans([rest, fresh])] == ["fresh", "rest"]
    running = scan("running", "scanning")
    assert is_to_give_way("pop", [running, fresh], analysed_s=0.0)
    assert is_to_give_way("pop", [running, scan("own", "waiting")], analysed_s=0.0)
    assert not is_to_give_way("pop", [running, rest, scan("over", "done", library="rock")], analysed_s=0.0)
    elsewhere = scan("elsewhere", "scanning", library="rock")
    assert not is_to_give_way("pop", [running, fresh, elsewhere], analysed_s=0.0)


def test_an_analysis_gives_way_after_a_while_so_that_an_index_can_be_built() -> None:
    running = [scan("running", "scanning")]
    assert not is_to_give_way("pop", running, analysed_s=MAX_ANALYSIS_S)
    assert is_to_give_way("pop", running, analysed_s=MAX_ANALYSIS_S + 1)


def test_a_library_is_not_removed_while_it_is_scanned() -> None:
    scans = [scan("running", "scanning"), scan("over", "done", library="rock")]
    require_idle("rock", scans)
    with pytest.raises(BeingScanned):
        require_idle("pop", scans)


def test_somebody_waits_who_pressed_the_button_and_whose_scan_found_something_since_the_last_build() -> None:
    ended = {"n_new": 2, "ended": NOON + MINUTE}
    assert is_awaited([scan("1", "done", **ended)], since=None)
    assert is_awaited([scan("1", "done", **ended)], since=NOON)
    assert is_awaited([scan("1", "stopped", **ended)], since=NOON)
    assert not is_awaited([scan("1", "done", **ended)], since=NOON + MINUTE)
    assert not is_awaited([scan("1", "done", **{**ended, "n_new": 0})], since=None)
    assert not is_awaited([scan("1", "done", **ended, asked_by="watch")], since=None)
    assert not is_awaited([scan("1", "scanning", n_new=2)], since=None)


def test_the_time_left_follows_from_the_speed_so_far() -> None:
    figures = {"n_found": 100, "n_to_open": 40, "n_done": 70, "opening_began": NOON}
    assert left_s(scan("1", "scanning", **figures), NOON + MINUTE) == 180.0
    assert left_s(scan("1", "scanning", **{**figures, "n_done": 60}), NOON + MINUTE) is None
    assert left_s(scan("1", "done", **figures), NOON + MINUTE) is None
    assert left_s(scan("1", "scanning"), NOON) is None


def test_rate_and_time_left_are_of_what_goes_on_reading_and_then_the_analysis() -> None:
    reading = {"n_found": 100, "n_to_open": 40, "n_done": 90, "opening_began": NOON, "n_to_analyse": 25}
    assert rate_per_s(scan("1", "scanning", **reading), NOON + MINUTE) == 0.5
    assert left_s(scan("1", "scanning", **reading), NOON + MINUTE) == 20.0
    analysing = {**reading, "n_done": 100, "n_to_analyse": 36, "analysis_began": NOON + MINUTE}
    assert rate_per_s(scan("1", "scanning", **analysing), NOON + 2 * MINUTE) is None
    analysing["n_analysed"] = 12
    assert rate_per_s(scan("1", "scanning", **analysing), NOON + 2 * MINUTE) == 0.2
    assert left_s(scan("1", "scanning", **analysing), NOON + 2 * MINUTE) == 120.0
    assert rate_per_s(scan("1", "done", **analysing), NOON + 2 * MINUTE) is None


def test_a_scan_is_listed_when_every_file_that_was_to_be_opened_is() -> None:
    assert ScanFigures(n_found=9, n_to_open=0, n_done=9).is_listed
    assert not ScanFigures(n_found=9, n_to_open=4, n_done=8).is_listed
    assert ScanFigures(n_found=9, n_to_open=4, n_done=9).is_listed


def test_a_folder_is_scanned_when_it_is_quiet_and_not_put_off_for_ever() -> None:
    assert not is_settled(NOON + QUIET / 2, first_change=NOON, last_change=NOON)
    assert is_settled(NOON + QUIET, first_change=NOON, last_change=NOON)
    copying = NOON + PATIENCE - MINUTE
    assert not is_settled(copying, first_change=NOON, last_change=copying)
    assert is_settled(NOON + PATIENCE, first_change=NOON, last_change=NOON + PATIENCE)
