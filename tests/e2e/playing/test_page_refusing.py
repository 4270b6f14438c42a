"""Turning music away, seeing what was, and taking it back."""

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
    slate_titles,
)

pytestmark = pytest.mark.browser


def refuse_pick(page: Page, n: int, *, button: str) -> str:
    """Refuse the pick in place `n` and return its title."""
    pick = page.locator(".slate .pick").nth(n)
    title = pick.locator(".name-title").inner_text()
    pick.hover()
    pick.get_by_role("button", name=button, exact=True).click()
    expect(page.locator(".pick.is-refused .name-title")).to_have_text(title)
    return title


def last_event(server: PageServer, kind: str, before: int) -> dict[str, object]:
    """Return the event of a kind that came after the first `before` of them."""
    return server.event(kind, n=before + 1)


def test_a_refused_pick_stays_in_its_place_with_the_way_back(
    page_server: PageServer,  # noqa: F811
    open_page: OpenPage,  # noqa: F811
) -> None:
    page = open_page(f"{page_server.address}/")
    n_refused, n_allowed = len(page_server.events("disliked")), len(page_server.events("unliked"))
    title = refuse_pick(page, 2, button="Not this artist")
    refused = last_event(page_server, "disliked", n_refused)
    assert (refused["source"], bool(refused["slate_id"])) == ("artist", True)
    page.mouse.move(400, 300)
    eventually(lambda: "New picks" not in page.locator(".slate").inner_text(), within_s=3, what="the next slate")
    assert slate_titles(page)[2] == title, "another slate is on show, and the refused pick is still in its place"
    page.locator(".pick.is-refused").get_by_role("button", name="Undo").click()
    assert last_event(page_server, "unliked", n_allowed)["track_id"] == refused["track_id"]
    expect(page.locator(".pick.is-refused")).to_have_count(0)


def test_after_ten_seconds_the_place_is_given_away(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/")
    title = refuse_pick(page, 1, button="Not this")
    page.mouse.move(400, 300)
    expect(page.locator(".pick.is-refused")).to_have_count(0, timeout=15_000)
    assert title not in slate_titles(page)


def test_what_plays_goes_on_to_the_next_when_it_is_refused_and_that_is_no_skip(
    page_server: PageServer,  # noqa: F811
    open_page: OpenPage,  # noqa: F811
) -> None:
    page = open_page(f"{page_server.address}/library/tracks")
    play_first(page)
    title = page.locator(".bar-names .name-title").inner_text()
    n_skipped, n_left, n_unliked = (len(page_server.events(kind)) for kind in ("skipped", "left", "unliked"))
    page.locator(".bar").get_by_role("button", name="Not this", exact=True).click()
    expect(page.locator(".bar-names .name-title")).not_to_have_text(title)
    last_event(page_server, "left", n_left)
    assert len(page_server.events("skipped")) == n_skipped
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".notice.has-undo")).to_have_count(0)
    allowed = last_event(page_server, "unliked", n_unliked)
    assert allowed["track_id"] == page_server.events("disliked")[-1]["track_id"]


def test_choosing_another_track_is_no_skip(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/library/tracks")
    play_first(page)
    n_skipped, n_left = len(page_server.events("skipped")), len(page_server.events("left"))
    page.locator(".row .name-title").nth(10).dblclick()
    last_event(page_server, "left", n_left)
    assert len(page_server.events("skipped")) == n_skipped


def test_everything_refused_can_be_seen_and_allowed_again(
    page_server: PageServer,  # noqa: F811
    open_page: OpenPage,  # noqa: F811
) -> None:
    page = open_page(f"{page_server.address}/", bypass_csp=True)
    title = refuse_pick(page, 0, button="Not this")
    page_server.event("disliked")
    page.evaluate("() => localStorage.clear()")
    page.goto(f"{page_server.address}/library/turned-away")
    row = page.locator(".away-row", has_text=title)
    expect(row).to_be_visible()
    assert violations(page) == []
    row.get_by_role("button", name=f"Allow again: {title}").press("Enter")
    expect(row).to_have_count(0)
    page.reload()
    expect(page.get_by_text("Nothing is refused")).to_be_visible()


def test_a_like_of_one_tab_is_a_like_of_all_and_of_the_next_browser(
    page_server: PageServer,  # noqa: F811
    open_page: OpenPage,  # noqa: F811
) -> None:
    page = open_page(f"{page_server.address}/library/tracks")
    other = page.context.new_page()
    other.goto(f"{page_server.address}/library/tracks")
    expect(other.locator(".line-badge.is-live")).to_be_visible()
    page.locator(".row").nth(7).hover()
    page.locator(".row").nth(7).get_by_role("button", name="Like").click()
    expect(other.locator(".row .like.is-on")).to_have_count(1)
    page_server.event("liked")
    page.evaluate("() => localStorage.clear()")
    page.reload()
    expect(page.locator(".row .like.is-on")).to_have_count(1)


def test_only_one_tab_plays(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/library/tracks")
    play_first(page)
    other = page.context.new_page()
    other.goto(f"{page_server.address}/library/tracks")
    play_first(other)
    expect(page.get_by_role("button", name="Play", exact=True).first).to_be_visible()
    assert page.evaluate("() => [...document.querySelectorAll('audio')].every((each) => each.paused)")
