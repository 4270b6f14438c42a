"""Logging in, one's account, and people, as somebody sees them in a browser."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.page_access import go, violations
from tests.e2e.page_fixtures import PHONE, OpenPage, PageServer, open_page, page_browser  # noqa: F401

PASSWORD = "a long password"
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PageServer]:
    """A player where Anna is an admin."""
    server = PageServer(tmp_path_factory.mktemp("accounts"), has_accounts=True)
    server.start()
    yield server
    server.stop()


def log_in(page: Page, name: str = "Anna", password: str = PASSWORD) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Log in").click()


def test_whoever_is_not_logged_in_sees_the_login_and_comes_to_where_they_wanted(
    server: PageServer,
    open_page: OpenPage,  # noqa: F811
) -> None:
    page = open_page(f"{server.address}/library/albums?sort=artist", bypass_csp=True)
    expect(page.get_by_role("heading", name="Log in to segue")).to_be_focused()
    assert violations(page) == []
    log_in(page, password="not the password")
    expect(page.get_by_role("alert")).to_have_text("name or password is wrong")
    log_in(page)
    expect(page.get_by_role("heading", name="Library")).to_be_visible()
    assert page.url.endswith("/library/albums?sort=artist")
    expect(page.locator(".line-badge.is-live")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Library")).to_be_visible()


def test_a_guest_is_invited_plays_and_is_let_out_when_the_account_is_deleted(
    server: PageServer,
    open_page: OpenPage,  # noqa: F811
) -> None:
    page = open_page(f"{server.address}/people", bypass_csp=True)
    log_in(page)
    page.get_by_label("As", exact=True).select_option("guest")
    page.get_by_role("button", name="Make a link").click()
    link = page.locator(".secret .command").inner_text()
    assert re.fullmatch(rf"{server.address}/join#[\w-]{{43}}", link)
    assert violations(page) == []

    guest = open_page(link, bypass_csp=True)
    expect(guest.get_by_role("heading", name="Welcome to segue")).to_be_visible()
    assert violations(guest) == []
    guest.get_by_label("Name").fill("A guest")
    guest.get_by_label("New password").fill("short")
    guest.get_by_label("New password").fill("another long password")
    guest.get_by_role("button", name="Go in").click()
    expect(guest.get_by_role("link", name="Account: A guest")).to_be_visible()
    go(guest, "/library/tracks")
    guest.get_by_role("main").get_by_role("button", name="Like", exact=True).first.click()
    expect(guest.get_by_text("A guest browses and plays")).to_be_visible()
    expect(guest.locator(".line-badge")).to_have_count(1)
    guest.locator(".row .name-title").first.click(button="right")
    expect(guest.get_by_role("menuitem", name="Play", exact=True)).to_be_visible()
    expect(guest.get_by_role("menuitem", name="Add to a playlist")).to_have_count(0)
    guest.keyboard.press("Escape")
    go(guest, "/playlists")
    expect(guest.get_by_text("A guest browses and plays; the public ones")).to_be_visible()
    expect(guest.get_by_role("button", name="New playlist")).to_have_count(0)

    used = open_page(link, bypass_csp=True)
    expect(used.get_by_role("heading", name="This link was used, or has expired")).to_be_visible()

    page.reload()
    page.get_by_role("button", name="Delete A guest").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_text("A guest is deleted.")).to_be_visible()
    expect(guest.get_by_role("heading", name="Log in to segue")).to_be_visible()


def test_a_token_is_shown_once_and_a_changed_password_logs_other_browsers_out(
    server: PageServer,
    open_page: OpenPage,  # noqa: F811
) -> None:
    other = open_page(f"{server.address}/", bypass_csp=True)
    log_in(other)
    expect(other.locator(".line-badge.is-live")).to_be_visible()
    page = open_page(f"{server.address}/account", bypass_csp=True)
    log_in(page)
    page.get_by_label("Name of the program").fill("My phone")
    page.get_by_role("button", name="Make a token").click()
    expect(page.locator(".secret .command")).to_have_text(re.compile(r"[\w-]{43}"))
    assert violations(page) == []
    page.reload()
    expect(page.get_by_role("button", name="End the token My phone")).to_be_visible()
    expect(page.locator(".secret")).to_have_count(0)
    page.get_by_role("button", name="End the token My phone").click()
    page.get_by_role("dialog").get_by_role("button", name="Keep").click()
    page.get_by_role("button", name="End the token My phone").click()
    page.get_by_role("dialog").get_by_role("button", name="End").click()
    expect(page.get_by_text("No program has a token.")).to_be_visible()
    page.get_by_label("Old password").fill(PASSWORD)
    page.get_by_label("New password").fill("quite another one")
    page.get_by_role("button", name="Change the password").click()
    expect(page.get_by_text("The password is changed")).to_be_visible()
    expect(other.get_by_role("heading", name="Log in to segue")).to_be_visible()
    log_in(other, password="quite another one")
    expect(other.locator(".line-badge.is-live")).to_be_visible()
    go(other, "/account")
    other.get_by_label("Old password").fill("quite another one")
    other.get_by_label("New password").fill(PASSWORD)
    other.get_by_role("button", name="Change the password").click()
    expect(other.get_by_text("The password is changed")).to_be_visible()
    other.get_by_role("button", name="Log out", exact=True).first.click()
    expect(other.get_by_role("heading", name="Log in to segue")).to_be_visible()


def test_a_name_without_spaces_fits_a_phone(server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    anna = open_page(f"{server.address}/people")
    log_in(anna)
    anna.get_by_role("button", name="Make a link").click()
    page = open_page(anna.locator(".secret .command").inner_text(), viewport=PHONE)
    page.get_by_label("Name").fill("W" * 64)
    page.get_by_label("New password").fill("another long password")
    page.get_by_role("button", name="Go in").click()
    expect(page.get_by_role("link", name="Account:")).to_be_visible()
    go(page, "/account")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("W" * 64)
    assert heading.evaluate("e => e.scrollWidth <= e.clientWidth")


def test_why_a_login_elsewhere_let_nobody_in_is_said_by_the_server_and_not_by_the_address(
    server: PageServer,
    open_page: OpenPage,  # noqa: F811
) -> None:
    page = open_page(f"{server.address}/login/oidc")  # there is no provider here
    expect(page.get_by_role("alert")).to_contain_text("SEGUE_OIDC_ISSUER is not set")
    page.goto(f"{server.address}/login?problem=Call+this+number")
    expect(page.get_by_role("heading", name="Log in to segue")).to_be_visible()
    expect(page.get_by_text("Call this number")).to_have_count(0)
