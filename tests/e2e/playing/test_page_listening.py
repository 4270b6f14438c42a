"""Playing in the page: sound, activity, slate, queue, reload."""

import re
import shutil
from statistics import median

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

SKIP_TO_LIST = """() => new Promise((resolve) => {
    const slate = document.querySelector('.slate')
    const titles = () => [...slate.querySelectorAll('.picks .name-title')].map((each) => each.textContent).join()
    const before = titles()
    const began = performance.now()
    const watcher = new MutationObserver(() => {
        if (titles() === before) return
        watcher.disconnect()
        resolve(performance.now() - began)
    })
    watcher.observe(slate, { childList: true, subtree: true, characterData: true })
    document.querySelector('.bar [aria-label="Next track"]').click()
})"""

ENTER_WHILE_AN_ANSWER_IS_DRAWN = """() => new Promise((resolve) => {
    const field = document.querySelector('#search')
    const watcher = new MutationObserver(async () => {
        if (!document.querySelector('.row .name-title')) return
        watcher.disconnect()
        field.value = 'title 2.3'
        field.dispatchEvent(new Event('input', { bubbles: true }))
        for (let n = 0; n < 10; n++) await null
        field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))
        resolve(true)
    })
    watcher.observe(document.body, { childList: true, subtree: true })
    field.value = 'title 3'
    field.dispatchEvent(new Event('input', { bubbles: true }))
})"""


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


def test_picks_in_view_are_told_once_a_slate_and_those_below_are_not(
    page_server: PageServer,  # noqa: F811
    open_page: OpenPage,  # noqa: F811
) -> None:
    n_before = len(page_server.events("shown"))
    page = open_page(f"{page_server.address}/library/tracks", viewport={"width": 1280, "height": 520})
    rows = page.locator(".picks .pick")
    expect(rows.first).to_be_visible()
    shown = page_server.event("shown", n=n_before + 1)
    keys = rows.evaluate_all("rows => rows.map((row) => row.dataset.key)")
    told = shown["shown_picks"]
    assert 0 < len(told) < len(keys)
    assert [each["track_id"] for each in told] == [keys[each["position"]] for each in told]
    assert shown["slate_id"]
    assert shown["model_version"] == "made-1"
    assert "track_id" not in shown
    rows.last.scroll_into_view_if_needed()
    page_server.event("shown", n=n_before + 2)
    eventually(lambda: len(_places_told(page_server, shown["slate_id"])) == len(keys), within_s=5)
    assert sorted(_places_told(page_server, shown["slate_id"])) == [*range(len(keys))]


def _places_told(server: PageServer, slate_id: str) -> list[int]:
    picks = [event["shown_picks"] for event in server.events("shown") if event["slate_id"] == slate_id]
    return [pick["position"] for some in picks for pick in some]


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


