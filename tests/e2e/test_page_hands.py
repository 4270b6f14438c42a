"""Choosing several, menus, and dragging: in the queue, in playlists, on cards; by mouse, key and finger."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.page_access import violations
from tests.e2e.page_fixtures import (  # noqa: F401
    PHONE,
    OpenPage,
    PageServer,
    open_page,
    page_browser,
    page_server,
)
from tests.e2e.test_page_playlists import expect_titles, make

pytestmark = pytest.mark.browser
IDS = ("k00-t00", "k00-t01", "k00-t02", "k00-t03", "k00-t04")


def queue(page: Page) -> Locator:
    """Return what comes up."""
    return page.get_by_role("grid", name="Coming up")


def expect_queue(page: Page, *expected: str) -> None:
    """Wait until these titles come up."""
    expect(queue(page).locator(".name-title")).to_have_text(list(expected))


def play_five(page: Page, server: PageServer) -> None:
    """Play the first of a playlist of five, and open the queue."""
    make(page, server, *IDS)
    page.get_by_role("button", name="Play Title 0.0 now").first.click()
    expect(page.get_by_role("button", name="Pause").first).to_be_visible()
    page.keyboard.press("k")
    page.keyboard.press("q")
    expect_queue(page, "Title 0.1", "Title 0.2", "Title 0.3", "Title 0.4")


def test_entries_of_the_queue_are_chosen_by_shift_and_removed_and_brought_back(
    page_server: PageServer,  # noqa: F811
    open_page: OpenPage,  # noqa: F811
) -> None:
    page = open_page(f"{page_server.address}/", bypass_csp=True)
    play_five(page, page_server)
    rows = queue(page).get_by_role("row")
    rows.nth(0).click(modifiers=["ControlOrMeta"])
    rows.nth(2).click(modifiers=["Shift"])
    expect(queue(page).locator("[aria-selected=true]")).to_have_count(3)
    expect(page.get_by_text("3 selected")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Delete")
    expect_queue(page, "Title 0.4")
    page.get_by_role("button", name="Undo").click()
    expect_queue(page, "Title 0.1", "Title 0.2", "Title 0.3", "Title 0.4")


def test_the_queue_is_steered_by_keys_alone(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/")
    play_five(page, page_server)
    queue(page).focus()
    for key in ("ArrowDown", "ArrowDown", "Shift+ArrowDown"):
        page.keyboard.press(key)
    page.keyboard.press("Alt+ArrowUp")
    expect_queue(page, "Title 0.2", "Title 0.3", "Title 0.1", "Title 0.4")
    page.keyboard.press("Shift+F10")
    expect(page.get_by_role("menu", name="Menu of 2 tracks")).to_be_visible()
    page.get_by_role("menuitem", name="Move down").press("Enter")
    expect_queue(page, "Title 0.1", "Title 0.2", "Title 0.3", "Title 0.4")
    expect(queue(page)).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("Delete")
    expect(page.get_by_text("The queue is empty")).to_be_visible()
    page.keyboard.press("ControlOrMeta+z")
    expect_queue(page, "Title 0.1", "Title 0.2", "Title 0.3", "Title 0.4")
    queue(page).focus()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(page.locator(".bar .name-title")).to_have_text("Title 0.4")


def test_several_entries_of_the_queue_are_dragged_together(
    page_server: PageServer,  # noqa: F811
    open_page: OpenPage,  # noqa: F811
) -> None:
    page = open_page(f"{page_server.address}/")
    play_five(page, page_server)
    rows = queue(page).get_by_role("row")
    rows.nth(2).click(modifiers=["ControlOrMeta"])
    rows.nth(3).click(modifiers=["ControlOrMeta"])
    rows.nth(3).drag_to(rows.nth(0))
    expect_queue(page, "Title 0.3", "Title 0.4", "Title 0.1", "Title 0.2")


def test_an_album_is_dragged_to_a_place_in_the_queue(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/")
    play_five(page, page_server)
    page.get_by_role("link", name="Library").first.click()
    page.get_by_role("link", name="Albums", exact=True).click()
    card = page.locator(".card").nth(1)
    album = card.locator(".name-title").inner_text()
    card.locator(".card-link").drag_to(queue(page).get_by_role("row").nth(1))
    expect(queue(page).locator(".name-title").nth(0)).to_have_text("Title 0.1")
    expect(page.locator(".notices")).to_contain_text("added to the queue")
    n_added = queue(page).get_by_role("row").count() - 4
    assert n_added >= 1
    expect(queue(page).locator(".name-title").nth(n_added + 1)).to_have_text("Title 0.2")
    card.locator(".card-link").click()
    expect(page.get_by_role("heading", name=album, level=1)).to_be_visible()
    expect(page.locator(".main .row[aria-selected] .name-title")).to_have_count(n_added)


def test_albums_are_dragged_onto_a_playlist_and_onto_the_playlists(
    page_server: PageServer,  # noqa: F811
    open_page: OpenPage,  # noqa: F811
) -> None:
    page = open_page(f"{page_server.address}/")
    make(page, page_server, name="Catches")
    page.get_by_role("link", name="Library").first.click()
    page.get_by_role("link", name="Albums", exact=True).click()
    page.locator(".card-link").first.drag_to(page.get_by_role("link", name="Playlists").first)
    page.get_by_role("dialog").get_by_role("button", name="Catches").click()
    expect(page.locator(".notices")).to_contain_text("added to “Catches”")
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("link", name="Playlists").first.click()
    expect(page.locator(".card", has_text="Catches")).to_contain_text("0 tracks")
    play_five(page, page_server)
    page.get_by_role("link", name="Playlists").first.click()
    queue(page).get_by_role("row").first.drag_to(page.locator(".card", has_text="Catches"))
    expect(page.locator(".card", has_text="Catches")).to_contain_text("1 track")
    page.locator(".card", has_text="Sunday").drag_to(page.locator(".card", has_text="Catches"))
    page.get_by_role("dialog").get_by_role("button", name="Only the new ones").click()
    expect(page.locator(".card", has_text="Catches")).to_contain_text("5 tracks")


def test_entries_of_a_playlist_are_chosen_moved_removed_and_brought_back(
    page_server: PageServer,  # noqa: F811
    open_page: OpenPage,  # noqa: F811
) -> None:
    page = open_page(f"{page_server.address}/", bypass_csp=True)
    make(page, page_server, *IDS)
    entries = page.locator(".playlist-entry")
    entries.nth(1).locator(".entry-album").click()
    entries.nth(2).locator(".entry-number").click(modifiers=["Shift"])
    page.keyboard.press("Alt+ArrowDown")
    expect_titles(page, "Title 0.0", "Title 0.3", "Title 0.1", "Title 0.2", "Title 0.4")
    assert violations(page) == []
    entries.nth(2).drag_to(entries.nth(0), target_position={"x": 200, "y": 4})
    expect_titles(page, "Title 0.1", "Title 0.2", "Title 0.0", "Title 0.3", "Title 0.4")
    page.get_by_role("button", name="More for Title 0.2").click()
    page.get_by_role("menuitem", name="Remove from the playlist").click()
    expect_titles(page, "Title 0.0", "Title 0.3", "Title 0.4")
    expect(page.locator(".notices")).to_contain_text("2 tracks were removed.")
    page.get_by_role("button", name="Undo").click()
    expect_titles(page, "Title 0.1", "Title 0.2", "Title 0.0", "Title 0.3", "Title 0.4")


def test_an_album_has_a_menu_by_key_and_by_its_dots(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/library/albums", bypass_csp=True)
    card = page.locator(".card").first
    name = card.locator(".name-title").inner_text()
    card.locator(".card-link").focus()
    page.keyboard.press("Shift+F10")
    menu = page.get_by_role("menu", name=f"Menu of {name}")
    expect(menu.get_by_role("menuitem")).to_have_text(
        [
            "Play",
            "Shuffle",
            "Play next",
            "Add to the queue",
            "Add to a playlist",
            "Like",
            "Radio of this",
            "Smart playlist of what these have in common",
            "Open",
            "Select",
        ]
    )
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(card.locator(".card-link")).to_be_focused()
    card.hover()
    card.get_by_role("button", name=f"More for {name}").click()
    menu.get_by_role("menuitem", name="Play", exact=True).click()
    expect(page.get_by_role("button", name="Pause").first).to_be_visible()
    assert page_server.event("started")["source"] in ("playlist", "album")


@pytest.mark.parametrize(
    ("path", "what"),
    [("/library/artists", ".card"), ("/library/genres", ".genre-link"), ("/library/folders", ".part-tile")],
    ids=["artists", "genres", "folders"],
)
def test_everything_that_holds_tracks_has_a_menu(
    page_server: PageServer,  # noqa: F811
    open_page: OpenPage,  # noqa: F811
    path: str,
    what: str,
) -> None:
    page = open_page(f"{page_server.address}{path}")
    page.locator(what).first.click(button="right")
    page.get_by_role("menuitem", name="Add to the queue").click()
    expect(page.locator(".notices")).to_contain_text("added to the queue")


def press_long(page: Page, target: Locator) -> None:
    """Hold a finger on something, and lift it."""
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    assert box is not None
    touch = page.context.new_cdp_session(page)
    points = [{"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}]
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points})
    expect(page.get_by_role("menu")).to_be_visible()
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_finger_that_stays_opens_the_menu_and_does_not_press(
    page_server: PageServer,  # noqa: F811
    open_page: OpenPage,  # noqa: F811
) -> None:
    page = open_page(f"{page_server.address}/library/albums", viewport=PHONE, has_touch=True, is_mobile=True)
    n_started = len(page_server.events("started"))
    press_long(page, page.locator(".card-link").first)
    expect(page.get_by_role("menu")).to_be_visible()
    assert page.url.endswith("/library/albums")
    page.keyboard.press("Escape")
    page.goto(f"{page_server.address}/library/tracks?sort=artist")
    press_long(page, page.locator(".row .name-title").nth(1))
    page.get_by_role("menuitem", name="Select", exact=True).tap()
    page.locator(".row .name-title").nth(3).tap()
    expect(page.locator(".row.is-selected")).to_have_count(2)
    press_long(page, page.locator(".row .name-title").nth(3))
    page.get_by_role("menuitem", name="Add to the queue").tap()
    expect(page.locator(".notices")).to_contain_text("2 tracks added to the queue")
    assert len(page_server.events("started")) - n_started <= 1  # what is added to an empty queue plays


def test_what_chosen_tracks_share_becomes_a_smart_playlist_when_it_is_made(
    page_server: PageServer,  # noqa: F811
    open_page: OpenPage,  # noqa: F811
) -> None:
    page = open_page(f"{page_server.address}/")
    make(page, page_server, "k01-t00", "k01-t01", "k01-t02")
    page.get_by_role("grid", name="Tracks of the playlist").focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("Shift+F10")
    page.get_by_role("menuitem", name="Smart playlist of what these have in common").click()
    expect(page.get_by_role("heading", name="New smart playlist")).to_be_visible()
    expect(page.get_by_text(re.compile(r"All 3 tracks fit these rules, and \d+ tracks of the library"))).to_be_visible()
    values = page.get_by_label(re.compile(r"Rule \d: value"))
    expect(values.first).to_be_visible()
    assert "genre 1" in [value.input_value() for value in values.all()]
    assert page.evaluate("async () => (await (await fetch('/api/v1/smart-playlists')).json()).items") == []
    page.get_by_role("button", name="Make it").click()
    expect(page.get_by_role("heading", name="What they have in common")).to_be_visible()
    page.goto(f"{page_server.address}/smart/new")
    expect(page.get_by_text("Without a rule every track is in the list.")).to_be_visible()


def test_tracks_that_share_nothing_are_told_so(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/")
    made = make(page, page_server, "k00-t00", "k01-t05", "k02-t03", "k03-t02")
    page.get_by_role("grid", name="Tracks of the playlist").focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("Shift+F10")
    page.get_by_role("menuitem", name="Smart playlist of what these have in common").click()
    expect(page.locator(".notices")).to_contain_text("These tracks share nothing")
    assert page.url.endswith(made)


def test_cards_are_chosen_together_from_their_menu_on(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/library/genres", bypass_csp=True)
    tiles = page.locator(".genre-link")
    tiles.nth(0).focus()
    page.keyboard.press("Shift+F10")
    page.get_by_role("menuitem", name="Select", exact=True).press("Enter")
    tiles.nth(2).click(modifiers=["Shift"])
    chosen = page.get_by_role("region", name="Selected")
    expect(chosen).to_contain_text("3 selected")
    tiles.nth(1).click()
    expect(chosen).to_contain_text("2 selected")
    assert violations(page) == []
    tiles.nth(0).click(button="right")
    page.get_by_role("menu", name="Menu of 2 selected").get_by_role("menuitem", name="Add to the queue").click()
    expect(page.locator(".notices")).to_contain_text("24 tracks added to the queue")
    page.keyboard.press("Escape")
    expect(chosen).to_have_count(0)
    tiles.nth(1).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_list_is_queued_and_written_as_a_file(
    page_server: PageServer,  # noqa: F811
    open_page: OpenPage,  # noqa: F811
) -> None:
    page = open_page(f"{page_server.address}/genre/genre 1", bypass_csp=True)
    whole = page.locator(".play-buttons")
    expect(whole).to_contain_text(re.compile(r"1\d tracks · \d+ min"))
    assert violations(page) == []
    whole.get_by_text("Export").click()
    with page.expect_download() as download:
        whole.get_by_role("button", name="M3U8").click()
    assert download.value.suggested_filename == "genre 1.m3u8"
    text = Path(download.value.path()).read_text()
    assert text.startswith("#EXTM3U")
    assert text.count("#EXTINF") >= 12
    whole.get_by_role("button", name="Add to the queue").click()
    expect(page.locator(".notices")).to_contain_text("tracks added to the queue")
    whole.get_by_role("button", name="More for genre 1").click()
    page.get_by_role("menuitem", name="Smart playlist of what these have in common").click()
    expect(page.get_by_role("heading", name="New smart playlist")).to_be_visible()


def test_picks_are_chosen_and_refused_together(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/", bypass_csp=True)
    picks = page.get_by_role("grid", name="Next for you")
    expect(picks.get_by_role("row").first).to_be_visible()
    picks.focus()
    for key in ("ArrowDown", "Shift+ArrowDown"):
        page.keyboard.press(key)
    expect(picks.locator(".is-selected")).to_have_count(2)
    assert violations(page) == []
    page.keyboard.press("Shift+F10")
    page.get_by_role("menuitem", name="Not this").press("Enter")
    expect(picks.locator(".is-refused")).to_have_count(2)
    picks.get_by_role("button", name="Undo").first.click()
    expect(picks.locator(".is-refused")).to_have_count(1)
