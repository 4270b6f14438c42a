"""The pages of lists that segue makes."""

# ruff: noqa: F811 - the fixtures of page_fixtures

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.page_access import violations_in_both_themes
from tests.e2e.page_fixtures import PHONE, OpenPage, PageServer, open_page, page_browser, page_server  # noqa: F401

pytestmark = pytest.mark.browser

PAGES = (
    "/make",
    "/make?from=track:odd-3&to=artist:gone",
    "/make?from=track:k00-t00&to=track:k03-t05",
    "/make/mixes",
    "/make/arc",
    "/make/radio?of=genre:genre%201",
    "/make/blend?like=track:k00-t00,track:k01-t00&unlike=genre:genre%201",
)


def choose(page: Page, label: str, words: str, kind: str = "Track") -> None:
    """Search for something under a label and take the first of this kind."""
    page.get_by_role("textbox", name=label, exact=True).fill(words)
    page.locator(".anchor-add", has_text=kind).first.click()


def test_a_path_is_chosen_by_search_seen_with_its_reasons_and_played(page_server: PageServer, open_page: OpenPage):
    page = open_page(f"{page_server.address}/library")
    page.get_by_role("link", name="Make a list").click()
    choose(page, "From", "title 0.0")
    choose(page, "To", "genre 3", "Genre")
    page.get_by_label("Tracks", exact=True).fill("9")
    rows = page.locator(".made-row")
    expect(rows).to_have_count(9)
    expect(rows.first).to_contain_text("Starts here")
    expect(rows.last).to_contain_text("Ends here: typical of genre 3")
    assert all(rows.nth(at).locator(".pick-reason").inner_text() for at in range(9))
    page.reload()
    expect(rows).to_have_count(9)
    titles = page.locator(".made-row .name-title").all_inner_texts()
    page.get_by_role("button", name="Play", exact=True).first.click()
    page.keyboard.press("q")
    expect(page.locator(".entries .name-title")).to_have_text(titles)
    assert page_server.event("started")["source"] == "generated"


def test_a_longer_way_than_the_library_has_is_refused_in_words(page_server: PageServer, open_page: OpenPage):
    page = open_page(f"{page_server.address}/make?from=track:k00-t00&to=track:k03-t05&n=80")
    expect(page.get_by_role("alert")).to_contain_text("the library has 48 that may be in it")
    page.get_by_label("Tracks", exact=True).fill("1000")
    expect(page.get_by_role("alert")).to_contain_text("A whole number from 2 to 100")


def test_a_way_leads_past_what_stands_between(page_server: PageServer, open_page: OpenPage):
    page = open_page(f"{page_server.address}/make?from=track:k00-t00&to=track:k03-t05&n=7")
    page.get_by_role("button", name="By way of something").click()
    choose(page, "By way of (1)", "genre 1", "Genre")
    expect(page.locator(".made-row.is-chosen")).to_have_count(3)
    page.get_by_role("button", name="By way of (1): Genre genre 1").click()
    expect(page.get_by_label("By way of (1)", exact=True)).to_have_count(0)
    expect(page.locator(".made-row.is-chosen")).to_have_count(2)


def test_a_blend_shows_what_was_taken_away(page_server: PageServer, open_page: OpenPage):
    page = open_page(f"{page_server.address}/make?n=6")
    page.get_by_role("link", name="Blend").click()
    choose(page, "Sounding like", "title 0.0")
    choose(page, "and like (2)", "title 1.0")
    expect(page.locator(".made .made-row").first).to_be_visible()
    choose(page, "Without", "genre 1", "Genre")
    expect(page.locator(".left-out .made-row").first).to_contain_text("its genre is genre 1")
    assert not [title for title in page.locator(".made .name-title").all_inner_texts() if title.startswith("Title 1")]


def test_a_curve_is_drawn_by_keyboard_and_what_it_needs_is_told(page_server: PageServer, open_page: OpenPage):
    page = open_page(f"{page_server.address}/make/arc")
    expect(page.get_by_role("alert")).to_contain_text("segue build moods")
    page.get_by_label("Energy, point 2 of 5").press("ArrowUp")
    expect(page).to_have_url(re.compile(r"energy=30%2C45%2C50%2C45%2C30"))
    page.get_by_role("button", name="Sleep", exact=True).click()
    expect(page.get_by_label("Energy, point 5 of 5")).to_have_value("0")
    page.get_by_text("Mood has a curve, too").click()
    expect(page.get_by_label("Mood, point 1 of 5")).to_have_count(0)


def test_a_radio_plays_on_until_it_is_stopped(page_server: PageServer, open_page: OpenPage):
    page = open_page(f"{page_server.address}/make/radio")
    choose(page, "Radio of", "genre 2", "Genre")
    page.get_by_role("button", name="Start the radio").click()
    badge = page.get_by_role("button", name="Stop Radio: genre 2")
    expect(badge).to_be_visible()
    expect(page.get_by_role("button", name="Pause").first).to_be_visible()
    for _ in range(3):
        before = page.locator(".bar").inner_text()
        page.get_by_role("button", name="Next track").first.click()
        expect(page.locator(".bar")).not_to_have_text(before)
    page.get_by_role("button", name="Stop the radio").click()
    expect(badge).to_have_count(0)


def test_a_radio_starts_from_the_menu_of_a_track_and_from_an_album(page_server: PageServer, open_page: OpenPage):
    page = open_page(f"{page_server.address}/library/albums")
    page.locator(".card a").first.click()
    page.get_by_role("button", name="Radio", exact=True).click()
    expect(page.get_by_role("button", name="Stop Radio: album 0")).to_be_visible()
    page.locator(".row .name-title").nth(2).click(button="right")
    page.get_by_role("menuitem", name="Radio of this").click()
    expect(page.get_by_role("button", name="Stop Radio: Title 0")).to_be_visible()


def test_mixes_and_a_discovery_are_there_for_a_stranger_and_can_be_played(page_server: PageServer, open_page: OpenPage):
    page = open_page(f"{page_server.address}/make/mixes")
    lists = page.locator(".made")
    expect(lists.last).to_contain_text("Discovery of the week")
    lists.first.get_by_text("Show the tracks").click()
    rows = lists.first.locator(".made-row")
    expect(rows).to_have_count(25)
    first = rows.first.locator(".name-title").inner_text()
    page.get_by_label("New in a mix").fill("50")
    expect(page).to_have_url(f"{page_server.address}/make/mixes?new=50")
    lists.first.get_by_role("button", name="Play", exact=True).click()
    expect(page.locator(".bar")).to_contain_text(first)


@pytest.mark.parametrize("address", PAGES)
def test_the_pages_can_be_used_by_everybody(page_server: PageServer, open_page: OpenPage, address: str):
    page = open_page(page_server.address + address, viewport=PHONE, bypass_csp=True)
    page.locator(".make .made, .make .empty, .make .button-main").first.wait_for()
    assert violations_in_both_themes(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
