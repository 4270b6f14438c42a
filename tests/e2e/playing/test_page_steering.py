"""Steering the picks by the sliders above them: what is moved acts on the very next slate, on every device."""

import re
from collections.abc import Iterator
from statistics import mean

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.deadline import eventually
from tests.e2e.page_access import violations_in_both_themes
from tests.e2e.page_fixtures import (  # noqa: F401
    OpenPage,
    PageServer,
    open_page,
    page_browser,
    page_server,
    slate_titles,
)

pytestmark = pytest.mark.browser

ENERGY, FAMILIARITY = "Calm or loud", "Known or new"


@pytest.fixture(scope="module")
def picks_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PageServer]:
    """A server whose slates are the engine's; `Title 1.9` is louder than `Title 1.3`."""
    server = PageServer(tmp_path_factory.mktemp("picks"), has_picks=True)
    server.start()
    yield server
    server.stop()


def open_steering(page: Page) -> Page:
    """Unfold the sliders once the picks are there."""
    expect(page.locator(".slate .pick").first).to_be_visible()
    expect(page.locator(".line-badge.is-live")).to_be_visible()
    page.get_by_role("button", name="Steer").click()
    return page


def slider(page: Page, name: str) -> Locator:
    """Return a slider by its label."""
    return page.get_by_role("slider", name=name)


def mean_number(page: Page) -> float:
    """Return how loud the picks are: the mean number of their titles."""
    return mean(int(title.partition(".")[2]) for title in slate_titles(page))


def steered(server: PageServer, before: int) -> dict[str, float]:
    """Return what the page has sent after the first `before` events of steering."""
    steering: dict[str, float] = server.event("steered", n=before + 1)["steering"]
    return steering


