"""The details of tracks corrected in the page: of one, of many, with a cover, into files, and taken back."""

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.made_answers import answer
from tests.e2e.page_access import violations_in_both_themes
from tests.e2e.page_fixtures import (  # noqa: F401
    PHONE,
    WIDE,
    OpenPage,
    PageServer,
    open_page,
    page_browser,
    page_server,
)

DROP = """([where, kinds]) => {
  const data = new DataTransfer();
  data.items.add(new File(['picture'], 'front.png'));
  for (const kind of kinds) {
    const drag = new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true });
    document.querySelector(where).dispatchEvent(drag);
  }
}"""
pytestmark = pytest.mark.browser

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63fccfc0500f0004850180a9f0"
    "9a5b0000000049454e44ae426082"
)


def row(page: Page, title: str) -> Locator:
    """Return the row of this very title."""
    return page.locator(".row", has=page.get_by_text(title, exact=True))


def edit(page: Page, server: PageServer, *titles: str) -> Locator:
    """Choose tracks in the list and open their details; return the dialog."""
    page.goto(f"{server.address}/library/tracks")
    for title in titles:
        page.keyboard.down("Control")
        row(page, title).locator(".name-title").click()
        page.keyboard.up("Control")
    row(page, titles[-1]).locator(".name-title").click(button="right")
    page.get_by_role("menuitem", name="Edit details").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Title", exact=True)).to_be_visible()
    return dialog


def test_one_track_is_corrected_shown_and_taken_back(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(page_server.address)
    dialog = edit(page, page_server, "Title 0.0")
    expect(dialog).to_have_accessible_name("Details of “Title 0.0”")
    dialog.get_by_label("Title", exact=True).fill("A corrected title")
    dialog.get_by_label("Year").fill("1999")
    dialog.get_by_label("Genres").last.fill("Jazz; Blues")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_text("1 track corrected.")).to_be_visible()
    expect(row(page, "A corrected title")).to_have_count(1)
    expect(row(page, "Title 0.0")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(row(page, "Title 0.0")).to_have_count(1)
    expect(row(page, "A corrected title")).to_have_count(0)


def test_many_tracks_get_what_is_typed_and_keep_what_differs(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(page_server.address)
    dialog = edit(page, page_server, "Title 1.1", "Title 1.2", "Title 2.1")
    expect(dialog).to_have_accessible_name("Details of 3 tracks")
    expect(dialog.get_by_label("Title", exact=True)).to_have_attribute("placeholder", "(different)")
    dialog.get_by_label("Album", exact=True).fill("One album for all")
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_text("3 tracks corrected.")).to_be_visible()
    for title in ("Title 1.1", "Title 1.2", "Title 2.1"):
        expect(row(page, title).get_by_text("One album for all")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Everything is as it was.")).to_be_visible()
    expect(page.get_by_text("One album for all")).to_have_count(0)


def test_a_correction_is_taken_back_later_field_by_field(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(page_server.address)
    dialog = edit(page, page_server, "Title 0.4")
    dialog.get_by_label("Title", exact=True).fill("Later taken back")
    dialog.get_by_role("button", name="Save").click()
    expect(row(page, "Later taken back")).to_have_count(1)
    dialog = edit(page, page_server, "Later taken back")
    dialog.get_by_role("button", name="Title: take back to what the file says").click()
    expect(dialog.get_by_label("Title", exact=True)).to_be_disabled()
    dialog.get_by_role("button", name="Save").click()
    expect(row(page, "Title 0.4")).to_have_count(1)


def test_a_cover_is_chosen_and_shown(page_server: PageServer, open_page: OpenPage, tmp_path: Path) -> None:  # noqa: F811
    picture = tmp_path / "front.png"
    picture.write_bytes(PIXEL)
    page = open_page(page_server.address)
    dialog = edit(page, page_server, "Title 0.5")
    dialog.locator("input[type=file]").set_input_files(picture)
    expect(dialog.get_by_text("Will be front.png")).to_be_visible()
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_text("1 track corrected.")).to_be_visible()
    dialog = edit(page, page_server, "Title 0.5")
    expect(dialog.get_by_role("button", name="Cover: take back to what the file says")).to_be_visible()
    source = dialog.locator("img").get_attribute("src")
    sent = page.request.get(f"{page_server.address}{source}")
    assert sent.headers["content-type"] == "image/png"


def test_a_picture_that_is_dropped_is_the_covers_and_nothing_elses(
    page_server: PageServer,  # noqa: F811
    open_page: OpenPage,  # noqa: F811
) -> None:
    page = open_page(page_server.address)
    dialog = edit(page, page_server, "Title 0.5")
    page.evaluate(DROP, ["body", ["dragover"]])
    expect(page.locator(".drop-overlay")).to_be_visible()
    page.evaluate(DROP, [".edit-cover", ["dragover", "drop"]])
    expect(dialog.get_by_text("Will be front.png")).to_be_visible()
    expect(page.locator(".drop-overlay")).to_have_count(0)
    page.evaluate(DROP, [".edit-form", ["dragover", "drop"]])
    expect(page.locator(".drop-overlay")).to_have_count(0)
    expect(dialog).to_be_visible()
    assert "/listen" not in page.url


def test_a_file_that_is_no_picture_is_refused_and_nothing_is_lost(
    page_server: PageServer,  # noqa: F811
    open_page: OpenPage,  # noqa: F811
    tmp_path: Path,
) -> None:
    text = tmp_path / "front.png"
    text.write_text("not a picture")
    page = open_page(page_server.address)
    dialog = edit(page, page_server, "Title 0.6")
    dialog.get_by_label("Album", exact=True).fill("Kept while typing")
    dialog.locator("input[type=file]").set_input_files(text)
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_text("no JPEG, PNG, WebP or GIF picture")).to_be_visible()
    expect(dialog.get_by_label("Album", exact=True)).to_have_value("Kept while typing")


def test_files_are_written_only_when_it_is_ticked_and_what_was_not_is_said(
    page_server: PageServer,  # noqa: F811
    open_page: OpenPage,  # noqa: F811
) -> None:
    page = open_page(page_server.address)
    dialog = edit(page, page_server, "Title 0.2", "Title 0.3")
    expect(dialog.get_by_label("Also write into the files")).not_to_be_checked()
    dialog.get_by_label("Album", exact=True).fill("Into the files")
    dialog.get_by_label("Also write into the files").check()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("Corrected. 1 file was written, 1 not:")).to_be_visible()
    expect(dialog.get_by_text("it is a link")).to_be_visible()
    dialog.get_by_role("button", name="Close").click()
    expect(page.get_by_text("2 tracks corrected, 1 written into files.")).to_be_visible()
    expect(row(page, "Title 0.2").get_by_text("Into the files")).to_be_visible()
    with page.expect_request(re.compile("/corrections/restore")) as asked:
        page.get_by_role("button", name="Undo").click()
    assert json.loads(asked.value.post_data or "") == {"backups": ["k00-t02.json"]}
    expect(page.get_by_text("Into the files")).to_have_count(0)