def test_how_soon_the_list_follows_a_skip(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/library/tracks")
    play_first(page)
    page.mouse.move(400, 300)
    milliseconds = []
    for _ in range(12):
        page.wait_for_function("() => document.querySelector('audio[data-deck=active]')?.currentTime > 0.1")
        milliseconds.append(page.evaluate(SKIP_TO_LIST))
    shown = [round(each) for each in milliseconds]
    print(f"skip to changed list: median {median(milliseconds):.0f} ms of {shown}")
    assert len(milliseconds) == 12


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


def test_why_opens_the_true_contributions(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/")
    pick = page.locator(".slate .pick").first
    pick.hover()
    pick.get_by_role("button", name="Why?").click()
    expect(pick.locator(".why-part dt")).to_have_text(
        ["close to your taste", "close to what you skipped or refused", "a little chance"]
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
    expect(page.locator(".notice-problem")).to_contain_text("The file of “A broken file” is missing")
    expect(page.locator(".bar-names .name-title")).not_to_have_text("A broken file", timeout=5000)
    page.wait_for_function("() => document.querySelector('audio[data-deck=active]')?.currentTime > 0.1")


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="needs ffmpeg")
def test_what_the_browser_cannot_play_is_played_transcoded(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/library/tracks")
    play_first(page, "An ending that lies")
    assert "format=opus" in page.evaluate("() => document.querySelector('audio[data-deck=active]').src")
    expect(page.locator(".notice-problem")).to_have_count(0)
    page.keyboard.press("k")
    page.locator(".seek input").fill("4")
    expect(page.locator(".seek .time").first).to_have_text("0:04")
    page.keyboard.press("k")
    n_finished = len(page_server.events("finished"))
    finished = page_server.event("finished", n=n_finished + 1)
    assert finished["position_s"] == pytest.approx(6.0, abs=0.5)


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


def test_what_left_the_queue_comes_back(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/library/tracks")
    play_first(page)
    page.keyboard.press("k")  # a track that ends takes one from the queue
    for row in (10, 11, 12):
        page.locator(".row .name-title").nth(row).click(button="right")
        page.get_by_role("menuitem", name="Add to the queue").click()
    page.keyboard.press("q")
    names = page.locator(".queue-panel .entry .name-title")
    expect(names).to_have_count(4)
    before = names.all_inner_texts()
    page.locator(".queue-panel").get_by_role("button", name="Remove").nth(1).click()
    expect(names).to_have_count(3)
    page.locator(".notice").get_by_role("button", name="Undo").click()
    expect(names).to_have_text(before)
    page.get_by_role("button", name="Clear", exact=True).click()
    expect(names).to_have_count(1)
    page.locator(".notice").get_by_role("button", name="Undo").click()
    expect(names).to_have_text(before)
    page.keyboard.press("q")
    page.goto(f"{page_server.address}/library/albums")
    page.locator(".card-link").first.click()
    # The player bar has a Play button too, and has it before the album is there.
    page.locator(".hero").get_by_role("button", name="Play", exact=True).click()
    page.locator(".bar").get_by_role("button", name="Pause").click()
    page.locator(".notice", has_text="3 tracks of your queue").get_by_role("button", name="Undo").click()
    page.keyboard.press("q")
    eventually(lambda: names.all_inner_texts()[1:4] == before[1:], within_s=5, what="what was queued by hand")


def test_the_title_says_what_plays_and_what_is_seen(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/")
    expect(page).to_have_title("Home | segue")
    page.goto(f"{page_server.address}/track/k00-t01")
    expect(page).to_have_title("Title 0.1 · artist 0.1 | segue")
    page.goto(f"{page_server.address}/lab/models")
    expect(page).to_have_title("Models · Lab | segue")
    page.goto(f"{page_server.address}/library/tracks")
    play_first(page, "Title 0.1")
    expect(page).to_have_title("Title 0.1 · artist 0.1 | Library | segue")


def test_the_colours_go_round_to_the_systems_again(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/")
    seen = []
    for _ in range(3):
        page.get_by_role("button", name="Colours").click()
        seen.append(page.get_by_role("button", name="Colours").get_attribute("aria-label"))
    assert seen == ["Colours: Light", "Colours: Dark", "Colours: As the system"]


def test_search_is_left_and_played_by_keys(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/search")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("title 2.3")
    page.keyboard.press("Enter")
    # Until the answer to all the words is there, the rows are of the words before.
    expect(page.locator(".row .name-title").first).to_have_text("Title 2.3")
    expect(page.locator(".bar-names .name-title")).to_have_text("Title 2.3")
    page.keyboard.press("ArrowDown")
    expect(page.locator("main [role=grid]")).to_be_focused()
    page.keyboard.press("ArrowDown")
    second = page.locator(".row .name-title").nth(1).inner_text()
    page.keyboard.press("Enter")
    expect(page.locator(".bar-names .name-title")).to_have_text(second)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#search")).to_be_focused()


def test_enter_is_for_the_words_of_its_moment(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/search")
    expect(page.locator("#search")).to_be_focused()
    page.evaluate(ENTER_WHILE_AN_ANSWER_IS_DRAWN)
    expect(page.locator(".bar-names .name-title")).to_have_text("Title 2.3")


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
