"""The analyst's room: sizes, the weeks of one's listening, the table with its file, and a picture to keep."""

# ruff: noqa: F811 - the fixtures of page_fixtures

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.deadline import eventually
from tests.e2e.page_access import violations
from tests.e2e.page_fixtures import PHONE, OpenPage, PageServer, open_page, page_browser  # noqa: F401
from tests.e2e.room.room_page import HANDS, picture, wait_for_picture, wait_until_still

pytestmark = pytest.mark.browser

WEEKS_AGO_OF_KIND = {0: 4, 1: 3, 2: 1}
"""When the tracks of a kind were played."""


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a room with 48 tracks."""
    server = PageServer(tmp_path_factory.mktemp("sounds"), has_room=True)
    server.start()
    yield f"{server.address}/room"
    server.stop()


def hear(page: Page, room: str) -> None:
    """Have the page's listener hear the first tracks of some kinds, each kind in another week."""
    address = room.removesuffix("/room")
    tracks = page.request.get(f"{address}/api/v1/tracks?limit=100").json()["items"]
    today = datetime.now(UTC).replace(hour=12, minute=0)
    thursday = today + timedelta(days=3 - today.weekday())
    heard = [
        {
            "endTime": f"{thursday - timedelta(weeks=weeks, minutes=10 * n + number):%Y-%m-%d %H:%M}",
            "artistName": track["artist"], "trackName": track["title"], "msPlayed": 200_000,
        }
        for kind, weeks in WEEKS_AGO_OF_KIND.items()
        for number, track in enumerate(each for each in tracks if re.match(rf"k0{kind}-t0[0-3]", each["track_id"]))
        for n in range(1 + number)
    ]  # fmt: skip
    file = {"name": "StreamingHistory0.json", "mimeType": "application/json", "buffer": json.dumps(heard).encode()}
    sent = page.request.post(
        f"{address}/api/v1/history/import?dry_run=false", multipart={"file": file}, headers={"Origin": address}
    )
    assert sent.ok, sent.text()

    def is_done() -> bool:
        imports = page.request.get(f"{address}/api/v1/history/imports").json()["items"]
        return bool(imports and imports[0]["state"] == "done")

    eventually(is_done, within_s=15, what="the plays are imported")


def test_sizes_weeks_table_and_picture_are_at_hand_at_one_look(room: str, open_page: OpenPage, tmp_path: Path):
    page = open_page(room)
    wait_for_picture(page)
    hear(page, room)
    page.get_by_role("button", name="Colours and axes").click()
    alike = picture(page)
    page.get_by_label("Size by").select_option("plays")
    expect(page).to_have_url(re.compile("size=plays"))
    expect(page.locator(".room-sizes")).to_contain_text("4")
    wait_until_still(page)
    sized = picture(page)
    assert sized != alike

    page.get_by_role("button", name="Weeks", exact=True).click()
    slider = page.get_by_role("slider", name="Week", exact=True)
    expect(slider).to_have_attribute("aria-valuetext", re.compile("Listening .*genre 2"))
    wait_until_still(page)
    newest = picture(page)
    assert newest != sized
    slider.focus()
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("Listening began in “(.*genre 0|Slow.*)”"))
    expect(page).to_have_url(re.compile(r"week=20\d\d-\d\d-\d\d"))
    expect(page.get_by_role("button", name="Week before")).to_be_disabled()
    wait_until_still(page)
    assert picture(page) != newest
    page.get_by_role("button", name="Let the weeks run").click()
    expect(slider).to_have_attribute("aria-valuetext", re.compile("genre 1"))
    page.get_by_role("button", name="Pause", exact=True).first.click()
    expect(page.get_by_role("button", name="Let the weeks run")).to_be_visible()

    with page.expect_download() as kept:
        page.get_by_role("button", name="Save the picture").click()
    assert re.fullmatch(r"segue-room-.*size-plays.*-week-20\d\d-\d\d-\d\d\.png", kept.value.suggested_filename)
    kept.value.save_as(tmp_path / "room.png")
    width, height = page.locator(".room-picture").evaluate("(canvas) => [canvas.width, canvas.height]")
    saved = (tmp_path / "room.png").read_bytes()
    assert saved.startswith(b"\x89PNG")
    assert int.from_bytes(saved[16:20], "big") == width
    assert int.from_bytes(saved[20:24], "big") > height
    page.get_by_role("button", name="Close the weeks").click()
    expect(page).not_to_have_url(re.compile("week="))

    page.get_by_role("button", name="Table", exact=True).click()
    table = page.get_by_role("region", name="The room as a table")
    expect(table.locator("tbody tr")).to_have_count(48)
    table.get_by_role("button", name="Plays", exact=True).click()
    expect(table.locator("thead th", has_text="Plays")).to_have_attribute("aria-sort", "descending")
    expect(table.locator("tbody tr").first).to_contain_text("4")
    table.get_by_label("Add a column").select_option("tempo")
    expect(table.locator("thead")).to_contain_text("Tempo (BPM)")
    with page.expect_download() as kept:
        table.get_by_role("button", name="Save all 48 tracks as CSV").click()
    kept.value.save_as(tmp_path / "room.csv")
    head, *rows = csv.reader(io.StringIO((tmp_path / "room.csv").read_text("utf-8"), newline=""))
    assert (head[:5], len(rows)) == (["track_id", "title", "artist", "album", "plays"], 48)
    assert [float(row[4]) for row in rows] == sorted((float(row[4]) for row in rows), reverse=True)
    assert sum(float(row[4]) for row in rows) == 30
    table.get_by_label("Rows").select_option(index=2)
    expect(table.locator("tbody tr")).not_to_have_count(48)
    first = table.locator("tbody tr").first.get_by_role("button")
    title = first.locator(".name").first.inner_text()
    first.click()
    expect(page.locator(".room-song .name-title")).to_have_text(title)
    page.locator(HANDS).press("x")
    table.get_by_label("Rows").select_option(label="Selected tracks (1)")
    expect(table.locator("tbody tr")).to_have_count(1)
    expect(table.locator("tbody tr")).to_contain_text(title)
    with page.expect_download() as kept:
        table.get_by_role("button", name="Save the track as CSV").click()
    kept.value.save_as(tmp_path / "selected.csv")
    assert len((tmp_path / "selected.csv").read_text("utf-8").splitlines()) == 2


@pytest.mark.parametrize("view", ["", "&view=flat"])
def test_with_less_motion_weeks_are_stepped_and_everybody_can_use_them_on_a_phone(
    room: str, open_page: OpenPage, view: str
):
    options = {"bypass_csp": True, "reduced_motion": "reduce"}
    page = open_page(room, viewport=PHONE, **options)
    hear(page, room)
    page.goto(f"{room}?week=now{view}")
    slider = page.get_by_role("slider", name="Week", exact=True)
    expect(slider).to_have_attribute("aria-valuetext", re.compile("Nothing was played in this week"))
    expect(page.get_by_role("button", name="Let the weeks run")).to_have_count(0)
    page.get_by_role("button", name="Week before").click()
    expect(page.locator(".room-weeks-move")).to_contain_text("10 plays in this week.")
    assert violations(page) == []
    page.get_by_role("button", name="Close the weeks").click()
    page.get_by_role("button", name="Table", exact=True).click()
    expect(page.locator(".room-table tbody tr")).to_have_count(48)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    page.get_by_role("button", name="List", exact=True).click()
    page.locator(".room-table-track").first.click()
    expect(page.locator(".room-panel")).to_be_visible()
    expect(page.locator(".room-table")).to_be_visible()
