"""Playing in the page: sound, activity, slate, queue, reload."""

import re

import pytest
from playwright.sync_api import expect

from tests.deadline import eventually
from tests.e2e.page_fixtures import (  # noqa: F401
    OpenPage,
    PageServer,
    open_page,
    page_browser,
    page_server,
    play_first,
    slate_titles,
)

pytestmark = pytest.mark.browser


def test_a_double_click_plays_and_says_so(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/library/tracks")
    expect(page.locator(".row .name-title").first).to_be_visible()
    page.evaluate("""() => {
        document.addEventListener('dblclick', () => { window.clicked = performance.now() }, true)
        for (const audio of document.querySelectorAll('audio'))
            audio.addEventListener('playing', () => { window.sounded ??= performance.now() })
    }""")
    play_first(page)
    milliseconds = page.evaluate("() => window.sounded - window.clicked")
    print(f"click to first sound: {milliseconds:.0f} ms")
    started = page_server.event("started")
    assert started["source"] == "library"
    assert re.fullmatch(r"[0-9a-f-]{14}7[0-9a-f-]{21}", started["event_id"])
    assert milliseconds < 1000


def test_next_says_skipped_where_and_the_slate_follows(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/library/tracks")
    play_first(page)
    page_server.event("started", n=len(page_server.events("started")) or 1)
    before = slate_titles(page)
    page.get_by_role("button", name="Next track").first.click()
    skipped = page_server.event("skipped")
    assert skipped["position_s"] > 0
    assert skipped["duration_s"] > 5
    eventually(lambda: slate_titles(page) != before, within_s=2, what="another slate")
    expect(page.locator(".cause")).to_have_text("because you skipped something")
    expect(page.locator(".cause")).not_to_have_class(re.compile("is-shown"), timeout=8000)


def test_nothing_moves_under_the_pointer(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/library/tracks")
    play_first(page)
    before = slate_titles(page)
    page.locator(".slate .pick").nth(1).hover()
    page.keyboard.press("l")
    expect(page.get_by_role("button", name="New picks are ready")).to_be_visible()
    assert slate_titles(page) == before
    page.mouse.move(400, 300)
    eventually(lambda: slate_titles(page) != before, within_s=2, what="the held slate")


def test_a_refused_pick_goes_and_stays_away(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/")
    pick = page.locator(".slate .pick").nth(2)
    title = pick.locator(".name-title").inner_text()
    pick.hover()
    pick.get_by_role("button", name="Not this artist").click()
    expect(page.locator(".pick.is-refused .name-title")).to_have_text(title)
    refused = page_server.event("disliked")
    assert (refused["source"], bool(refused["slate_id"])) == ("artist", True)
    page.mouse.move(400, 300)
    eventually(lambda: slate_titles(page) and title not in slate_titles(page), within_s=3)


def test_why_opens_the_true_contributions(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/")
    pick = page.locator(".slate .pick").first
    pick.hover()
    pick.get_by_role("button", name="Why?").click()
    expect(pick.locator(".why-part dt")).to_have_text(
        ["close to your taste", "close to what you skipped", "a little chance"]
    )


def test_the_music_goes_on_from_the_slate_when_the_queue_ends(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/library/tracks")
    play_first(page)
    n_finished = len(page_server.events("finished"))
    first = page.locator(".bar-names .name-title").inner_text()
    expect(page.locator(".bar-names .name-title")).not_to_have_text(first, timeout=12_000)
    page_server.event("finished", n=n_finished + 1)
    eventually(lambda: page_server.events("started")[-1].get("source") == "slate", within_s=5)
    assert page_server.events("started")[-1]["slate_id"]


def test_a_broken_file_is_named_and_the_music_goes_on(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/library/tracks")
    page.locator(".row .name-title", has_text="A broken file").dblclick()
    expect(page.locator(".notice-problem")).to_contain_text("A broken file")
    expect(page.locator(".bar-names .name-title")).not_to_have_text("A broken file", timeout=5000)
    page.wait_for_function("() => document.querySelector('audio[data-deck=active]')?.currentTime > 0.1")


def test_reload_keeps_queue_position_and_volume(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/library/tracks")
    play_first(page)
    title = page.locator(".bar-names .name-title").inner_text()
    page.locator(".row .name-title").nth(10).click(button="right")
    page.get_by_role("menuitem", name="Add to the queue").click()
    page.keyboard.press("k")
    page.locator(".seek input").fill("3")
    page.locator(".volume input").fill("0.35")
    n_started = len(page_server.events("started"))
    page.reload()
    expect(page.locator(".bar-names .name-title")).to_have_text(title)
    expect(page.locator(".seek .time").first).to_have_text("0:03")
    assert page.locator(".volume input").input_value() == "0.35"
    page.keyboard.press("q")
    expect(page.locator(".queue-panel .entry")).to_have_count(2)
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    page.wait_for_function("() => document.querySelector('audio[data-deck=active]')?.currentTime > 3.2")
    assert len(page_server.events("started")) == n_started, "a resumed play is no new play"


def test_the_queue_is_reordered_by_keyboard(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/library/tracks")
    play_first(page)
    for row in (10, 11):
        page.locator(".row .name-title").nth(row).click(button="right")
        page.get_by_role("menuitem", name="Add to the queue").click()
    page.get_by_role("button", name="Queue", exact=True).first.click()
    names = page.locator(".queue-panel .entry .name-title")
    expect(names).to_have_count(3)
    now, first, second = names.all_inner_texts()
    page.locator(".entry-handle").first.focus()
    page.keyboard.press("ArrowDown")
    expect(names).to_have_text([now, second, first])
    page.keyboard.press("Delete")
    expect(names).to_have_text([now, second])
