"""When the server goes away: the music plays on, activity waits, and all of it arrives afterwards."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import WebSocketRoute, expect

from tests.deadline import eventually
from tests.e2e.page_access import go
from tests.e2e.page_fixtures import OpenPage, PageServer, open_page, page_browser, play_first, slate_titles  # noqa: F401

pytestmark = pytest.mark.browser


def test_activity_waits_for_the_server(tmp_path: Path, open_page: OpenPage) -> None:  # noqa: F811
    server = PageServer(tmp_path)
    server.start()
    try:
        page = open_page(f"{server.address}/library/tracks")
        play_first(page)
        server.event("started")
        server.stop()
        expect(page.locator(".line-badge.is-offline")).to_be_visible()
        page.keyboard.press("l")
        page.keyboard.press("l")
        page.keyboard.press("d")
        expect(page.locator(".line-words")).to_contain_text(re.compile("[45] events waiting"))
        page.get_by_role("link", name="Albums").click()
        expect(page.get_by_role("alert")).to_contain_text("The server does not answer")
        server.start()
        expect(page.locator(".line-badge.is-live")).to_be_visible(timeout=15_000)
        eventually(lambda: len(server.events()) >= 3, within_s=10, what="the kept events")
        kinds = [event["kind"] for event in server.events("liked", "unliked", "disliked")]
        assert kinds == ["liked", "unliked", "disliked"]
        eventually(lambda: slate_titles(page), within_s=5, what="the current slate")
        expect(page.locator(".card").first).to_be_visible(timeout=10_000)
    finally:
        server.stop()


def test_every_view_comes_back_by_itself(tmp_path: Path, open_page: OpenPage) -> None:  # noqa: F811
    server = PageServer(tmp_path)
    server.start()
    try:
        page = open_page(f"{server.address}/")
        expect(page.locator(".card").first).to_be_visible()
        tabs = [page, *(page.context.new_page() for _ in range(4))]
        for tab, path in zip(
            tabs, ("library/tracks", "library/artists", "track/k00-t01", "search?q=title", "lab"), strict=True
        ):
            tab.goto(f"{server.address}/")
            expect(tab.locator(".line-badge.is-live")).to_be_visible()
            tab.evaluate("(path) => { window.later = path }", f"/{path}")
        server.stop()
        for tab in tabs:
            expect(tab.locator(".line-badge.is-offline")).to_be_visible()
            go(tab, tab.evaluate("() => window.later"))
            expect(tab.get_by_role("alert")).to_contain_text("The server does not answer")
        server.start()
        for tab in tabs:
            expect(tab.get_by_role("alert")).to_have_count(0, timeout=15_000)
            expect(tab.locator("main")).not_to_contain_text("does not answer")
    finally:
        server.stop()


def test_a_sound_that_broke_off_goes_on_when_the_server_is_back(
    tmp_path: Path,
    open_page: OpenPage,  # noqa: F811
) -> None:
    server = PageServer(tmp_path)
    server.start()
    try:
        page = open_page(f"{server.address}/library/tracks")
        expect(page.locator(".row .name-title").first).to_be_visible()
        server.stop()
        expect(page.locator(".line-badge.is-offline")).to_be_visible()
        page.locator(".row .name-title").nth(8).dblclick()
        expect(page.locator(".notice-problem")).to_contain_text("broke off")
        title = page.locator(".bar-names .name-title").inner_text()
        server.start()
        expect(page.locator(".line-badge.is-live")).to_be_visible(timeout=15_000)
        page.get_by_role("region", name="Player").get_by_role("button", name="Play", exact=True).click()
        page.wait_for_function("() => document.querySelector('audio[data-deck=active]')?.currentTime > 0.1")
        expect(page.locator(".bar-names .name-title")).to_have_text(title)
    finally:
        server.stop()


def test_a_connection_that_ends_before_the_servers_first_word_is_made_again(
    tmp_path: Path,
    open_page: OpenPage,  # noqa: F811
) -> None:
    server = PageServer(tmp_path)
    server.start()
    try:
        page = open_page("about:blank")
        attempts: list[WebSocketRoute] = []

        def end_first_two(socket: WebSocketRoute) -> None:
            attempts.append(socket)
            socket.close(code=1001) if len(attempts) < 3 else socket.connect_to_server()

        page.route_web_socket(re.compile("/socket.io/"), end_first_two)
        page.goto(f"{server.address}/library/tracks")
        expect(page.locator(".line-badge.is-offline")).to_be_visible()
        expect(page.locator(".line-badge.is-live")).to_be_visible(timeout=15_000)
    finally:
        server.stop()


def test_two_tabs_send_each_event_once(tmp_path: Path, open_page: OpenPage) -> None:  # noqa: F811
    server = PageServer(tmp_path)
    server.start()
    try:
        page = open_page(f"{server.address}/library/tracks")
        other = page.context.new_page()
        other.goto(f"{server.address}/library/albums")
        expect(other.locator(".line-badge.is-live")).to_be_visible()
        play_first(page)
        for _ in range(6):
            page.keyboard.press("l")
            other.keyboard.press("q")
        eventually(lambda: len(server.events("liked", "unliked")) == 6, within_s=10, what="six events")
        ids = [event["event_id"] for event in server.events()]
        assert len(ids) == len(set(ids))
    finally:
        server.stop()
