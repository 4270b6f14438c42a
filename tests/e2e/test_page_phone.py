"""On a phone: what lies over the full-screen player can be reached, and every row has a menu."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.deadline import eventually
from tests.e2e.page_access import violations
from tests.e2e.page_fixtures import (  # noqa: F401
    PHONE,
    OpenPage,
    PageServer,
    open_page,
    page_browser,
    page_server,
    slate_titles,
)

pytestmark = pytest.mark.browser
TOUCH: dict[str, Any] = {"viewport": PHONE, "has_touch": True, "is_mobile": True}


def expect_on_top(element: Locator) -> None:
    """Wait until a finger at the middle of the element would meet it: lists glide and messages rise to their place."""
    eventually(lambda: _is_on_top(element), within_s=5, what=f"on top: {element}")


def _is_on_top(element: Locator) -> bool:
    return bool(
        element.evaluate("""(element) => {
            const box = element.getBoundingClientRect()
            return element.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2))
        }""")
    )


def play_from_row(page: Page, n: int = 7) -> None:
    """Play a row by its menu and open the full-screen player."""
    page.locator(".row .more").nth(n).tap()
    page.get_by_role("menuitem", name="Play", exact=True).tap()
    page.wait_for_function("() => document.querySelector('audio[data-deck=active]')?.currentTime > 0.1")
    page.locator(".bar-open").tap()
    expect(page.locator(".now-view")).to_be_visible()


def test_rows_have_a_menu(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/library/tracks", **TOUCH)
    page.locator(".row .more").nth(6).tap()
    expect(page.get_by_role("menuitem")).to_have_count(12)
    page.get_by_role("menuitem", name="Add to the queue").tap()
    page_server.event("queued")


def test_the_menu_of_a_pick_is_over_the_full_screen_player(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/library/tracks", bypass_csp=True, **TOUCH)
    play_from_row(page)
    picks = page.locator(".now-slate .pick")
    for name, kind in (("Like", "liked"), ("Play next", "queued")):
        n_before = len(page_server.events(kind))
        picks.nth(1).locator(".more").tap()
        entry = page.get_by_role("menuitem", name=name, exact=True)
        expect_on_top(entry)
        entry.tap()
        page_server.event(kind, n=n_before + 1)
    picks.nth(2).locator(".more").tap()
    page.get_by_role("menuitem", name="Why?").tap()
    expect(page.locator(".now-slate .why-part dd").first).to_contain_text("67 %")
    picks.nth(3).locator(".more").tap()
    page.get_by_role("menuitem", name="Not this", exact=True).tap()
    expect_on_top(page.locator(".now-slate .is-refused").get_by_role("button", name="Undo"))
    assert violations(page) == []


def test_messages_are_over_the_full_screen_player(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/library/tracks", **TOUCH)
    play_from_row(page)
    page.locator(".now-names .dislike").tap()
    undo = page.locator(".notice").get_by_role("button", name="Undo")
    expect_on_top(undo)
    undo.tap()
    page_server.event("unliked")


def test_the_sleep_timer_is_set_in_the_full_screen_player(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/library/tracks", bypass_csp=True, **TOUCH)
    play_from_row(page)
    page.locator(".now-view .options > button").tap()
    page.locator(".now-view .options-card").get_by_text("In 15 min").tap()
    expect(page.locator(".now-view .options-mark")).to_contain_text("15 min")
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.locator(".now-view .options-card")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator(".now-view")).to_have_count(0)


def test_a_phone_turned_to_its_side_leaves_nothing_in_the_way(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/library/tracks", **TOUCH)
    play_from_row(page)
    page.set_viewport_size({"width": 844, "height": 390})
    page.get_by_role("link", name="Albums").tap()
    expect(page.locator(".card").first).to_be_visible()


def test_fingers_steer_in_the_full_screen_player(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/library/tracks", bypass_csp=True, **TOUCH)
    play_from_row(page)
    n_before = len(page_server.events("steered"))
    page.locator(".now-view").get_by_role("button", name="Steer").tap()
    known = page.locator(".now-view").get_by_role("slider", name="Known or new")
    known.scroll_into_view_if_needed()
    box = known.bounding_box()
    assert box is not None
    assert box["height"] >= 40
    page.touchscreen.tap(box["x"] + box["width"] - 2, box["y"] + box["height"] / 2)
    assert page_server.event("steered", n=n_before + 1)["steering"] == {"familiarity": 0.0}
    assert violations(page) == []
