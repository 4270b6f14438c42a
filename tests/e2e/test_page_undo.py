"""What takes something away can be taken back for ten seconds, by pointer and by key; what cannot is asked about."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.page_access import violations
from tests.e2e.page_fixtures import (  # noqa: F401
    OpenPage,
    PageServer,
    open_page,
    page_browser,
    page_server,
)

pytestmark = pytest.mark.browser


def undo(page: Page) -> Locator:
    """Return the button of the last act that can be taken back."""
    return page.locator(".notices").get_by_role("button", name="Undo").last


def row_of(page: Page, title: str) -> Locator:
    """Return the row of this very title."""
    return page.locator(".row", has=page.get_by_text(title, exact=True)).first


def test_a_like_that_was_taken_back_is_there_again(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/library/tracks?sort=artist")
    row = row_of(page, "Title 1.3")
    row.hover()
    row.get_by_role("button", name="Like").click()
    row.get_by_role("button", name="Take the like back").click()
    expect(page.locator(".notices")).to_contain_text("“Title 1.3” is no longer liked.")
    undo(page).click()
    row.hover()
    expect(row.get_by_role("button", name="Take the like back")).to_be_visible()
    assert [event["kind"] for event in page_server.events("liked", "unliked")][-3:] == ["liked", "unliked", "liked"]


def test_the_last_act_is_taken_back_by_a_key_and_not_in_a_field(
    page_server: PageServer,  # noqa: F811
    open_page: OpenPage,  # noqa: F811
) -> None:
    page = open_page(f"{page_server.address}/library/albums")
    page.locator(".card-link").first.click()
    hero = page.locator(".hero")
    hero.get_by_role("button", name=re.compile("^Like ")).click()
    hero.get_by_role("button", name=re.compile("^Take the like")).click()
    expect(undo(page)).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.press("Control+z")
    expect(undo(page)).to_be_visible()
    page.go_back()
    hero.get_by_role("heading").click()
    page.keyboard.press("Control+z")
    expect(hero.get_by_role("button", name=re.compile("^Take the like"))).to_be_visible()
    expect(undo(page)).to_have_count(0)


def test_stars_that_were_changed_come_back(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/library/tracks?sort=artist")
    for stars in (4, 2):
        row_of(page, "Title 1.5").locator(".name-title").click(button="right")
        page.get_by_role("menuitemradio", name=f"{stars} stars").click()
    expect(page.locator(".notices")).to_contain_text("“Title 1.5”: 2 stars.")
    undo(page).click()
    row_of(page, "Title 1.5").locator(".name-title").click(button="right")
    expect(page.get_by_role("menuitemradio", name="4 stars")).to_be_checked()


def test_what_was_allowed_again_is_refused_again(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/library/tracks?sort=artist")
    row_of(page, "Title 1.6").locator(".name-title").click(button="right")
    page.get_by_role("menuitem", name="Not this").click()
    page.goto(f"{page_server.address}/library/turned-away")
    page.get_by_role("button", name="Allow again: Title 1.6").click()
    expect(page.get_by_text("Nothing is refused")).to_be_visible()
    undo(page).click()
    expect(page.get_by_role("button", name="Allow again: Title 1.6")).to_be_visible()


def test_a_message_stays_while_the_focus_is_on_its_way_back(
    page_server: PageServer,  # noqa: F811
    open_page: OpenPage,  # noqa: F811
) -> None:
    page = open_page(f"{page_server.address}/library/tracks?sort=artist", bypass_csp=True)
    page.clock.install()
    row = row_of(page, "Title 1.3")
    row.hover()
    row.get_by_role("button", name="Like").click()
    row.get_by_role("button", name="Take the like back").click()
    undo(page).focus()
    page.clock.run_for(60_000)
    expect(undo(page)).to_be_focused()
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(undo(page)).to_have_count(0)
    expect(row.get_by_role("button", name="Take the like back")).to_have_count(1)


def test_after_ten_seconds_the_way_back_is_gone(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/library/tracks?sort=artist")
    page.clock.install()
    row = row_of(page, "Title 1.5")
    row.hover()
    row.get_by_role("button", name="Like").click()
    row.get_by_role("button", name="Take the like back").click()
    page.clock.run_for(9_000)
    expect(undo(page)).to_be_visible()
    page.clock.run_for(2_000)
    expect(undo(page)).to_have_count(0)
