"""Ears and thumbs in the room: music from its place with its neighbours around it, and a gamepad."""

# ruff: noqa: F811 - the fixtures of page_fixtures

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.page_fixtures import OpenPage, PageServer, open_page, page_browser  # noqa: F401
from tests.e2e.room.ears import HEAR
from tests.e2e.room.room_page import HANDS, chosen_title, figures, wait_for_picture, wait_until_still

pytestmark = pytest.mark.browser

TRACK, TITLE = "k02-t03", "Title 2.3"
PAD = """
window.pad = {
    connected: true, mapping: 'standard', index: 0, id: 'made', axes: [0, 0, 0, 0],
    buttons: Array.from({ length: 17 }, () => ({ pressed: false, touched: false, value: 0 })),
}
window.nAsked = 0
navigator.getGamepads = () => {
    nAsked += 1
    return window.isPlugged ? [pad] : [null]
}
window.plug = (is) => {
    window.isPlugged = is
    dispatchEvent(new Event(is ? 'gamepadconnected' : 'gamepaddisconnected'))
}
window.hold = (number, is) => Object.assign(pad.buttons[number], { pressed: is, value: is ? 1 : 0 })
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PageServer]:
    """A room with 48 tracks."""
    server = PageServer(tmp_path_factory.mktemp("sounds"), has_room=True)
    server.start()
    yield server
    server.stop()


def open_with(open_page: OpenPage, address: str, script: str) -> Page:
    """Open an address with a script before all others, and wait for the room."""
    page = open_page("about:blank", viewport={"width": 900, "height": 600}, reduced_motion="reduce")
    page.add_init_script(script)
    page.goto(address)
    wait_for_picture(page)
    return page


def wait_until_it_plays_on(page: Page) -> None:
    """Wait until the time of what plays advances."""
    heard = page.evaluate("() => document.querySelector('audio[data-deck=active]').currentTime")
    page.wait_for_function(
        "(heard) => document.querySelector('audio[data-deck=active]').currentTime > heard + 0.1", arg=heard
    )


def test_music_comes_from_its_place_with_neighbours_around_it_once_that_is_wanted(
    server: PageServer, open_page: OpenPage
):
    page = open_with(open_page, f"{server.address}/room?at={TRACK}", HEAR)
    page.locator(".room-panel").get_by_role("button", name="Play", exact=True).click()
    wait_until_it_plays_on(page)
    assert page.evaluate("() => panners.length") == 0
    ear = page.get_by_role("button", name="Hear music from its place")
    ear.click()
    expect(ear).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_text("up to three tracks around you")).to_be_visible()
    # One stands before it: it is ahead. Then it is passed to the left, and is heard from the right.
    page.wait_for_function("() => panners.length === 4 && side(0)[2] < -0.95")
    wait_until_it_plays_on(page)
    page.locator(HANDS).focus()
    page.keyboard.down("a")
    page.wait_for_function("() => side(0)[0] > 0.3")
    page.keyboard.up("a")
    # At rest the nearest ones sound, too, and nobody has played them.
    page.wait_for_function("() => sounding().length === 3")
    server.event("started")
    assert {event["track_id"] for event in server.events("started", "progressed", "finished", "skipped")} == {TRACK}
    page.get_by_role("button", name="Pause").first.click()
    page.wait_for_function("() => sounding().length === 0")
    page.get_by_role("button", name="Play", exact=True).first.click()
    page.wait_for_function("() => sounding().length === 3")
    # Elsewhere music plays on as ever; the wish is kept.
    page.get_by_role("link", name="Home", exact=True).click()
    page.wait_for_function("() => sounding().length === 0")
    wait_until_it_plays_on(page)
    page.get_by_role("link", name="Room", exact=True).click()
    wait_for_picture(page)
    expect(ear).to_have_attribute("aria-pressed", "true")
    ear.click()
    expect(ear).to_have_attribute("aria-pressed", "false")
    wait_until_it_plays_on(page)


def test_a_gamepad_walks_chooses_plays_and_goes_back_and_is_asked_only_while_it_is_there(
    server: PageServer, open_page: OpenPage
):
    page = open_with(open_page, f"{server.address}/room", PAD)
    asked = page.evaluate("() => nAsked")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert page.evaluate("() => nAsked") == asked
    page.evaluate("() => plug(true)")
    expect(page.locator("#room-keys")).to_contain_text("Left stick walks")
    before = figures(page)["n_frames"]
    page.evaluate("() => { pad.axes[1] = -0.6 }")
    page.wait_for_function("(n) => document.querySelector('.room-picture').figures().n_frames > n + 5", arg=before)
    page.evaluate("() => { pad.axes[1] = 0 }")
    wait_until_still(page)
    tap(page, 5)
    first = chosen_title(page)
    wait_until_still(page)
    tap(page, 4)
    expect(page.locator(".room-song .name-title")).not_to_have_text(first)
    second = chosen_title(page)
    wait_until_still(page)
    # What is chosen stands in the middle after the flight: A plays it.
    tap(page, 0)
    expect(page.locator(".bar")).to_contain_text(second)
    wait_until_it_plays_on(page)
    tap(page, 1)
    expect(page.locator(".room-song .name-title")).to_have_text(first)
    tap(page, 1)
    expect(page.locator(".room-panel")).to_have_count(0)
    expect(page).to_have_url(re.compile("/room$"))
    tap(page, 1)
    wait_until_still(page)
    expect(page).to_have_url(re.compile("/room$"))
    page.evaluate("() => plug(false)")
    expect(page.locator("#room-keys")).not_to_contain_text("Left stick walks")


def tap(page: Page, number: int) -> None:
    """Press a button of the pad for some frames and let it go."""
    page.evaluate(
        """async (number) => {
            const frames = async () => { for (let n = 0; n < 3; n += 1) await new Promise(requestAnimationFrame) }
            hold(number, true)
            await frames()
            hold(number, false)
            await frames()
        }""",
        number,
    )
