"""The lab's pages about charts, plays, years, moods and models."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Page, Route, expect

from recommender.records import ListenerId, Pick, Slate, TrackId
from tests.e2e.lab.lab_pages import bodies, open_lab, saved
from tests.e2e.made_answers import answer
from tests.e2e.page_fixtures import (  # noqa: F401
    OpenPage,
    PageServer,
    open_page,
    page_browser,
    page_server,
)

pytestmark = pytest.mark.browser


def test_the_overview_leads_to_every_question(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page, _ = open_lab(open_page, page_server, "/lab")
    expect(page.locator(".topic-card")).to_have_count(6)
    ready = page.locator(".topic-card", has_text="on the chart next week")
    expect(ready).to_contain_text(re.compile("43.3 of 50 named; copying this week names 42.[56]."))
    missing = page.locator(".topic-card", has_text="What a sound is like")
    expect(missing.get_by_role("link", name="See a sample answer")).to_be_visible()
    page.get_by_role("link", name="How often will I play this song?").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/lab/streams")
    page.go_back()
    expect(page.locator(".topic-card").first).to_be_visible()


def test_next_weeks_chart_is_chosen_explained_saved_and_queued(
    page_server: PageServer,  # noqa: F811
    open_page: OpenPage,  # noqa: F811
    tmp_path: Path,
) -> None:
    page, asked = open_lab(open_page, page_server, "/lab/charts")
    expect(page.locator(".lab-lead")).to_contain_text("Week 2 of 2026, 5 Jan to 11 Jan")
    assert bodies(asked, "/predict")[0] == {"model_type": "best", "n": 50, "chart": None, "genre": None}
    page.get_by_label("Model").select_option("lstm")
    expect(page.locator(".lab-note")).to_contain_text("lstm has not been trained on this chart; boosting answers")
    page.get_by_label("Songs", exact=True).select_option("10")
    expect(page.locator(".data-table tbody tr")).to_have_count(10)
    assert "model=lstm" in page.url
    assert "n=10" in page.url
    expect(page.get_by_role("img", name="Song 01: 12 weeks")).to_be_visible()
    expect(page.locator(".move-up").first).to_be_visible()
    expect(page.get_by_text("87 % of the list was right")).to_be_visible()

    name, content = saved(page, page.get_by_role("button", name="list as CSV"), tmp_path)
    assert name == "segue-chart-global-2026-W02.csv"
    lines = content.decode().split("\r\n")
    assert lines[0].startswith("position,move,title,artist,rank_now,history,chance,score,low,high")
    assert len(lines) == 12
    name, content = saved(page, page.get_by_role("button", name="list as JSON"), tmp_path)
    assert json.loads(content)["items"][0]["history"], "the file carries more than the table"
    name, content = saved(page, page.get_by_role("button", name="Save Risers and fallers as PNG"), tmp_path)
    assert (name, content[:4]) == ("segue-movers-global-2026-W02.png", b"\x89PNG")

    page.get_by_role("button", name="Queue the 4 songs that are here").click()
    expect(page.locator(".notice")).to_contain_text("4 tracks added to the queue")


def test_how_good_it_is_opens_with_protocol_and_every_figure(
    page_server: PageServer,  # noqa: F811
    open_page: OpenPage,  # noqa: F811
    tmp_path: Path,
) -> None:
    page, _ = open_lab(open_page, page_server, "/lab/charts")
    panel = page.get_by_role("region", name="How good is this?")
    expect(panel).to_contain_text("top 50 that was named: 0.866.")
    expect(panel).to_contain_text("Made of 89,741 rows, the newest of 28 Dec 2025.")
    panel.get_by_text("Every figure").focus()
    page.keyboard.press("Enter")
    expect(panel).to_contain_text("rolling origin over the last half of the weeks")
    expect(panel).to_contain_text("most of the gain lies between 1 December and 15 January")
    expect(panel.locator("tbody tr")).to_have_count(3)
    name, content = saved(page, panel.get_by_role("button", name="as JSON"), tmp_path)
    assert name == "segue-evaluation-charts.json"
    assert json.loads(content)["rows"][1]["model"] == "persistence"


def test_streams_are_asked_by_the_form_and_kept_in_a_top_list(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page, _ = open_lab(open_page, page_server, "/lab/streams")
    page.get_by_role("textbox", name="Title").fill("Blue Train")
    page.keyboard.press("Enter")
    expect(page.locator(".lab-words")).to_contain_text("You will probably play “Blue Train”")
    expect(page.locator(".answer-card")).to_contain_text("The baseline (as last month) says")
    page.get_by_role("button", name="Blue Train by Another artist").click()
    expect(page.locator(".answer-names")).to_contain_text("Another artist")
    assert "artist=Another" in page.url
    page.get_by_role("textbox", name="Title").fill("A Love Supreme, whole")
    page.get_by_role("button", name="Ask", exact=True).click()
    asked = page.get_by_role("region", name="Asked so far")
    expect(asked.locator("tbody tr")).to_have_count(3)
    page.reload()
    expect(asked.locator("tbody tr")).to_have_count(3)
    page.get_by_role("textbox", name="Title").fill("unknown song")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("near: Blue Train, Blue Rain")
    asked.get_by_role("button", name="Play Blue Train").first.click()
    expect(page.get_by_role("button", name="Pause").first).to_be_visible()
    page.get_by_role("button", name="Forget these").click()
    expect(asked).to_have_count(0)


def test_an_artists_year_with_refusals_where_they_belong(
    page_server: PageServer,  # noqa: F811
    open_page: OpenPage,  # noqa: F811
    tmp_path: Path,
) -> None:
    page, _ = open_lab(open_page, page_server, "/lab/year")
    expect(page.get_by_text("1,200 artists are known, for the years 2010 to 2035.")).to_be_visible()
    page.get_by_role("textbox", name="Artist").fill("Miles")
    page.get_by_role("spinbutton", name="Year").fill("2026")
    page.keyboard.press("Enter")
    expect(page.locator(".lab-words")).to_have_text(
        "Miles will probably release 2 albums in 2026, and between 0 and 5."
    )
    expect(page.get_by_role("img", name="Releases of Miles by year")).to_be_visible()
    name, content = saved(page, page.get_by_role("button", name="Save Releases of Miles as PNG"), tmp_path)
    assert (name, content[:4]) == ("segue-releases-Miles-2026.png", b"\x89PNG")
    page.get_by_role("spinbutton", name="Year").fill("2080")
    page.keyboard.press("Enter")
    expect(page.locator(".field-problem")).to_have_text("year: 2035 is the last year that can be answered for")
    page.get_by_role("textbox", name="Artist").fill("Nobody")
    page.get_by_role("spinbutton", name="Year").fill("2026")
    page.keyboard.press("Enter")
    expect(page.locator(".lab-refusal")).to_contain_text("near: Noboru, Nobody Beats")


def test_a_mood_is_played_and_stopped(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page, _ = open_lab(open_page, page_server, "/lab/year")
    asked = _mood_slates(page)
    page.get_by_role("button", name="Play calm").click()
    expect(page.get_by_role("button", name="Pause").first).to_be_visible()
    column = page.get_by_role("complementary", name="Next for you")
    expect(column.get_by_role("button", name="Stop calm radio")).to_be_visible()
    expect(column.locator(".pick .name-title").first).to_have_text("Title 2.0")
    before = len(asked)
    page.get_by_role("button", name="Next track").first.click()
    page.wait_for_function("(n) => window.moodSlates > n", arg=before)
    column.get_by_role("button", name="Stop calm radio").click()
    expect(column.locator(".pick .name-title").first).not_to_have_text("Title 2.0")


def test_a_version_is_rolled_back_after_a_question(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page, asked = open_lab(open_page, page_server, "/lab/models")
    expect(page.get_by_role("region", name="Training runs").locator("tbody tr")).to_have_count(3)
    button = page.get_by_role("button", name="to version 20260104-ab12cd").first
    button.click()
    dialog = page.get_by_role("dialog", name="Change the model of Next week")
    dialog.get_by_role("button", name="Leave it").click()
    expect(dialog).to_have_count(0)
    assert not bodies(asked, "/api/v1/lab/models/charts/use")
    button.click()
    dialog.get_by_role("button", name="Change it").click()
    expect(page.locator(".notice")).to_contain_text("Version 20260104-ab12cd of Next week")
    assert bodies(asked, "/api/v1/lab/models/charts/use") == [{"version": "20260104-ab12cd"}]


def _mood_slates(page: Page) -> list[str]:
    """Answer for the engine of picks with tracks of one kind; counts the questions on the page too."""
    asked: list[str] = []
    page.evaluate("() => { window.moodSlates = 0 }")

    def next_slate(route: Route) -> None:
        asked.append(route.request.url)
        picks = tuple(
            Pick(track_id=TrackId(f"k02-t{at:02d}"), score=1.0, source="taste", reason="calm") for at in range(6)
        )
        slate = Slate(
            slate_id=f"calm-{len(asked)}",
            listener_id=ListenerId("me"),
            picks=picks,
            model_version="made-1",
            made_at=datetime(2099, 1, 1, tzinfo=UTC),
        )
        answer(route, msgspec.to_builtins(slate))
        page.evaluate("(n) => { window.moodSlates = n }", len(asked))

    page.route("**/api/v1/slate?mood=calm", next_slate)
    return asked