def test_what_cannot_be_kept_is_said_before_it_is_sent(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(page_server.address)
    dialog = edit(page, page_server, "Title 0.7")
    dialog.get_by_label("Year").fill("99")
    expect(dialog.get_by_text("The year has four digits.")).to_be_visible()
    expect(dialog.get_by_role("button", name="Save")).to_be_disabled()


def test_genres_are_chips_by_keyboard(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(page_server.address)
    dialog = edit(page, page_server, "Title 0.8")
    field = dialog.get_by_role("textbox", name="Genres")
    field.focus()
    page.keyboard.type("Jazz")
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    remove = dialog.get_by_role("button", name="Remove Jazz")
    remove.focus()
    page.keyboard.press("Enter")
    expect(remove).to_have_count(0)
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_who_is_no_admin_sees_no_way_to_edit(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(page_server.address)
    me = page.request.get(f"{page_server.address}/api/v1/me").json()
    page.route("**/api/v1/me", lambda route: answer(route, me | {"scopes": ["play", "write"]}))
    page.goto(f"{page_server.address}/library/tracks")
    row(page, "Title 0.9").locator(".name-title").click(button="right")
    expect(page.get_by_role("menuitem", name="Play next")).to_be_visible()
    expect(page.get_by_role("menuitem", name="Edit details")).to_have_count(0)


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_dialog_can_be_used_by_everybody(
    page_server: PageServer,  # noqa: F811
    open_page: OpenPage,  # noqa: F811
    viewport: dict[str, int],
) -> None:
    page = open_page(page_server.address, viewport=viewport, bypass_csp=True)
    dialog = edit(page, page_server, "Title 0.1")
    dialog.get_by_role("textbox", name="Genres").fill("Jazz")
    page.keyboard.press("Enter")
    assert violations_in_both_themes(page) == []
    width = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert width <= 0
    assert dialog.evaluate("(dialog) => dialog.scrollWidth - dialog.clientWidth") <= 0
    boxes = [dialog.get_by_label(name, exact=True).bounding_box() for name in ("Track", "Disc", "Year")]
    for left, right in pairwise(boxes):
        assert left["x"] + left["width"] <= right["x"]
