"""The room in a headset: entered, pointed at, played, taken along, turned and left; by controllers and by hands."""

# ruff: noqa: F811 - the fixtures of page_fixtures

import math
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.page_fixtures import OpenPage, PageServer, open_page, page_browser  # noqa: F401
from tests.e2e.room.ears import HEAR
from tests.e2e.room.headset import EYES, Headset, Place, Wear
from tests.e2e.room.room_page import PICTURE, variance, wait_for_picture

pytestmark = pytest.mark.browser

SMALL = {"width": 720, "height": 440}
"""Two eyes on a processor: fewer pixels are enough."""
TRACK, TITLE = "k02-t03", "Title 2.3"


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a room with 48 tracks."""
    server = PageServer(tmp_path_factory.mktemp("sounds"), has_room=True)
    server.start()
    yield f"{server.address}/room"
    server.stop()


@pytest.fixture
def wear(room: str, open_page: OpenPage) -> Iterator[Wear]:
    """Open the room with a headset at hand; afterwards nothing was lost, and the console told no error."""
    worn: list[Headset] = []

    def wear_one(query: str = "", script: str = "") -> Headset:
        page = open_page("about:blank", viewport=SMALL, reduced_motion="reduce")
        page.add_init_script(script)
        headset = Headset(page)
        page.goto(room + query)
        wait_for_picture(page)
        worn.append(headset)
        return headset

    yield wear_one
    for headset in worn:
        assert headset.page.evaluate("nLost") == 0
        assert headset.troubles == []


def row_of(page: Page, track_id: str) -> int:
    """Return the row of a track in the map."""
    row: int = page.evaluate("async (id) => (await (await fetch(`/api/v1/map/nodes/${id}`)).json()).row", track_id)
    return row


def picture(page: Page) -> bytes:
    """Return what is drawn, without what lies over it; the first screenshot after a frame can miss the canvas."""
    over = [page.locator(".room-head"), page.locator(".room-legend")]
    page.locator(PICTURE).screenshot(mask=over)
    return page.locator(PICTURE).screenshot(mask=over)


def between(one: Place, other: Place, share: float) -> Place:
    """Return the place at a share of the way."""
    x, y, z = (a + (b - a) * share for a, b in zip(one, other, strict=True))
    return x, y, z


def point_at(headset: Headset, row: int) -> Place:
    """Hold the right hand before a node, where nothing is between, and point at it; returns where the hand is."""
    node = headset.place_of(row)
    at = between(node, EYES, 0.3 / away(node, EYES))
    headset.move("right", at, node)
    assert headset.figures()["row"] == row
    return at


def away(one: Place, other: Place) -> float:
    """Return the distance of two places."""
    return math.dist(one, other)


def test_without_a_headset_there_is_no_way_into_one(room: str, open_page: OpenPage):
    page = open_page(room, viewport=SMALL)
    wait_for_picture(page)
    page.wait_for_function("async () => !(await navigator.xr?.isSessionSupported('immersive-vr'))")
    expect(page.get_by_role("button", name="Enter VR")).to_have_count(0)


def test_the_room_is_drawn_for_both_eyes_and_leaving_puts_one_back(wear: Wear):
    headset = wear()
    page = headset.page
    before = picture(page)
    headset.enter()
    told = headset.figures()
    assert min(headset.variances()) > 30
    assert 0 < told["draw_calls"] <= 2 * 16
    assert told["metres"] == pytest.approx(1.5)
    # The page lies below, and a hand on its mouse changes nothing for good.
    page.get_by_role("button", name="Go round to the left").evaluate("button => button.click()")
    page.evaluate("() => headset.activeSession.end()")
    expect(page.get_by_role("button", name="Enter VR")).to_be_visible()
    wait_for_picture(page)
    expect(page.locator(".room-hands > .room-picture")).to_be_visible()
    assert variance(page) > 30
    assert picture(page) == before
    headset.enter()
    assert min(headset.variances()) > 30


def test_a_ray_meets_a_track_and_the_trigger_plays_it_from_its_place(wear: Wear):
    headset = wear(script=HEAR)
    page = headset.page
    page.get_by_role("button", name="Hear music from its place").click()
    headset.enter()
    row = row_of(page, TRACK)
    point_at(headset, row)
    headset.press("right")
    page.wait_for_function("() => document.querySelector('audio[data-deck=active]')?.currentTime > 0.1")
    expect(page.locator(".bar")).to_contain_text(TITLE)
    heard = page.evaluate("() => document.querySelector('audio[data-deck=active]').currentTime")
    page.wait_for_function(
        "(heard) => document.querySelector('audio[data-deck=active]').currentTime > heard + 0.2", arg=heard
    )
    # Who looks at it hears it ahead, and who turns to the left of it hears it on the right.
    x, _, z = headset.place_of(row)
    for turned, heard_at in ((0.0, "side(0)[2] < -0.5"), (math.pi / 2, "side(0)[0] > 0.5")):
        half = (math.atan2(-x, -z) + turned) / 2
        page.evaluate("([y, w]) => headset.quaternion.set(0, y, 0, w)", [math.sin(half), math.cos(half)])
        page.wait_for_function(f"() => {heard_at}")


def test_the_panel_likes_skips_and_leaves(wear: Wear):
    headset = wear(f"?at={TRACK}")
    page = headset.page
    headset.enter()
    headset.press_control("right", "play")
    expect(page.locator(".bar")).to_contain_text(TITLE)
    headset.press_control("right", "like")
    expect(page.locator(".room-panel .like.is-on")).to_be_attached()
    headset.press_control("right", "skip")
    expect(page.locator(".bar")).not_to_contain_text(TITLE)
    headset.press_control("right", "page settings")
    headset.press_control("right", "leave")
    expect(page.get_by_role("button", name="Enter VR")).to_be_visible()


def test_the_grip_takes_a_track_along_and_it_stays_where_it_is_let_go(wear: Wear):
    headset = wear()
    headset.enter()
    row = row_of(headset.page, TRACK)
    before = headset.place_of(row)
    x, y, z = point_at(headset, row)
    headset.hold("right", "squeeze", is_down=True)
    assert "grab" in headset.figures()["holds"]
    to = before[0] + 0.3, before[1] + 0.2, before[2]
    headset.move("right", (x + 0.3, y + 0.2, z), to)
    headset.hold("right", "squeeze", is_down=False)
    expect(headset.page.get_by_text("stands where you put it")).to_be_attached()
    assert away(headset.place_of(row), to) < 0.03


def test_bare_hands_pinch_to_play_and_pinch_and_pull_to_take_along(wear: Wear):
    headset = wear()
    page = headset.page
    headset.enter()
    headset.use_hands()
    row = row_of(page, TRACK)
    before = headset.place_of(row)
    x, y, z = point_at(headset, row)
    headset.press("right", "pinch")
    expect(page.locator(".bar")).to_contain_text(TITLE)
    headset.hold("right", "pinch", is_down=True)
    to = before[0] + 0.4, before[1], before[2]
    headset.move("right", (x + 0.4, y, z), to)
    assert "grab" in headset.figures()["holds"]
    headset.hold("right", "pinch", is_down=False)
    expect(page.get_by_text("stands where you put it")).to_be_attached()
    assert away(headset.place_of(row), to) < 0.03


def test_a_knob_turned_by_the_wrist_moves_the_ghost(wear: Wear):
    headset = wear(f"?at={TRACK}")
    headset.enter()
    headset.press_control("right", "page knobs")
    before = headset.wait_for("f.ghost !== null")["ghost"]
    headset.wait_frames()
    knob = headset.place_of_control("knob tempo")
    headset.point("right", knob)
    assert headset.figures()["control"] == "knob tempo"
    headset.hold("right", "trigger", is_down=True)
    headset.point("right", knob, roll=1.0)
    headset.point("right", knob, roll=2.2)
    headset.hold("right", "trigger", is_down=False)
    moved = headset.wait_for(f"f.ghost.some((at, axis) => Math.abs(at - {before}[axis]) > 0.01)")["ghost"]
    headset.press_control("right", "reset")
    back = headset.wait_for(f"f.ghost.every((at, axis) => Math.abs(at - {before}[axis]) < 1e-6)")["ghost"]
    assert away(tuple(moved), tuple(back)) > 0.01


def test_sticks_turn_in_steps_and_teleport_and_walk_only_when_wanted(wear: Wear):
    headset = wear()
    headset.enter()
    yaw = headset.figures()["yaw"]
    headset.push_stick("right", 1, 0)
    assert headset.figures()["yaw"] == pytest.approx(yaw - math.pi / 6)
    headset.push_stick("right", 0, 0)
    stands = headset.figures()["stands"]
    headset.point("left", (-0.4, 0.0, -1.0))
    headset.push_stick("left", 0, -1)
    headset.wait_frames()
    told = headset.figures()
    assert told["stands"] == stands
    assert told["target"] is not None
    headset.push_stick("left", 0, 0)
    assert headset.figures()["target"] is None
    there = headset.figures()["stands"]
    assert away(tuple(there), tuple(stands)) == pytest.approx(math.hypot(0.4, 1.0) / 1.5, abs=0.02)
    headset.press_control("right", "page settings")
    headset.press_control("right", "switch isSmooth")
    headset.push_stick("left", 0, -1)
    headset.wait_for(f"Math.hypot(f.stands[0] - {there[0]}, f.stands[2] - {there[2]}) > 0.05")
    headset.push_stick("left", 0, 0)


def test_two_hands_make_the_room_larger_and_the_whole_room_comes_back(wear: Wear):
    headset = wear()
    headset.enter()
    up: dict[str, Place] = {"left": (-0.2, 3.0, -0.4), "right": (0.2, 3.0, -0.4)}
    headset.move("left", (-0.2, 1.3, -0.4), up["left"])
    headset.move("right", (0.2, 1.3, -0.4), up["right"])
    headset.hold("left", "squeeze", is_down=True)
    headset.hold("right", "squeeze", is_down=True)
    assert headset.figures()["holds"] == ["scale", "scale"]
    headset.move("left", (-0.4, 1.3, -0.4), up["left"])
    headset.move("right", (0.4, 1.3, -0.4), up["right"])
    assert headset.figures()["metres"] == pytest.approx(3.0, rel=0.01)
    headset.hold("left", "squeeze", is_down=False)
    headset.hold("right", "squeeze", is_down=False)
    headset.press_control("right", "page settings")
    headset.press_control("right", "whole")
    assert headset.figures()["metres"] == pytest.approx(1.5)


def test_left_handed_and_seated_are_kept(wear: Wear):
    headset = wear()
    page = headset.page
    headset.enter()
    page.evaluate("() => headset.position.set(0, 1.1, 0)")
    headset.wait_frames()
    row = row_of(page, TRACK)
    standing = headset.place_of(row)
    headset.press_control("right", "page settings")
    assert headset.place_of_control("leave")[0] < 0
    headset.press_control("right", "switch isSeated")
    assert headset.place_of(row)[1] == pytest.approx(standing[1] - 0.5, abs=0.02)
    headset.press_control("right", "switch isLeftHanded")
    page.reload()
    wait_for_picture(page)
    headset.enter()
    assert headset.place_of_control("close")[0] > 0
