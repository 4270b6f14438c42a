"""What one plays, likes and rates stands on the pages, in every browser of the listener."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.page_access import go
from tests.e2e.page_fixtures import (  # noqa: F401
    PHONE,
    OpenPage,
    PageServer,
    open_page,
    page_browser,
    page_server,
    play_first,
)

pytestmark = pytest.mark.browser

TITLE = "Title 1.3"


def row_of(page: Page, title: str):
    """Return the row of this very title."""
    return page.locator(".row", has=page.get_by_text(title, exact=True)).first


def play_to_the_end(page: Page, server: PageServer, title: str) -> None:
    """Play a track of six seconds from the list on show, most of it by a jump."""
    row_of(page, title).locator(".name-title").dblclick()
    page.wait_for_function("() => document.querySelector('audio[data-deck=active]')?.currentTime > 0.1")
    page.keyboard.press("ArrowRight")
    server.event("finished")
    page.keyboard.press("k")  # what plays next may come to its end, too: the test does not depend on it


def test_what_is_played_liked_and_rated_is_there_in_another_browser(
    page_server: PageServer,  # noqa: F811
    open_page: OpenPage,  # noqa: F811
) -> None:
    page = open_page(f"{page_server.address}/library/tracks?sort=artist")
    play_to_the_end(page, page_server, TITLE)
    row_of(page, TITLE).hover()
    row_of(page, TITLE).get_by_role("button", name="Like").click()
    row_of(page, TITLE).locator(".name-title").click(button="right")
    page.get_by_role("menuitemradio", name="4 stars").click()
    row_of(page, TITLE).locator(".cell-album a").click()
    page.locator(".hero").get_by_role("button", name=re.compile("^Like ")).click()
    expect(page.locator(".hero").get_by_role("button", name=re.compile("Take the like"))).to_be_visible()
    album = page.locator("h1").inner_text()
    page.locator(".hero-by a").click()
    page.locator(".hero").get_by_role("button", name=re.compile("^Like ")).click()
    artist = page.locator("h1").inner_text()
    page_server.event("rated")
    page_server.event("liked")

    cookies = {"cookies": page.context.cookies(), "origins": []}
    other = open_page(f"{page_server.address}/library/history", storage_state=cookies)
    expect(row_of(other, TITLE)).to_be_visible()
    other.get_by_role("link", name="Most played").click()
    expect(row_of(other, TITLE).locator(".cell-plays")).to_have_text("1")
    other.get_by_role("link", name="Never played").click()
    expect(other.locator(".row .name-title").first).to_be_visible()
    expect(row_of(other, TITLE)).to_have_count(0)
    other.get_by_role("link", name="Liked").click()
    expect(other.locator(".row .name-title")).to_have_text([TITLE])
    other.get_by_role("main").get_by_role("button", name="Play", exact=True).click()
    expect(other.get_by_role("region", name="Player").locator(".name-title")).to_have_text(TITLE)
    go(other, "/library/liked?show=albums")
    expect(other.locator(".card .name-title")).to_have_text([album])
    go(other, "/library/liked?show=artists")
    expect(other.locator(".card .name-title")).to_have_text([artist])
    go(other, "/library/tracks?sort=plays&order=desc")
    expect(row_of(other, TITLE).locator(".cell-plays")).to_have_text("1")
    row_of(other, TITLE).locator(".name-title").click(button="right")
    expect(other.get_by_role("menuitemradio", name="4 stars")).to_have_attribute("aria-checked", "true")
    other.keyboard.press("Escape")
    go(other, "/")
    expect(other.get_by_role("region", name="Recently played").get_by_text(TITLE, exact=True)).to_be_visible()


def test_digits_rate_what_plays_and_arrows_choose_the_stars(
    page_server: PageServer,  # noqa: F811
    open_page: OpenPage,  # noqa: F811
) -> None:
    page = open_page(f"{page_server.address}/track/k02-t03")
    before = len(page_server.events("rated"))
    page.locator(".hero").get_by_role("button", name="Play").click()
    page.wait_for_function("() => document.querySelector('audio[data-deck=active]')?.currentTime > 0.1")
    page.keyboard.press("3")
    stars = page.locator(".hero").get_by_role("radiogroup", name="Your stars")
    expect(stars.get_by_role("radio", name="3 stars")).to_be_checked()
    stars.get_by_role("radio", name="3 stars").focus()
    page.keyboard.press("ArrowRight")
    expect(stars.get_by_role("radio", name="4 stars")).to_be_focused()
    expect(stars.get_by_role("radio", name="4 stars")).to_be_checked()
    page.keyboard.press("0")
    expect(stars.locator(".is-on")).to_have_count(0)
    page_server.event("rated", before + 3)
    assert [event["rating"] for event in page_server.events("rated")[before:]] == [3, 4, 0]


def test_a_like_that_could_not_be_kept_is_taken_back_and_told(
    page_server: PageServer,  # noqa: F811
    open_page: OpenPage,  # noqa: F811
) -> None:
    page = open_page(f"{page_server.address}/library/albums")
    page.locator(".card-link").first.click()
    heart = page.locator(".hero").get_by_role("button", name=re.compile("^Like "))
    expect(heart).to_be_visible()
    page.context.set_offline(True)
    heart.click()
    expect(page.get_by_text("The like could not be kept")).to_be_visible()
    expect(heart).to_have_attribute("aria-pressed", "false")


def test_nothing_played_and_nothing_liked_say_what_to_do(
    page_server: PageServer,  # noqa: F811
    open_page: OpenPage,  # noqa: F811
) -> None:
    page = open_page(f"{page_server.address}/library/history", viewport=PHONE)
    expect(page.locator(".empty-title")).to_have_text("Nothing was played yet")
    expect(page.locator(".tab.is-here")).to_be_in_viewport()
    for show in ("tracks", "albums", "artists"):
        go(page, f"/library/liked?show={show}")
        expect(page.locator(".empty-title")).to_have_text(re.compile(f"No {show[:-1]} is liked yet"))


def test_a_row_of_home_shows_that_it_goes_on_and_goes_on(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(page_server.address, viewport={"width": 760, "height": 800})
    row = page.get_by_role("region", name="New in the library")
    expect(row.locator(".shelf")).to_have_class(re.compile("goes-on"))
    row.get_by_role("button", name="On in New in the library").click()
    expect(row.locator(".shelf")).to_have_class(re.compile("goes-back"))
    expect(row.get_by_role("button", name="Back in New in the library")).to_be_enabled()
