"""The page of music folders, alone: forms, scans that wait and run, rejected files, phones."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.made_answers import answer, refuse
from tests.e2e.page_access import violations
from tests.e2e.page_fixtures import (  # noqa: F401
    PHONE,
    OpenPage,
    PageServer,
    open_page,
    page_browser,
    page_server,
)

pytestmark = pytest.mark.browser
MOMENT = "2026-01-05T12:00:00Z"


def made_scan(state: str, **fields: Any) -> dict[str, Any]:
    times = {"began": MOMENT, "ended": MOMENT if state in ("done", "failed", "stopped") else None}
    counted = ("found", "to_open", "opened", "done", "rejected", "to_analyse", "analysed", "new", "missing")
    numbers = {f"n_{what}": 0 for what in counted}
    return {
        "scan_id": "s1",
        "library_id": "pop",
        "asked_by": "page",
        "asked_at": MOMENT,
        "state": state,
        "retry_rejected": False,
        "is_to_stop": False,
        "is_rest": False,
        "waits_s": 0.0,
        "rate_per_s": None,
        "left_s": None,
        "message": "",
        **times,
        **numbers,
        **fields,
    }


class Made:
    """The server's side: one library, its scans and its rejected files, as the test says."""

    def __init__(self, page: Page) -> None:
        self.scans: list[dict[str, Any]] = []
        self.last: dict[str, Any] | None = None
        self.rejected: list[dict[str, Any]] = []
        self.sent: list[tuple[str, str, Any]] = []
        self.has_music_outside = False
        page.route("**/api/v1/libraries**", self.tell)
        page.route("**/api/v1/scans**", self.tell)
        page.route("**/api/v1/rejected**", self.tell)

    def tell(self, route: Route) -> None:
        method, path = route.request.method, route.request.url.partition("/api/v1/")[2]
        if method != "GET":
            self.sent.append((method, path, route.request.post_data_json if route.request.post_data else None))
        if path == "rejected/retry":
            answer(route, {"n_files": len(self.rejected), "n_outside": 0})
        elif path.startswith("rejected"):
            answer(route, {"items": self.rejected, "next_cursor": None, "total": len(self.rejected)})
        elif "scans" in path:
            answer(route, {"items": self.scans})
        else:
            answer(route, {"items": [self.library()], "has_music_outside": self.has_music_outside})

    def library(self) -> dict[str, Any]:
        return {
            "library_id": "pop",
            "name": "Pop",
            "path": "/music/a rather long name of a folder/" + "deep/" * 30,
            "is_watched": True,
            "visible_to": None,
            "added_at": MOMENT,
            "n_tracks": 1234,
            "n_missing": 0,
            "n_rejected": len(self.rejected),
            "last_scan": self.last,
        }


def rejected(path: str, **fields: Any) -> dict[str, Any]:
    told = {"reason": "truncated", "detail": "ends at 3 s", "advice": "copy or download it again; the end is missing"}
    return {"track_id": f"x {path}", "library_id": "pop", "path": path, **told, **fields}


@pytest.fixture(params=["wide", "phone"])
def made(request: pytest.FixtureRequest, page_server: PageServer, open_page: OpenPage) -> tuple[Page, Made]:  # noqa: F811
    options = {"viewport": PHONE} if request.param == "phone" else {}
    page = open_page(page_server.address, bypass_csp=True, **options)
    return page, Made(page)


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_a_folder_is_added_renamed_no_longer_watched_and_removed(
    page_server: PageServer,  # noqa: F811
    open_page: OpenPage,  # noqa: F811
    tmp_path: Path,
) -> None:
    (tmp_path / "Pop").mkdir()
    page = open_page(f"{page_server.address}/settings/folders", bypass_csp=True)
    expect(page.get_by_text("No library yet")).to_be_visible()
    expect(page.locator(".command")).to_have_text("/opt/here/segue ingest ~/Music")
    expect(page.get_by_text("No file is rejected.")).to_be_visible()
    assert violations(page) == []

    page.get_by_label("Folder on the server").fill(str(tmp_path / "nowhere"))
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="there is no folder")).to_be_visible()
    page.get_by_label("Folder on the server").fill(str(tmp_path / "Pop"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Pop")).to_be_visible()
    expect(page.get_by_text("Waits for its turn")).to_be_visible()
    page.get_by_role("button", name="Stop the scan of Pop").click()
    expect(page.get_by_role("button", name="Rescan Pop")).to_be_visible()

    page.get_by_role("button", name="Rename Pop").click()
    expect(page.get_by_label("New name of Pop")).to_be_focused()
    page.keyboard.type("Popular")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Popular")).to_be_visible()
    page.get_by_label("Watch Popular for changes").press("Space")
    expect(page.get_by_label("Watch Popular for changes")).not_to_be_checked()
    page.reload()
    expect(page.get_by_label("Watch Popular for changes")).not_to_be_checked()
    assert violations(page) == []

    page.get_by_role("button", name="Remove Popular").click()
    expect(page.get_by_role("dialog")).to_contain_text("No file is touched")
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="Popular")).to_be_visible()
    page.get_by_role("button", name="Remove Popular").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(page.get_by_text("No library yet")).to_be_visible()


