"""The library with 100,000 tracks, genres, search, and what dropped sounds bring."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.builders.audio import make_sound
from tests.e2e.page_fixtures import OpenPage, PageServer, open_page, page_browser, page_server  # noqa: F401

pytestmark = pytest.mark.browser

N_TRACKS = 100_000
N_ODD = 7


@pytest.fixture(scope="module")
def large_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PageServer]:
    """A server with 100,000 tracks."""
    server = PageServer(tmp_path_factory.mktemp("sounds"), n_tracks=N_TRACKS)
    server.start()
    yield server
    server.stop()


def test_100000_tracks_scroll_with_few_elements(large_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{large_server.address}/library/tracks")
    expect(page.locator(".row .name-title").first).to_be_visible()
    assert page.locator("main [role=grid]").get_attribute("aria-rowcount") == str(N_TRACKS + N_ODD + 1)
    frames = page.evaluate("""async () => {
        const list = document.querySelector('.virtual.rows')
        const times = []
        let last = performance.now()
        for (let step = 0; step < 60; step += 1) {
            list.scrollTop += 900
            await new Promise(requestAnimationFrame)
            times.push(performance.now() - last)
            last = performance.now()
        }
        list.scrollTop = list.scrollHeight
        return times.sort((a, b) => a - b)
    }""")
    print(f"scrolling: median frame {frames[30]:.1f} ms, p95 {frames[57]:.1f} ms")
    expect(page.locator(f"[aria-rowindex='{N_TRACKS + N_ODD + 1}'] .name-title")).to_be_visible()
    assert page.locator(".row").count() < 80


def test_a_list_sorted_anew_begins_at_its_top_and_keeps_the_focus(
    large_server: PageServer,
    open_page: OpenPage,  # noqa: F811
) -> None:
    page = open_page(f"{large_server.address}/library/tracks")
    page.locator(".row .name-title").nth(3).click()
    page.locator(".virtual.rows").evaluate("list => { list.scrollTop = 44000 }")
    expect(page.locator("[aria-rowindex='1010'] .name-title")).to_be_visible()
    page.get_by_role("button", name="Album", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{large_server.address}/library/tracks?sort=album&order=asc")
    expect(page.locator("[aria-rowindex='2'] .name-title")).to_be_visible()
    assert page.locator(".virtual.rows").evaluate("list => list.scrollTop") == 0
    expect(page.get_by_role("button", name="Album", exact=True)).to_be_focused()
    expect(page.locator(".row.is-selected")).to_have_count(0)


def test_sorting_stands_in_the_address_and_back_works(large_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{large_server.address}/library/tracks")
    page.get_by_role("button", name="Album", exact=True).click()
    expect(page).to_have_url(f"{large_server.address}/library/tracks?sort=album&order=asc")
    page.get_by_role("button", name="Album", exact=True).click()
    expect(page).to_have_url(f"{large_server.address}/library/tracks?sort=album&order=desc")
    expect(page.get_by_role("columnheader", name="Album")).to_have_attribute("aria-sort", "descending")
    page.locator(".virtual.rows").evaluate("list => { list.scrollTop = 44000 }")
    expect(page.locator("[aria-rowindex='1010'] .name-title")).to_be_visible()
    page.get_by_role("link", name="Albums").click()
    expect(page.locator(".card").first).to_be_visible()
    page.go_back()
    expect(page.locator("[aria-rowindex='1010'] .name-title")).to_be_visible()


def test_rows_are_selected_and_used_by_keyboard(large_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{large_server.address}/library/tracks?sort=artist")
    expect(page.locator(".row .name-title").first).to_be_visible()
    page.get_by_role("main").get_by_role("grid").focus()
    for key in ("ArrowDown", "ArrowDown", "Shift+ArrowDown", "Shift+ArrowDown"):
        page.keyboard.press(key)
    expect(page.locator(".row.is-selected")).to_have_count(3)
    expect(page.locator(".selected-count")).to_have_text("3 selected")
    page.keyboard.press("Shift+F10")
    expect(page.get_by_role("menuitem", name="Play", exact=True)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".notice")).to_have_text("3 tracks added to the queue")
    expect(page.get_by_role("main").get_by_role("grid")).to_be_focused()


def test_dragging_a_row_to_the_bar_queues_it(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/library/tracks")
    page.locator(".row .name-title").nth(9).drag_to(page.locator(".bar-extras"))
    expect(page.locator(".notice")).to_have_text("1 track added to the queue")
    assert page_server.event("queued")["source"] == "queue"


def test_search_finds_while_typing_and_forgives_typos(large_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{large_server.address}/library/tracks")
    expect(page.locator(".row .name-title").first).to_be_visible()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("zzzzqqqq")
    expect(page.locator(".empty-title")).to_contain_text("Nothing found")
    page.get_by_role("searchbox").fill("extraordinarly long titel")
    expect(page.locator(".row .name-title").first).to_contain_text("An extraordinarily long title")
    expect(page).to_have_url(f"{large_server.address}/search?q=extraordinarly%20long%20titel")
    large_server.event("searched")


def test_a_sound_file_brings_what_sounds_like_it(page_server: PageServer, open_page: OpenPage, tmp_path: Path) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/listen")
    field = page.locator("input[type=file]")
    field.set_input_files(make_sound(tmp_path / "mine.wav"))
    expect(page.locator(".alike").first).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sounds like mine.wav")
    expect(page.locator(".fact dd").first).to_have_text("120 bpm")
    bad = tmp_path / "bad.mp3"
    bad.write_bytes(b"no sound")
    page.locator("input[type=file]").set_input_files(bad)
    expect(page.locator(".invitation-problem")).to_contain_text("bad.mp3")


def test_a_file_dropped_anywhere_is_listened_to(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/library/tracks")
    transfer = page.evaluate_handle("""() => {
        const transfer = new DataTransfer()
        transfer.items.add(new File([new Uint8Array(5000)], 'dropped.ogg', { type: 'audio/ogg' }))
        return transfer
    }""")
    page.dispatch_event("main", "dragover", {"dataTransfer": transfer})
    expect(page.locator(".drop-overlay")).to_be_visible()
    page.dispatch_event("main", "drop", {"dataTransfer": transfer})
    expect(page.get_by_role("heading", level=1)).to_have_text("Sounds like dropped.ogg")
    expect(page.locator(".drop-overlay")).to_have_count(0)


def test_an_empty_library_says_what_to_do(tmp_path: Path, open_page: OpenPage) -> None:  # noqa: F811
    server = PageServer(tmp_path, n_tracks=0)
    server.start()
    try:
        page = open_page(f"{server.address}/library/tracks")
        expect(page.locator("code.command").first).to_contain_text("segue ingest")
    finally:
        server.stop()


def test_a_genre_is_played_from_its_tile_on_home(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(page_server.address)
    tile = page.locator(".genre-tile").first
    name = tile.locator(".name-title").inner_text()
    tile.get_by_role("button", name=f"Play {name}").click()
    page.wait_for_function("() => document.querySelector('audio[data-deck=active]')?.currentTime > 0.1")
    tile.get_by_role("link").click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