def test_the_next_slate_is_louder_or_calmer(picks_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_steering(open_page(f"{picks_server.address}/"))
    before, n_before = mean_number(page), len(picks_server.events("steered"))
    slider(page, ENERGY).press("End")
    assert steered(picks_server, n_before) == {"energy": 1.0}
    eventually(lambda: mean_number(page) > before + 2, within_s=5, what="louder picks")
    loud = mean_number(page)
    expect(page.locator(".cause")).to_have_text("because you steered your picks")
    page.locator(".slate .pick").first.hover()
    page.locator(".slate .pick").first.get_by_role("button", name="Why?").click()
    expect(page.locator(".why-part dt", has_text="as calm or loud as you steer")).to_be_visible()
    page.mouse.move(400, 300)
    slider(page, ENERGY).press("Home")
    eventually(lambda: mean_number(page) < before - 2, within_s=5, what="calmer picks")
    calm = mean_number(page)
    expect(slider(page, ENERGY)).to_have_attribute("aria-valuetext", "100 % towards calm")
    page.get_by_role("button", name=f"Back to the middle: {ENERGY}").click()
    assert steered(picks_server, n_before + 2) == {}
    # not the same picks as before: those were shown three times meanwhile
    eventually(lambda: calm + 1 < mean_number(page) < loud - 1, within_s=5, what="neither calm nor loud picks")


def test_the_next_slate_is_of_known_artists_or_of_new_ones(picks_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{picks_server.address}/track/k01-t03")
    page.locator(".hero").get_by_role("button", name="Like").click()
    picks_server.event("liked", n=len(picks_server.events("liked")) or 1)
    open_steering(page)
    by_the_artist = {"Title 1.3", "Title 1.8"}
    slider(page, FAMILIARITY).press("Home")
    eventually(lambda: set(slate_titles(page)[:2]) == by_the_artist, within_s=5, what="what is known first")
    slider(page, FAMILIARITY).press("End")
    eventually(lambda: not by_the_artist & set(slate_titles(page)), within_s=5, what="nothing that is known")
    assert picks_server.events("steered")[-1]["steering"] == {"familiarity": 0.0}


def test_many_steps_by_key_are_one_event_and_a_double_click_is_neutral(
    picks_server: PageServer,
    open_page: OpenPage,  # noqa: F811
) -> None:
    page = open_steering(open_page(f"{picks_server.address}/"))
    n_before = len(picks_server.events("steered"))
    slider(page, ENERGY).focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    assert steered(picks_server, n_before) == {"energy": 0.3}
    slider(page, ENERGY).dblclick(position={"x": 5, "y": 5})
    expect(slider(page, ENERGY)).to_have_attribute("aria-valuetext", "neutral")
    assert steered(picks_server, n_before + 1) == {}
    assert len(picks_server.events("steered")) == n_before + 2


def test_another_device_shows_the_same_at_once_and_after_a_reload(
    picks_server: PageServer,
    open_page: OpenPage,  # noqa: F811
) -> None:
    page = open_steering(open_page(f"{picks_server.address}/"))
    cookies = {"cookies": page.context.cookies(), "origins": []}
    other = open_steering(open_page(f"{picks_server.address}/", storage_state=cookies))
    slider(page, ENERGY).press("End")
    expect(slider(other, ENERGY)).to_have_attribute("aria-valuetext", "100 % towards loud")
    other.evaluate("() => localStorage.clear()")
    other.reload()
    expect(other.get_by_role("button", name="Steer")).to_contain_text("on")
    other.get_by_role("button", name="Steer").click()
    slider(other, FAMILIARITY).press("Home")
    expect(slider(page, FAMILIARITY)).to_have_attribute("aria-valuetext", "100 % towards known")
    assert picks_server.events("steered")[-1]["steering"] == {"energy": 1.0, "familiarity": 1.0}


def test_what_is_steered_offline_is_kept_and_acts_when_the_line_is_back(
    picks_server: PageServer,
    open_page: OpenPage,  # noqa: F811
) -> None:
    page = open_steering(open_page(f"{picks_server.address}/"))
    before, n_before = mean_number(page), len(picks_server.events("steered"))
    page.context.set_offline(True)
    expect(page.locator(".line-badge.is-live")).to_have_count(0, timeout=60_000)
    slider(page, ENERGY).press("End")
    expect(slider(page, ENERGY)).to_have_attribute("aria-valuetext", "100 % towards loud")
    page.context.set_offline(False)
    assert steered(picks_server, n_before) == {"energy": 1.0}
    eventually(lambda: mean_number(page) > before + 2, within_s=10, what="louder picks")
    expect(slider(page, ENERGY)).to_have_attribute("aria-valuetext", "100 % towards loud")


def test_without_moods_the_slider_of_energy_is_closed_and_says_what_to_do(
    page_server: PageServer,  # noqa: F811
    open_page: OpenPage,  # noqa: F811
) -> None:
    page = open_steering(open_page(f"{page_server.address}/"))
    expect(slider(page, ENERGY)).to_be_disabled()
    expect(slider(page, ENERGY)).to_have_accessible_description(re.compile("`/opt/here/segue build moods`"))
    expect(slider(page, FAMILIARITY)).to_be_enabled()


def test_everybody_can_steer(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_steering(open_page(f"{page_server.address}/", bypass_csp=True))
    slider(page, FAMILIARITY).press("ArrowLeft")
    expect(page.get_by_role("button", name="Steer")).to_contain_text("on")
    assert violations_in_both_themes(page) == []


def refuse(page: Page, server: PageServer, pick: Locator, button: str) -> None:
    """Refuse a pick, and see that the next slate of the server is of this refusal and without the track."""
    n_before = len(server.events("disliked"))
    pick.hover()
    pick.get_by_role("button", name=button, exact=True).click()
    refused = server.event("disliked", n=n_before + 1)
    answer = page.request.get(f"{server.address}/api/v1/slate").json()
    assert answer["caused_by"] == refused["event_id"]
    assert answer["picks"]
    assert refused["track_id"] not in {each["track_id"] for each in answer["picks"]}
    page.mouse.move(400, 300)


def test_more_like_this_and_less_like_this_act_on_the_very_next_slate(
    picks_server: PageServer,
    open_page: OpenPage,  # noqa: F811
) -> None:
    page = open_page(f"{picks_server.address}/track/k01-t03")
    expect(page.locator(".line-badge.is-live")).to_be_visible()
    picks = page.locator(".slate .pick:not(.is-refused) .name-title")

    def n_of_the_kind() -> int:
        return sum(title.startswith("Title 1.") for title in picks.all_inner_texts()[:5])

    assert n_of_the_kind() < 5
    page.locator(".hero").get_by_role("button", name="Like").click()
    page.mouse.move(400, 300)
    eventually(lambda: n_of_the_kind() == 5, within_s=5, what="more like the liked one")
    refuse(page, picks_server, page.locator(".slate .pick").nth(1), "Not this")
    eventually(lambda: n_of_the_kind() <= 2, within_s=5, what="less like the refused one")


def test_never_this_artist_acts_on_the_very_next_slate(picks_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{picks_server.address}/")
    expect(page.locator(".line-badge.is-live")).to_be_visible()
    pick = page.locator(".slate .pick").first
    artist = pick.locator(".name-quiet").inner_text()
    refuse(page, picks_server, pick, "Not this artist")
    others = page.locator(".slate .pick:not(.is-refused) .name-quiet")
    expect(others.get_by_text(artist, exact=True)).to_have_count(0)
    for each in page.request.get(f"{picks_server.address}/api/v1/slate").json()["picks"]:
        track = page.request.get(f"{picks_server.address}/api/v1/tracks/{each['track_id']}").json()
        assert track["artist"] != artist
