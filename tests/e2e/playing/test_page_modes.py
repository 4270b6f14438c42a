"""How the music goes: shuffle, repeat, stopping by itself, speed; and dialogs that Escape closes."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.deadline import eventually
from tests.e2e.page_access import violations
from tests.e2e.page_fixtures import (  # noqa: F401
    OpenPage,
    PageServer,
    open_page,
    page_browser,
    page_server,
    play_first,
)

pytestmark = pytest.mark.browser
RATE = "() => document.querySelector('audio[data-deck=active]').playbackRate"


def title(page: Page) -> str:
    """Return the title of what plays."""
    return page.locator(".bar-names .name-title").inner_text()


def queued(page: Page) -> list[dict[str, Any]]:
    """Return the queue as the page keeps it, from what plays on."""
    entries: list[dict[str, Any]] = page.evaluate("""() => {
        const { queue } = JSON.parse(localStorage.getItem('segue.queue'))
        return queue.entries.slice(queue.index)
    }""")
    return entries


def test_an_album_is_shuffled_and_comes_back_in_order(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/genre/genre%200")
    expect(page.locator(".row .name-title").first).to_be_visible()
    page.locator(".play-buttons").get_by_role("button", name="Shuffle").click()
    expect(page.locator(".bar").get_by_role("button", name="Shuffle: by track")).to_have_attribute(
        "aria-pressed", "true"
    )
    eventually(lambda: len(queued(page)) > 5, within_s=5, what="the genre in the queue")
    page.keyboard.press("k")
    mixed = [entry["trackId"] for entry in queued(page)]
    page.keyboard.press("s")
    expect(page.locator(".bar").get_by_role("button", name="Shuffle: by album")).to_be_visible()
    page.keyboard.press("s")
    expect(page.locator(".bar").get_by_role("button", name="Shuffle: off")).to_be_visible()
    plain = [entry["trackId"] for entry in queued(page)]
    assert sorted(plain) == sorted(mixed)
    answer = page.request.get(f"{page_server.address}/api/v1/tracks?genre=genre%200&limit=500").json()
    by_title = [track["track_id"] for track in answer["items"]]
    at = by_title.index(plain[0])
    assert plain == [*by_title[at:], *by_title[:at]]


def test_one_track_is_repeated_until_that_is_switched_off(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/library/tracks")
    play_first(page)
    page.keyboard.press("r")
    page.keyboard.press("r")
    expect(page.locator(".bar").get_by_role("button", name="Repeat: this track")).to_be_visible()
    before, n_started = title(page), len(page_server.events("started"))
    again = page_server.event("started", n=n_started + 1)
    assert again["track_id"] == page_server.events("finished")[-1]["track_id"]
    assert title(page) == before


def test_a_queue_that_is_repeated_begins_where_it_began(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/library/tracks")
    play_first(page)
    page.goto(f"{page_server.address}/library/albums")
    page.locator(".card-link", has_text="album 0").first.click()
    page.locator(".hero").get_by_role("button", name="Play", exact=True).click()
    expect(page.locator(".bar").get_by_role("button", name="Pause")).to_be_visible()
    page.keyboard.press("r")
    first = title(page)
    for _ in queued(page):
        page.keyboard.press("Shift+ArrowRight")
    expect(page.locator(".bar-names .name-title")).to_have_text(first)


def test_the_music_stops_after_a_track_and_the_next_waits(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/library/tracks")
    play_first(page)
    first, n_finished, n_skipped = title(page), len(page_server.events("finished")), len(page_server.events("skipped"))
    page.keyboard.press("t")
    expect(page.locator(".bar .options-mark")).to_have_text("Last one")
    page_server.event("finished", n=n_finished + 1)
    expect(page.locator(".bar-names .name-title")).not_to_have_text(first)
    expect(page.locator(".bar").get_by_role("button", name="Play", exact=True)).to_be_visible()
    expect(page.locator(".bar .options-mark")).to_have_count(0)
    page.keyboard.press("k")
    page.wait_for_function("() => document.querySelector('audio[data-deck=active]')?.currentTime > 0.1")
    assert len(page_server.events("skipped")) == n_skipped


def test_the_sleep_timer_shows_itself_stops_the_music_and_can_be_cancelled(
    page_server: PageServer,  # noqa: F811
    open_page: OpenPage,  # noqa: F811
) -> None:
    page = open_page(f"{page_server.address}/library/tracks", bypass_csp=True)
    play_first(page)
    page.keyboard.press("r")
    page.locator(".bar .options > button").click()
    card = page.locator(".bar .options-card")
    card.get_by_text("In 30 min").click()
    expect(page.locator(".bar .options-mark")).to_contain_text("30 min")
    assert violations(page) == []
    card.get_by_text("Not by itself").click()
    expect(page.locator(".bar .options-mark")).to_have_count(0)
    card.get_by_text("In 15 min").click()
    page.keyboard.press("Escape")
    expect(card).not_to_be_visible()
    page.evaluate("() => { const now = Date.now; Date.now = () => now() + 15 * 60_000 }")
    expect(page.locator(".bar").get_by_role("button", name="Play", exact=True)).to_be_visible()
    expect(page.locator(".notice", has_text="The sleep timer stopped the music.")).to_be_visible()


def test_the_speed_is_kept_and_the_pitch_stays(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/library/tracks")
    play_first(page)
    page.keyboard.press(">")
    page.keyboard.press(">")
    expect(page.locator(".bar .options-mark")).to_contain_text("1.5")
    assert page.evaluate(RATE) == 1.5
    page.keyboard.press("Shift+ArrowRight")
    page.wait_for_function("() => document.querySelector('audio[data-deck=active]')?.currentTime > 0.1")
    assert page.evaluate(RATE) == 1.5
    page.reload()
    expect(page.locator(".bar .options-mark")).to_contain_text("1.5")
    assert page.evaluate(RATE) == 1.5
    assert page.evaluate("() => document.querySelector('audio[data-deck=active]').preservesPitch")


def test_queue_and_picks_are_tabs_where_the_picks_have_no_column(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/library/tracks", viewport={"width": 900, "height": 800}, bypass_csp=True)
    play_first(page)
    page.get_by_role("button", name="Next for you").click()
    expect(page.get_by_role("tab", name="Next for you")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("tabpanel").locator(".pick").first).to_be_visible()
    assert violations(page) == []
    page.get_by_role("tab", name="Next for you").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("tab", name="Queue")).to_be_focused()
    expect(page.get_by_role("tabpanel").locator(".entry.is-now")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("tab")).to_have_count(0)
    page.get_by_role("button", name="Next for you").click()
    page.set_viewport_size({"width": 1300, "height": 800})
    expect(page.locator(".slate .pick").first).to_be_visible()
    expect(page.locator(".panel")).to_have_count(0)


def test_what_plays_fills_the_screen_of_a_desktop_too(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/library/tracks", bypass_csp=True)
    play_first(page)
    page.keyboard.press("n")
    now = page.get_by_role("dialog", name="Now")
    expect(now.locator(".now-names .name-title")).to_have_text(title(page))
    expect(now.locator(".pick").first).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(now).to_have_count(0)
    page.get_by_role("button", name="Open what plays now").click()
    now.get_by_role("button", name="Queue").click()
    expect(now).to_have_count(0)
    expect(page.get_by_role("complementary", name="Queue")).to_be_visible()


def test_a_folder_of_the_library_is_played(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/library/folders", bypass_csp=True)
    tile = page.locator(".part-tile", has_text="sounds").first
    name = tile.locator(".name-title").inner_text()
    assert violations(page) == []
    tile.click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    page.locator(".play-buttons").get_by_role("button", name="Play").click()
    page.wait_for_function("() => document.querySelector('audio[data-deck=active]')?.currentTime > 0.1")
    page.get_by_role("link", name="All", exact=True).click()
    expect(tile).to_be_visible()
    page.goto(f"{page_server.address}/library/labels")
    expect(page.get_by_text("No track names its label")).to_be_visible()


def test_escape_closes_the_keyboard_help(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/")
    expect(page.locator(".bar")).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard")).to_contain_text(re.compile("shuffle"))
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keyboard")).to_have_count(0)
