"""Everybody can use the page: axe finds nothing, in both themes, on every view, wide and narrow.

What does not depend on colours is asked once wide and once narrow; of the other theme only its colours are asked.
"""

import json
from collections.abc import Callable
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.page_access import go, violations, violations_in_both_themes
from tests.e2e.page_fixtures import (  # noqa: F401
    PHONE,
    WIDE,
    OpenPage,
    PageServer,
    open_page,
    page_browser,
    page_server,
    play_first,
)

pytestmark = pytest.mark.browser

VIEWS = {
    "/library/turned-away": ".empty",
    "/library/liked": ".empty",
    "/library/history": ".empty",
    "/library/history?show=never": ".row .name-title",
    "/": ".shelf .card",
    "/library/tracks": ".row .name-title",
    "/library/albums": ".card",
    "/library/artists": ".card",
    "/library/genres": ".genre-tile",
    "/genre/genre%201": ".row .name-title",
    "/search": ".empty-title",
    "/search?q=title": ".row .name-title",
    "/search?q=zzzzqqq": ".empty-title",
    "/track/k00-t00": ".alike",
    "/track/nothing": ".empty-title",
    "/playlists": ".empty-title",
    "/listen": ".invitation",
    "/settings": ".settings-part",
    "/quality": ".picks-quality-part",
    "/room": ".empty-title",
    "/nowhere": ".empty-title",
}


@pytest.mark.parametrize(
    ("viewport", "find"), [(WIDE, violations_in_both_themes), (PHONE, violations)], ids=["both themes", "phone"]
)
def test_axe_finds_nothing(
    page_server: PageServer,  # noqa: F811
    open_page: OpenPage,  # noqa: F811
    viewport: dict[str, int],
    find: Callable[[Page], list[str]],
) -> None:
    page = open_page(f"{page_server.address}/library/tracks", viewport=viewport, bypass_csp=True)
    play_first(page)
    page.keyboard.press("k")
    found = []
    for path, shown in _views(page_server).items():
        go(page, path)
        expect(page.locator(shown).first).to_be_visible()
        expect(page.locator("main h1")).to_have_count(1)
        found += [f"{path}: {violation}" for violation in find(page)]
    assert found == []


def test_axe_finds_nothing_in_what_floats(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/library/tracks", bypass_csp=True)
    play_first(page)
    page.locator(".row .name-title").nth(10).click(button="right")
    page.get_by_role("menuitem", name="Play next").click()
    pick = page.locator(".slate .pick").nth(1)
    pick.hover()
    pick.get_by_role("button", name="Why?").click()
    page.locator("h1").click()
    page.keyboard.press("q")
    page.locator(".row .name-title").nth(10).click(button="right")
    expect(page.get_by_role("menu")).to_be_visible()
    found = violations_in_both_themes(page)
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert found + violations_in_both_themes(page) == []


def test_the_phone_shows_what_plays_on_a_whole_screen(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/library/tracks", viewport=PHONE, bypass_csp=True)
    play_first(page)
    page.get_by_role("button", name="Open what plays now").click()
    dialog = page.get_by_role("dialog", name="Now")
    expect(dialog.get_by_role("slider", name="Position in the track")).to_be_visible()
    expect(dialog.locator(".pick").first).to_be_attached()
    assert violations(page) == []
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)


def test_no_view_is_wider_than_its_window(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/", viewport={"width": 360, "height": 740})
    for path, shown in _views(page_server).items():
        go(page, path)
        expect(page.locator(shown).first).to_be_visible()
        too_wide = page.evaluate("""() => [...document.querySelectorAll('main, main > *, .bar, .rail')]
            .filter((e) => e.scrollWidth > e.clientWidth + 1 || e.getBoundingClientRect().right > innerWidth + 1)
            .map((e) => e.className)""")
        assert (path, too_wide) == (path, [])


def test_the_accent_can_be_read(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/library/tracks")
    play_first(page)
    page.wait_for_function("() => document.documentElement.style.getPropertyValue('--accent') !== ''")


def _views(server: PageServer) -> dict[str, str]:
    """Return every view and what is on it when it is there; the ids of album and artist are looked up."""
    with urlopen(f"{server.address}/api/v1/tracks/k00-t00") as answer:
        track = json.load(answer)
    return VIEWS | {
        f"/album/{track['album_id']}": ".row .name-title",
        f"/artist/{track['artist_id']}": ".row .name-title",
    }
