"""Every page of the lab in Chromium, on a real player whose models `segue train` has made of real data."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from playwright.sync_api import expect

from infra.settings import Settings
from infra.web.secret_key import secret_key
from recommender.records import ListenerId
from tests.builders.lab_copy import copy_of_lab
from tests.builders.lab_models import LISTENER, run
from tests.e2e.lab.lab_pages import number_in, saved
from tests.e2e.page_fixtures import OpenPage, open_page, page_browser  # noqa: F401
from tests.integration.web_process import WebProcess, running_web
from webapp.listener import COOKIE, Listeners

pytestmark = [pytest.mark.browser, pytest.mark.live, pytest.mark.takes_minutes]

ANSWERED_WITHIN_MS = 20_000
"""The first answer waits for the models to be read."""


@pytest.fixture(scope="module")
def settings(trained_lab: Settings, shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Models of real data, two versions of the moods."""
    with copy_of_lab(trained_lab, tmp_path_factory.mktemp("lab")) as settings:
        run(settings, "train", "mood", str(shared_data / "data" / "popularity" / "moods_686.csv"))
        yield settings


@pytest.fixture(scope="module")
def web(settings: Settings) -> Iterator[WebProcess]:
    """A player with them."""
    with running_web(settings, settings.home / "web.log") as running:
        yield running


@pytest.fixture
def lab(web: WebProcess, open_page: OpenPage) -> OpenPage:  # noqa: F811
    """Opens a path of the lab."""
    return lambda path, **options: open_page(web.address + path, **options)


def test_next_weeks_chart_is_listed_and_taken_along(lab: OpenPage, tmp_path: Path) -> None:
    page = lab("/lab/charts")
    rows = page.locator(".data-table").first.locator("tbody tr")
    expect(rows).to_have_count(50)
    expect(page.locator(".lab-lead")).to_contain_text("2023")
    expect(page.get_by_text("of the list was right")).to_be_visible()
    expect(page.locator(".sparkline").first).to_be_visible()
    page.get_by_label("Chart", exact=True).select_option("za")
    page.get_by_label("Songs", exact=True).select_option("10")
    page.get_by_label("Model", exact=True).select_option("boosting")
    expect(rows).to_have_count(10)
    name, content = saved(page, page.get_by_role("button", name="list as CSV"), tmp_path)
    assert name.startswith("segue-chart-za-")
    assert len(content.decode().strip().splitlines()) == 11
    name, content = saved(page, page.get_by_role("button", name="Save Risers and fallers as PNG"), tmp_path)
    assert content.startswith(b"\x89PNG")
    expect(page.get_by_label("Model", exact=True).locator("option[value=lstm]")).to_have_count(0)
    page = lab("/lab/charts?chart=za&model=lstm")
    expect(page.locator(".lab-note")).to_contain_text("lstm")
    page.get_by_text("Every figure").click()
    panel = page.get_by_role("region", name="How good is this?")
    expect(panel).to_contain_text("persistence")


def test_the_answer_follows_the_sliders_of_a_library_track(lab: OpenPage, web: WebProcess) -> None:
    track = web.get("/api/v1/tracks?limit=1").json()["items"][0]
    page = lab(f"/predict?track={track['track_id']}")
    number = page.locator(".what-expected")
    expect(number).to_be_visible(timeout=ANSWERED_WITHIN_MS)
    # Those who hear the page are told when the answer has settled; from then on its text is whole.
    expect(page.locator(".what-answer [role=status]")).not_to_be_empty()
    before = page.locator(".what-answer").inner_text()
    energy = page.get_by_role("slider", name="Energy")
    energy.focus()
    page.keyboard.press("End")
    page.wait_for_url("**energy=**")
    page.get_by_role("slider", name="Danceability").focus()
    page.keyboard.press("End")
    page.wait_for_function("(old) => document.querySelector('.what-answer').innerText !== old", arg=before)
    assert 0 <= number_in(number.inner_text()) <= 100
    page.get_by_role("button", name="Energy back to the original").click()
    page.get_by_role("button", name="Danceability back to the original").click()
    page.wait_for_function("(old) => document.querySelector('.what-answer').innerText === old", arg=before)