def test_a_scan_is_followed_to_its_end(made: tuple[Page, Made], page_server: PageServer) -> None:  # noqa: F811
    page, server = made
    server.has_music_outside = True
    page.goto(f"{page_server.address}/settings/folders")
    expect(page.get_by_text("1,234 tracks · never scanned")).to_be_visible()
    expect(page.get_by_role("note")).to_contain_text("/opt/here/segue ingest")
    server.scans = [made_scan("waiting")]
    page.get_by_role("button", name="Rescan Pop").click()
    expect(page.get_by_text("Waits for its turn")).to_be_visible()
    assert server.sent == [("POST", "libraries/pop/scans", {})]
    server.scans = [made_scan("waiting", is_rest=True)]
    expect(page.get_by_text("the analysis of the rest waits")).to_be_visible()
    server.scans = [made_scan("waiting", waits_s=99.0)]
    expect(page.locator(".folders .command")).to_have_text("/opt/here/segue schedule")
    figures = {"n_found": 1300, "n_to_open": 100, "n_opened": 25, "n_done": 1225, "n_to_analyse": 24, "n_rejected": 1}
    server.scans = [made_scan("scanning", **figures, rate_per_s=312.4, left_s=1.0)]
    bar = page.get_by_role("progressbar", name="Scan of Pop")
    expect(bar).to_have_text("25 of 100 files read · 312 a second · 1 rejected · less than a minute left")
    expect(bar).to_have_attribute("aria-valuenow", "25")
    figures |= {"n_opened": 100, "n_done": 1300, "n_to_analyse": 99, "n_analysed": 33, "n_new": 31, "n_rejected": 3}
    server.scans = [made_scan("scanning", **figures, rate_per_s=1.64, left_s=180.0)]
    expect(bar).to_have_text("1,300 files listed · 33 of 99 tracks analysed · 1.6 a second · 3 rejected · 3 min left")
    expect(bar).to_have_attribute("aria-valuenow", "33")
    assert violations(page) == []
    assert fits(page)
    server.last = made_scan("failed", message="there is no music in /music: all 9 files that were known are gone.")
    server.scans = [server.last]
    expect(page.get_by_text("The scan of Pop failed.")).to_be_visible()
    expect(page.get_by_text("all 9 files that were known are gone.")).to_be_visible()
    expect(bar).to_have_count(0)


def test_rejected_files_say_why_and_are_tried_again(
    made: tuple[Page, Made],
    page_server: PageServer,  # noqa: F811
) -> None:
    page, server = made
    server.rejected = [rejected("sub/" * 40 + "a.mp3"), rejected("/other/b.mp3", library_id="", detail="")]
    page.goto(f"{page_server.address}/settings/folders")
    rows = page.get_by_role("list", name="Rejected files").get_by_role("listitem")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("truncated · in Pop")
    expect(rows.first).to_contain_text("copy or download it again")
    expect(rows.last).to_contain_text("in no library")
    expect(rows.last.get_by_role("button")).to_have_count(0)
    assert violations(page) == []
    assert fits(page)
    rows.first.get_by_role("button").click()
    expect(page.get_by_text("2 files will be tried again.")).to_be_visible()
    page.get_by_role("button", name="Retry all 2").click()
    expect(page.get_by_role("button", name="Retry all 2")).to_be_enabled()
    assert [body for _, path, body in server.sent if path == "rejected/retry"] == [
        {"track_ids": [server.rejected[0]["track_id"]]},
        {"all": True},
    ]


def test_what_the_server_refuses_is_told(made: tuple[Page, Made], page_server: PageServer) -> None:  # noqa: F811
    page, server = made
    page.goto(f"{page_server.address}/settings/folders")
    page.route(
        "**/api/v1/libraries/pop", lambda route: refuse(route, 503, "the library is being scanned; stop the scan first")
    )
    page.get_by_role("button", name="Remove Pop").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(page.get_by_text("the library is being scanned")).to_be_visible()
    page.route("**/api/v1/libraries", lambda route: refuse(route, 503, "a server does not answer"))
    page.reload()
    expect(page.get_by_role("alert")).to_contain_text("a server does not answer")
    page.unroute("**/api/v1/libraries")
    page.get_by_role("button", name="Try again").first.click()
    expect(page.get_by_role("heading", name="Pop")).to_be_visible()
    assert server.sent == []
