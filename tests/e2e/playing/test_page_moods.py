"""Moods outside the lab: chips of a track, the filter of the library, play by mood at home."""

import json

import pytest
from playwright.sync_api import Route, expect

from tests.e2e.lab.lab_pages import open_lab
from tests.e2e.made_answers import answer
from tests.e2e.page_access import violations
from tests.e2e.page_fixtures import (  # noqa: F401
    OpenPage,
    PageServer,
    open_page,
    page_browser,
    page_server,
)

pytestmark = pytest.mark.browser

MOODS = [
    {"mood": "Calm", "probability": 0.62},
    {"mood": "Sad", "probability": 0.3},
    {"mood": "Happy", "probability": 0.05},
    {"mood": "Energetic", "probability": 0.03},
]


def test_a_track_wears_its_moods_and_each_leads_to_more(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page, _ = open_lab(open_page, page_server, "/listen", bypass_csp=True)

    def with_moods(route: Route) -> None:
        track = route.fetch().json()
        answer(route, track | {"moods": MOODS})

    page.route("**/api/v1/tracks/k00-t00", with_moods)
    page.goto(f"{page_server.address}/track/k00-t00")
    chips = page.get_by_role("list", name="Mood")
    expect(chips.get_by_role("link")).to_have_text(["Calm 62 %", "Sad 30 %"])
    expect(page.get_by_role("link", name="What if?")).to_have_attribute("href", "/predict?track=k00-t00")
    assert violations(page) == []
    chips.get_by_role("link", name="Calm").click()
    page.wait_for_url("**/library/tracks?mood=calm")


def test_the_library_is_filtered_by_mood(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page, _ = open_lab(open_page, page_server, "/listen", bypass_csp=True)
    asked: list[str] = []

    def only_calm(route: Route) -> None:
        asked.append(route.request.url)
        page_of_all = json.loads(route.fetch(url=route.request.url.replace("&mood=calm", "")).text())
        items = page_of_all["items"][:3]
        answer(route, {"items": items, "total": 3, "next_cursor": None, "duration_s": 18.0})

    page.route("**/api/v1/history/tracks?*mood=calm*", only_calm)
    page.goto(f"{page_server.address}/library/tracks?sort=artist")
    page.get_by_role("navigation", name="Mood").get_by_role("link", name="Calm").click()
    expect(page.locator(".row .name-title")).to_have_count(3)
    assert "mood=calm" in asked[0]
    expect(page.get_by_role("navigation", name="Mood").get_by_role("link", name="Calm")).to_have_attribute(
        "aria-current", "true"
    )
    assert violations(page) == []
    page.get_by_role("link", name="Any mood").click()
    expect(page.locator(".row .name-title").nth(8)).to_be_visible()


def test_a_library_without_moods_says_the_command(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/library/tracks?mood=calm")
    expect(page.locator(".empty .command")).to_have_text("/opt/here/segue build moods")


def test_home_plays_by_mood_only_where_moods_are_known(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/")
    expect(page.locator(".shelf .card").first).to_be_visible()
    expect(page.get_by_role("button", name="Play calm")).to_have_count(0)
    page, _ = open_lab(open_page, page_server, "/")
    expect(page.get_by_role("region", name="Play by mood").get_by_role("button")).to_have_text(
        ["Play happy", "Play energetic", "Play calm", "Play sad"]
    )