def test_two_songs_of_the_library_are_compared(lab: OpenPage, web: WebProcess, tmp_path: Path) -> None:
    first, second = web.get("/api/v1/tracks?limit=2").json()["items"]
    page = lab(f"/lab/single?tracks={first['track_id']},{second['track_id']}")
    expect(page.locator(".lab-words")).to_contain_text("has the best chances")
    expect(page.locator(".heat").first).to_be_visible()
    expect(page.locator(".flag", has_text="weak").first).to_be_visible()
    _, content = saved(page, page.get_by_role("button", name="Save Ranking as JSON"), tmp_path)
    ranked = json.loads(content)["items"]
    assert {each["name"] for each in ranked} == {first["title"], second["title"]}
    assert ranked[0]["expected"] >= ranked[1]["expected"]


def test_a_song_of_the_history_is_asked_by_the_form(lab: OpenPage, web: WebProcess, settings: Settings) -> None:
    cookie = Listeners(secret_key(settings)).sign(ListenerId(LISTENER))
    summary = requests.get(f"{web.address}/api/v1/lab/streams", cookies={COOKIE: cookie}, timeout=20)
    song = summary.json()["top"][0]
    page = lab("/lab/streams")
    page.context.add_cookies([{"name": COOKIE, "value": cookie, "url": web.address}])
    page.reload()
    page.get_by_role("textbox", name="Title").fill(song["title"].upper())
    page.get_by_role("textbox", name="Artist").fill(song["artist"])
    page.keyboard.press("Enter")
    card = page.locator(".answer-card")
    expect(card).to_contain_text(song["title"])
    expect(card).to_contain_text(f"{song['expected_plays']:.1f} plays")
    expect(card).to_contain_text("baseline")
    expect(page.get_by_role("region", name="Asked so far").locator("tbody tr")).to_have_count(1)
    page.get_by_role("textbox", name="Title").fill("qqqq zzzz xxxx")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("qqqq zzzz xxxx")


def test_an_artists_year_is_answered_and_a_far_one_refused(lab: OpenPage, web: WebProcess) -> None:
    known = web.get("/api/v1/lab/releases/artists?q=drake").json()
    page = lab("/lab/year")
    page.get_by_role("textbox", name="Artist").fill("drake")
    page.get_by_role("spinbutton", name="Year").fill("2020")
    page.keyboard.press("Enter")
    expect(page.locator(".lab-words")).to_contain_text("Drake")
    answer = requests.post(f"{web.address}/predicted/regression", json={"artist": "Drake", "year": 2020}, timeout=20)
    expect(page.locator(".answer-number")).to_contain_text(f"{answer.json()['expected']:.1f}")
    expect(page.get_by_role("img", name="Releases of Drake by year")).to_be_visible()
    page.get_by_role("spinbutton", name="Year").fill("2300")
    page.keyboard.press("Enter")
    expect(page.locator(".field-problem")).to_contain_text(str(known["last_year"]))


def test_the_radio_of_a_mood_plays(lab: OpenPage, web: WebProcess) -> None:
    counts = web.get("/api/v1/lab/moods").json()["moods"]
    mood = max(counts, key=lambda count: count["n_tracks"])["mood"].lower()
    tracks = web.get(f"/api/v1/tracks?mood={mood}&limit=50").json()["items"]
    page = lab("/lab/year")
    page.get_by_role("button", name=f"Play {mood}").click()
    page.wait_for_function("() => document.querySelector('audio[data-deck=active]')?.currentTime > 0.1")
    column = page.get_by_role("complementary", name="Next for you")
    expect(column.get_by_role("button", name=f"Stop {mood} radio")).to_be_visible()
    heard = page.locator("audio[data-deck=active]").get_attribute("src") or ""
    assert any(track["track_id"] in heard for track in tracks), heard


def test_an_older_version_is_used_again_without_a_restart(lab: OpenPage, web: WebProcess) -> None:
    def in_use() -> str:
        topics = web.get("/api/v1/lab/topics").json()["topics"]
        return str(next(topic["version"] for topic in topics if topic["topic"] == "mood"))

    newest = in_use()
    page = lab("/lab/models")
    moods = page.get_by_role("region", name="s mood")
    expect(moods.locator("tbody tr")).to_have_count(2)
    moods.get_by_role("button", name="Roll back").click()
    page.get_by_role("dialog").get_by_role("button", name="Change it").click()
    expect(page.locator(".notice")).to_be_visible()
    assert in_use() != newest
    expect(page.get_by_role("region", name="Training runs").locator("tbody tr")).to_have_count(7)
