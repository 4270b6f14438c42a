"""Playlists in the page: made, filled, reordered, shared by two browsers, brought in and out."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.page_access import violations, violations_in_both_themes
from tests.e2e.page_fixtures import (  # noqa: F401
    PHONE,
    WIDE,
    OpenPage,
    PageServer,
    open_page,
    page_browser,
    page_server,
)

pytestmark = pytest.mark.browser


def make(page: Page, server: PageServer, *track_ids: str, **fields: Any) -> str:
    """Make a playlist of the page's listener, and open it; return its id."""
    body = {"name": "Sunday morning", "track_ids": track_ids, **fields}
    made: str = page.evaluate(
        """async (body) => {
            const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
            return (await (await fetch('/api/v1/playlists', init)).json()).playlist_id
        }""",
        body,
    )
    page.goto(f"{server.address}/playlist/{made}")
    expect(page.get_by_role("heading", name=body["name"])).to_be_visible()
    expect(page.locator(".line-badge.is-live")).to_have_count(1)
    return made


def expect_titles(page: Page, *expected: str) -> None:
    """Wait until these are the titles on show."""
    expect(page.locator(".playlist-entry .name-title")).to_have_text(list(expected))


def test_a_playlist_is_made_filled_from_a_menu_and_asked_about_duplicates(
    page_server: PageServer,  # noqa: F811
    open_page: OpenPage,  # noqa: F811
) -> None:
    page = open_page(f"{page_server.address}/playlists")
    page.get_by_role("button", name="New playlist").click()
    page.get_by_label("Name", exact=True).fill("For the road")
    page.get_by_label("Folder").fill("Trips")
    page.get_by_role("button", name="Make it").click()
    expect(page.get_by_role("heading", name="For the road")).to_be_visible()
    page.get_by_role("link", name="To the library").click()
    row = page.locator(".row .name-title", has_text="Title 0.0").first
    for _ in range(2):
        row.click(button="right")
        page.get_by_role("menuitem", name="Add to a playlist").click()
        page.get_by_role("button", name="For the road").click()
    expect(page.get_by_role("dialog", name="“For the road” has this already")).to_be_visible()
    page.get_by_role("button", name="Add anyway").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("link", name="Playlists").first.click()
    page.get_by_role("link", name="Trips").click()
    page.get_by_role("link", name="For the road").click()
    expect_titles(page, "Title 0.0", "Title 0.0")


