"""The pages of smart playlists."""

# ruff: noqa: F811 - the fixtures of page_fixtures

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.page_access import violations_in_both_themes
from tests.e2e.page_fixtures import PHONE, OpenPage, PageServer, open_page, page_browser, page_server  # noqa: F401

pytestmark = pytest.mark.browser


def new(page_server: PageServer, open_page: OpenPage, **options) -> Page:
    return open_page(f"{page_server.address}/smart/new", **options)


def status(page: Page):
    return page.locator(".smart-preview [role=status]")


def ask(page: Page, place: str, field: str, how: str) -> None:
    page.get_by_label(f"Rule {place}: what").select_option(label=field)
    page.get_by_label(f"Rule {place}: how").select_option(label=how)


def test_rules_are_made_seen_at_once_kept_and_played(page_server: PageServer, open_page: OpenPage):
    page = open_page(f"{page_server.address}/playlists")
    page.get_by_role("link", name="New smart playlist").click()
    page.get_by_label("Name", exact=True).fill("Two kinds")
    page.get_by_role("button", name="Add a rule", exact=True).click()
    ask(page, "1", "Genre", "is")
    page.get_by_label("Rule 1: value").fill("genre 1")
    expect(status(page)).to_contain_text("12 tracks")
    page.get_by_role("button", name="Add a rule", exact=True).click()
    ask(page, "2", "Genre", "is")
    page.get_by_label("Rule 2: value").fill("genre 2")
    expect(page.get_by_text("No track fits these rules")).to_be_visible()
    page.get_by_label("Which rules must hold").select_option(label="Any of these")
    expect(status(page)).to_contain_text("24 tracks")
    page.get_by_label("Limit", exact=True).select_option(label="Tracks")
    page.get_by_label("At most").fill("3")
    expect(status(page)).to_contain_text("3 tracks of 24 that fit")
    page.get_by_role("button", name="Make it").click()
    expect(page.get_by_role("heading", name="Two kinds")).to_be_visible()
    expect(page.locator(".row .name-title")).to_have_text(["Title 1.0", "Title 1.1", "Title 1.10"])
    page.get_by_role("button", name="Play", exact=True).first.click()
    assert page_server.event("started")["source"] == "playlist"
    page.reload()
    page.get_by_role("button", name="Edit the rules").click()
    page.get_by_role("button", name="Remove rule 2").click()
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".hero-facts")).to_contain_text("3 tracks of 12 that fit")


def test_groups_lie_in_each_other_and_what_was_refused_is_named(page_server: PageServer, open_page: OpenPage):
    page = new(page_server, open_page)
    page.get_by_role("button", name="Add a group", exact=True).click()
    page.get_by_label("Rule 1.1: value").fill("1.1")
    page.get_by_role("button", name="Add a rule to group 1").click()
    page.get_by_label("Rule 1.2: value").fill("2.1")
    expect(status(page)).to_contain_text("6 tracks")
    ask(page, "1.2", "Plays", "is between")
    page.get_by_label("Rule 1.2: from").fill("9")
    page.get_by_label("Rule 1.2: to").fill("2")
    expect(page.get_by_role("alert")).to_contain_text("rule 1.2 (Plays): 9.0 comes after 2.0")
    page.get_by_role("button", name="Remove group 1").click()
    expect(page.get_by_text("Without a rule every track is in the list.")).to_be_visible()


def test_what_sounds_like_a_track_is_chosen_by_search(page_server: PageServer, open_page: OpenPage):
    page = new(page_server, open_page)
    page.get_by_role("button", name="Add a rule", exact=True).click()
    page.get_by_label("Rule 1: what").select_option(label="Sounds like the track")
    page.get_by_role("textbox", name="Rule 1: like").fill("title 1.0")
    page.locator(".anchor-add", has_text="Title 1.0").first.click()
    page.get_by_label("Rule 1: how far").fill("0.5")
    expect(status(page)).to_contain_text(re.compile(r"^\d+ tracks"))
    expect(page.locator(".smart-preview .row").filter(has_text="Title 1.0").first).to_be_visible()


def test_a_deleted_list_comes_back(page_server: PageServer, open_page: OpenPage):
    page = new(page_server, open_page)
    page.get_by_label("Name", exact=True).fill("Gone soon")
    page.get_by_role("button", name="Make it").click()
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", name="Gone soon")).to_be_visible()
    page.get_by_role("link", name="Playlists").first.click()
    page.get_by_role("link", name="Smart", exact=True).click()
    expect(page.get_by_role("link", name="Gone soon")).to_be_visible()


@pytest.mark.parametrize("viewport", [None, PHONE])
def test_the_pages_have_no_barriers_and_fit(page_server: PageServer, open_page: OpenPage, viewport):
    page = new(page_server, open_page, viewport=viewport, bypass_csp=True)
    page.get_by_role("button", name="Add a rule", exact=True).click()
    ask(page, "1", "Last played", "is between")
    page.get_by_role("button", name="Add a group", exact=True).click()
    page.get_by_role("button", name="Sort by").click()
    page.get_by_label("Name", exact=True).fill("A name without an end " * 8)
    expect(page.get_by_label("Rule 2.1: value")).to_be_visible()
    assert violations_in_both_themes(page) == []
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert width <= 0
    page.goto(f"{page_server.address}/playlists?which=smart")
    expect(page.get_by_role("heading", name="Playlists")).to_be_visible()
    assert violations_in_both_themes(page) == []


def test_a_rule_is_made_by_keyboard(page_server: PageServer, open_page: OpenPage):
    page = new(page_server, open_page)
    page.get_by_role("button", name="Add a rule", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_label("Rule 1: what").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("title 3.1")
    expect(status(page)).to_contain_text("3 tracks")
