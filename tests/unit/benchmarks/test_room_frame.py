"""What the benchmark of the room is made of: its map, its goals, and who allocates what."""

from collections import Counter
from dataclasses import replace
from typing import Any

import msgspec
import numpy as np

from benchmarks.room_frame.__main__ import goals_of
from benchmarks.room_frame.made_map import GENRES, SCALES, MadeMap
from benchmarks.room_frame.measuring import FrameCost, count_bytes
from recommender.room.binary import read_map
from webapp.room.answers import RoomQuantities, RoomRows, RoomTracks

COST = FrameCost(
    draw_calls=4, script_ms=0.5, script_p95_ms=0.8, pick_ms=0.1, pick_p95_ms=0.2, allocated_bytes=0.0,
    allocated_by_three_bytes=900.0, heap_bytes=None, n_idle_picks=0,
)  # fmt: skip


def test_the_made_map_is_one_that_every_reader_takes_and_its_rows_are_its_tracks():
    made = MadeMap.of(500)
    told = read_map(made.data)
    assert told.positions.shape == (500, 3)
    assert set(told.columns) == {"genre", *SCALES}
    assert set(np.unique(told.columns["genre"])) <= set(range(len(GENRES)))
    [one, other] = msgspec.json.decode(made.tracks("7,499"), type=RoomTracks).items
    rows = msgspec.json.decode(made.rows(f"{other.track.track_id},{one.track.track_id},row-500,x"), type=RoomRows)
    assert [each.row for each in rows.items] == [499, 7, None, None]
    quantities = msgspec.json.decode(made.quantities(), type=RoomQuantities).items
    assert {quantity.name: quantity.scale for quantity in quantities} == {
        "genre": "categories",
        **dict.fromkeys(SCALES, "linear"),
    }


def test_the_same_map_is_made_again():
    assert MadeMap.of(300).data == MadeMap.of(300).data


def called(url: str, size: int, *children: dict[str, Any], line: int = 0) -> dict[str, Any]:
    """Return a node of a profile."""
    return {"callFrame": {"url": url, "lineNumber": line}, "selfSize": size, "children": list(children)}


def test_bytes_are_those_of_the_script_that_asked_and_built_in_functions_are_their_callers():
    page, three = "http://here/static/assets/open_room-1.js", "http://here/static/assets/three-2.js"
    by_script = Counter[str]()
    sorting = called("", 7, called(page, 1, line=3), line=-1)
    emulation = called("", 1_000, called(page, 2), called("", 500, line=-1), line=12)
    head = called("", 0, called(page, 10, called(three, 100, sorting, emulation), called("", 5, line=-1)), line=-1)
    count_bytes(head, "", by_script)
    assert by_script == {"page": 10 + 1 + 2 + 5, "three": 100 + 7, "": 1_500}


def test_goals_are_held_by_a_good_frame_and_each_is_missed_by_a_bad_one():
    assert all(goal.holds for goal in goals_of(1_000, COST, 1))
    bad = replace(COST, draw_calls=13, script_ms=4.1, pick_ms=2.1, n_idle_picks=1, allocated_bytes=1.0)
    assert not any(goal.holds for goal in goals_of(1_000, bad, 1))
    both = {goal.goal: goal.holds for goal in goals_of(1_000, replace(COST, draw_calls=24), 2)}
    assert both["draw calls a frame, 1,000 nodes, both eyes"]