def test_two_browsers_edit_one_list_at_once(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    anna = open_page(f"{page_server.address}/")
    made = make(anna, page_server, "k00-t00", "k00-t01", "k00-t02")
    anna.get_by_role("button", name="Share").click()
    anna.get_by_role("button", name="Make a link").click()
    link = anna.get_by_role("dialog").get_by_role("textbox").input_value()
    anna.keyboard.press("Escape")
    bert = open_page(f"{page_server.address}/playlist/{made}")
    expect(bert.get_by_text("there is no playlist")).to_be_visible()
    bert.goto(link)
    bert.get_by_role("button", name="Edit it too").click()
    expect_titles(bert, "Title 0.0", "Title 0.1", "Title 0.2")
    anna.get_by_role("button", name="Move Title 0.2: arrow").press("Home")
    bert.get_by_role("button", name="Remove Title 0.1 from the playlist").click()
    for page in (anna, bert):
        expect_titles(page, "Title 0.2", "Title 0.0")
    bert.get_by_role("button", name="Undo").click()
    for page in (anna, bert):
        expect_titles(page, "Title 0.2", "Title 0.0", "Title 0.1")


def test_entries_are_moved_by_drag_and_by_keys(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/")
    make(page, page_server, "k00-t00", "k00-t01", "k00-t02")
    rows = page.locator(".playlist-entry")
    rows.nth(2).drag_to(rows.nth(0), target_position={"x": 200, "y": 4})
    expect_titles(page, "Title 0.2", "Title 0.0", "Title 0.1")
    rows.nth(0).drag_to(rows.nth(1), target_position={"x": 200, "y": 50})
    expect_titles(page, "Title 0.0", "Title 0.2", "Title 0.1")
    handle = page.get_by_role("button", name="Move Title 0.0: arrow")
    handle.press("ArrowDown")
    expect_titles(page, "Title 0.2", "Title 0.0", "Title 0.1")
    expect(handle).to_be_focused()
    page.keyboard.press("End")
    expect_titles(page, "Title 0.2", "Title 0.1", "Title 0.0")
    page.reload()
    expect_titles(page, "Title 0.2", "Title 0.1", "Title 0.0")


def test_a_finger_moves_entries_by_their_menu(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/", viewport=PHONE, has_touch=True, is_mobile=True)
    make(page, page_server, "k00-t00", "k00-t01")
    page.get_by_role("button", name="More for Title 0.1").tap()
    page.get_by_role("menuitem", name="Move up").tap()
    expect_titles(page, "Title 0.1", "Title 0.0")
    page.get_by_role("button", name="More for Title 0.1").tap()
    page.get_by_role("menuitem", name="Remove from the playlist").tap()
    expect_titles(page, "Title 0.0")


def test_a_deleted_playlist_is_brought_back(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/")
    make(page, page_server, "k00-t00")
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("No playlists yet")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect_titles(page, "Title 0.0")


def test_a_file_is_imported_with_what_is_missing_and_exported_again(
    page_server: PageServer,  # noqa: F811
    open_page: OpenPage,  # noqa: F811
    tmp_path: Path,
) -> None:
    file = tmp_path / "list.m3u8"
    file.write_text("#EXTM3U\n#EXTINF:6,artist 0.0 - Title 0.0\nx.mp3\n#EXTINF:9,Nobody - Nowhere\nfar/away.mp3\n")
    page = open_page(f"{page_server.address}/playlists")
    page.locator("input[type=file]").first.set_input_files(file)
    expect_titles(page, "Title 0.0", "Nowhere")
    lost = page.locator(".playlist-entry.is-missing")
    expect(lost).to_contain_text("Nobody · Not in the library")
    expect(lost).to_contain_text("far/away.mp3")
    page.get_by_text("Export").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="M3U8").click()
    assert download.value.suggested_filename == "list.m3u8"
    text = Path(download.value.path()).read_text()
    assert "far/away.mp3" in text
    assert "#EXTINF:6,artist 0.0 - Title 0.0" in text


def test_the_whole_list_plays_from_where_one_presses(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/")
    make(page, page_server, "k00-t00", "k00-t01", "k00-t02")
    page.get_by_role("button", name="Play Title 0.1 now").first.click()
    expect(page.get_by_role("button", name="Pause").first).to_be_visible()
    page.keyboard.press("q")
    expect(page.get_by_label("Coming up").locator(".name-title")).to_have_text(["Title 0.2"])


@pytest.mark.parametrize(
    ("viewport", "find"), [(WIDE, violations_in_both_themes), (PHONE, violations)], ids=["both themes", "phone"]
)
def test_axe_finds_nothing_and_nothing_is_wider_than_its_window(
    page_server: PageServer,  # noqa: F811
    open_page: OpenPage,  # noqa: F811
    viewport: dict[str, int],
    find: Callable[[Page], list[str]],
) -> None:
    page = open_page(f"{page_server.address}/", viewport=viewport, bypass_csp=True)
    make(page, page_server, "odd-1", "odd-2", "odd-3", "odd-4", name="A long name " * 16, visibility="public")
    expect(page.locator(".playlist-entry .name-title").first).to_be_visible()
    found = find(page)
    wide = "() => document.querySelector('main').scrollWidth > document.querySelector('main').clientWidth"
    assert not page.evaluate(wide)
    for name in ("Edit", "Share"):
        page.get_by_role("button", name=name, exact=True).click()
        expect(page.get_by_role("dialog")).to_be_visible()
        found += find(page)
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_text("Export").click()
    found += find(page)
    page.keyboard.press("Escape")
    page.goto(f"{page_server.address}/playlists")
    expect(page.locator(".card").first).to_be_visible()
    assert not page.evaluate(wide)
    assert found + find(page) == []
