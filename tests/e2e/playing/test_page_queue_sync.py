"""A second device goes on where the first one stopped."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.deadline import eventually
from tests.e2e.page_fixtures import PHONE, OpenPage, PageServer, open_page, page_browser, play_first  # noqa: F401

pytestmark = pytest.mark.browser


def test_another_device_has_the_queue_and_the_place_in_the_track(
    tmp_path: Path,
    open_page: OpenPage,  # noqa: F811
) -> None:
    server = PageServer(tmp_path)
    server.start()
    try:
        page = open_page(f"{server.address}/library/tracks")
        play_first(page)
        title = page.locator(".bar-names .name-title").inner_text()
        page.wait_for_function("() => document.querySelector('audio[data-deck=active]').currentTime > 1")
        page.keyboard.press("Space")
        saved = f"{server.address}/api/v1/queue"
        eventually(lambda: page.request.get(saved).json()["position_s"] > 0.5, within_s=10, what="the saved place")
        cookies = page.context.cookies()

        other = open_page("about:blank", viewport=PHONE)
        other.context.add_cookies(cookies)  # the same listener
        other.goto(f"{server.address}/")
        expect(other.locator(".bar-names .name-title")).to_have_text(title)
        place = other.evaluate("() => document.querySelector('audio[data-deck=active]').currentTime")
        assert place > 0.5
        other.get_by_role("region", name="Player").get_by_role("button", name="Play", exact=True).click()
        other.wait_for_function(f"() => document.querySelector('audio[data-deck=active]').currentTime > {place} + 0.2")
    finally:
        server.stop()
