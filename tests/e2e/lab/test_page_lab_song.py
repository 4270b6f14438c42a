"""The lab's pages about one song: what-if and single."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.builders.audio import make_sound
from tests.e2e.lab.lab_pages import bodies, number_in, open_lab, saved
from tests.e2e.page_fixtures import (  # noqa: F401
    PHONE,
    OpenPage,
    PageServer,
    open_page,
    page_browser,
    page_server,
)

pytestmark = pytest.mark.browser


def test_the_answer_follows_a_slider_by_keyboard(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page, asked = open_lab(open_page, page_server, "/predict?track=k00-t00")
    number = page.locator(".what-expected")
    expect(number).to_be_visible()
    before = number_in(number.inner_text())
    calm = page.locator(".mood-bar", has_text="Calm").locator(".time").inner_text()
    expect(page.locator(".feature", has_text="Tempo")).to_contain_text("Original: 96")
    page.get_by_role("slider", name="Danceability").focus()
    for _ in range(20):
        page.keyboard.press("ArrowRight")
    expect(number).not_to_have_text(str(int(before)))
    assert number_in(number.inner_text()) > before
    page.get_by_role("slider", name="Energy").focus()
    page.keyboard.press("End")
    expect(page.locator(".mood-bar", has_text="Calm").locator(".time")).not_to_have_text(calm)
    page.wait_for_url("**energy=1**")
    last = bodies(asked, "/predicted")[-1]
    assert last["features"]["energy"] == 1
    assert last["features"]["tempo"] == 96, "what was not touched stays the track's own"
    assert len(last["features"]) == 13
    shown = number.inner_text()
    page.reload()
    expect(number).to_have_text(shown)
    page.get_by_role("button", name="Energy back to the original").click()
    expect(page.get_by_role("slider", name="Energy")).to_have_value("0.4")


def test_every_value_stands_in_the_address_and_is_what_is_scored(
    page_server: PageServer,  # noqa: F811
    open_page: OpenPage,  # noqa: F811
) -> None:
    path = "/predict?tempo=240&genre=jazz&artist_popularity=70&threshold=30"
    page, asked = open_lab(open_page, page_server, path)
    expect(page.locator(".what-verdict")).to_contain_text("Popular: at 30 or above")
    body = bodies(asked, "/predicted")[0]
    assert (body["genre"], body["artist"], body["artist_popularity"], body["threshold"]) == ("jazz", None, 70, 30)
    assert body["features"]["tempo"] == 240
    expect(page.locator(".what-outside")).to_contain_text("Tempo")
    page.get_by_role("radio", name="Known by name").click()
    page.get_by_role("textbox", name="Artist").fill("Miles")
    page.wait_for_url("**artist=Miles**")
    assert "popularity" not in page.url
    last = bodies(asked, "/predicted")[-1]
    assert (last["artist"], last["artist_popularity"]) == ("Miles", None)
    page.get_by_role("radio", name="Unknown artist").click()
    page.wait_for_url(lambda url: "artist" not in url)
    assert bodies(asked, "/predicted")[-1]["artist"] is None


def test_a_refused_value_is_explained_beside_its_field(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page, _ = open_lab(open_page, page_server, "/predict")
    expect(page.locator(".what-expected")).to_be_visible()
    page.get_by_label("Tempo, exact value").fill("300")
    page.keyboard.press("Enter")
    tempo = page.locator(".feature", has_text="Tempo")
    expect(tempo.locator(".field-problem")).to_have_text("features.tempo must be below 299")
    expect(page.locator(".what-expected")).to_be_visible()
    page.get_by_label("Tempo, exact value").fill("120")
    page.keyboard.press("Enter")
    expect(tempo.locator(".field-problem")).to_have_count(0)


def test_dragging_asks_for_the_newest_and_the_answer_never_leaves(
    page_server: PageServer,  # noqa: F811
    open_page: OpenPage,  # noqa: F811
) -> None:
    page, asked = open_lab(open_page, page_server, "/predict", viewport=PHONE)
    expect(page.locator(".what-expected")).to_be_visible()
    before = len(bodies(asked, "/predicted"))
    page.evaluate("""async () => {
        window.gone = 0
        const slider = document.querySelector('.feature input[type=range]')
        for (let at = 0; at <= 100; at += 1) {
            slider.value = String(at / 100)
            slider.dispatchEvent(new Event('input', { bubbles: true }))
            if (!document.querySelector('.what-expected')?.textContent) window.gone += 1
            await new Promise((resolve) => setTimeout(resolve, 4))
        }
    }""")
    page.wait_for_url("**danceability=1**")
    bodies_now = bodies(asked, "/predicted")[before:]
    assert page.evaluate("window.gone") == 0
    assert bodies_now[-1]["features"]["danceability"] == 1
    assert len(bodies_now) < 101, "one question a frame at most"
    page.locator(".main").evaluate("(main) => main.scrollTo(0, 900)")
    expect(page.locator(".what-expected")).to_be_in_viewport()


def test_the_curve_of_a_feature_and_every_chart_is_saved_as_a_picture(
    page_server: PageServer,  # noqa: F811
    open_page: OpenPage,  # noqa: F811
    tmp_path: Path,
) -> None:
    page, _ = open_lab(open_page, page_server, "/predict?curve=tempo")
    expect(page.get_by_role("img", name="Tempo from 0 BPM to 300 BPM")).to_be_visible()
    buttons = page.get_by_role("button", name="as PNG")
    expect(buttons).to_have_count(5)
    names = set()
    for at in range(5):
        name, content = saved(page, buttons.nth(at), tmp_path)
        assert content.startswith(b"\x89PNG")
        assert len(content) > 5000, f"{name} is not empty"
        names.add(name)
    assert {"segue-effect-tempo.png", "segue-popularity-bands.png", "segue-what-if-drives.png"} <= names


def test_songs_of_the_library_and_files_are_compared_side_by_side(
    page_server: PageServer,  # noqa: F811
    open_page: OpenPage,  # noqa: F811
    tmp_path: Path,
) -> None:
    page, asked = open_lab(open_page, page_server, "/lab/single")
    expect(page.get_by_text("Add two songs or more")).to_be_visible()
    page.get_by_label("Add from the library").fill("Title 0.1")
    page.locator(".found").get_by_role("button", name="Add Title 0.1 artist", exact=False).first.click()
    page.wait_for_url("**tracks=**")
    sound = make_sound(tmp_path / "demo.mp3", seconds=1.0, seed=1)
    page.locator("input[type=file]").set_input_files([sound, sound])
    expect(page.locator(".chooser .chips")).to_contain_text("My demo.wav")
    expect(page.locator(".heat").first).to_be_visible()
    expect(page.locator(".lab-words")).to_contain_text("has the best chances")
    body = bodies(asked, "/api/v1/lab/popularity/compare")[-1]
    assert [song["track_id"] is None for song in body["songs"]] == [False, True, True]
    assert len(body["songs"][1]["features"]) == 13
    expect(page.locator(".flag", has_text="weak").first).to_be_visible()
    name, content = saved(page, page.get_by_role("button", name="Save Ranking as CSV"), tmp_path)
    assert name == "segue-single-ranking.csv"
    assert content.startswith(b"rank,song,expected,low,high\r\n1,")
    assert content.count(b"\r\n") == 4
    page.get_by_role("button", name="Take My demo.wav out").first.click()
    expect(page.locator(".heat")).to_have_count(2)
    page.get_by_label("Song", exact=True).select_option("1")
    expect(page.get_by_role("link", name="What if?")).to_be_visible()


def test_without_the_server_the_last_answer_stays_and_says_so(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page, _ = open_lab(open_page, page_server, "/predict")
    expect(page.locator(".what-expected")).to_be_visible()
    page.route("**/predicted", lambda route: route.abort())
    page.get_by_role("slider", name="Danceability").press("ArrowRight")
    expect(page.locator(".bench-answer").get_by_role("alert")).to_contain_text("The server does not answer")
    expect(page.locator(".what-expected")).to_be_visible()
    page.unroute("**/predicted")
    page.get_by_role("slider", name="Danceability").press("ArrowRight")
    expect(page.locator(".bench-answer").get_by_role("alert")).to_have_count(0)
