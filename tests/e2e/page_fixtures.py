"""Chromium, and the page on a made-up server, for tests of the page alone."""

import atexit
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from infra.servers.listening_port import free_port
from tests.deadline import eventually
from tests.paths import ROOT
from tests.server_nursery import Nursery

BUILT = ROOT / "webapp" / "static" / "index.html"
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


@dataclass
class PageServer:
    """The web process of these tests; it can be stopped and started again on the same port."""

    folder: Path
    n_tracks: int = 48
    has_accounts: bool = False
    has_picks: bool = False
    has_room: bool = False
    port: int = field(default_factory=free_port)
    _pid: int | None = None

    @property
    def address(self) -> str:
        """Where the page is."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start and wait until it serves."""
        kinds = {"accounts": self.has_accounts, "picks": self.has_picks, "room": self.has_room}
        kind = [name for name, is_wanted in kinds.items() if is_wanted]
        started = _nursery().start(str(self.folder), str(self.port), str(self.n_tracks), *kind)
        self._pid = started.pid
        assert started.said == "ready", "the server ended; its reason is on the standard error"

    def stop(self) -> None:
        """End the process as a crash would."""
        if self._pid is not None:
            _nursery().kill(self._pid)
            self._pid = None

    def events(self, *kinds: str) -> list[dict[str, Any]]:
        """Return what the page has sent, in order; only these kinds if any are given."""
        with urlopen(f"{self.address}/test/events") as answer:
            events: list[dict[str, Any]] = json.load(answer)
        return [event for event in events if not kinds or event["kind"] in kinds]

    def event(self, kind: str, n: int = 1) -> dict[str, Any]:
        """Wait for the n-th event of a kind."""
        eventually(lambda: len(self.events(kind)) >= n, within_s=15, what=f"{n} x {kind}: {self.events()}")
        return self.events(kind)[n - 1]


@cache
def _nursery() -> Nursery:
    """The process that page servers are forked from, as long as these tests run."""
    nursery = Nursery("tests.e2e.page_server")
    atexit.register(nursery.close)
    return nursery


@pytest.fixture(scope="module")
def page_browser(session_browser: Browser) -> Browser:
    """The system's Chromium, headless."""
    if not BUILT.is_file():
        pytest.fail("the page is not built: run `make setup-dev`")
    return session_browser


@pytest.fixture(scope="module")
def page_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PageServer]:
    """A server with 48 tracks and some odd ones."""
    server = PageServer(tmp_path_factory.mktemp("sounds"))
    server.start()
    yield server
    server.stop()


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(page_browser: Browser) -> Iterator[OpenPage]:
    """Open an address in a browser of its own; the test fails when the page's scripts did, or asked another host."""
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def open_one(address: str, *, viewport: dict[str, int] | None = None, theme: str = "dark", **options: Any) -> Page:
        context = page_browser.new_context(viewport=viewport or WIDE, color_scheme=theme, **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda said: troubles.append(said.text) if "Content Security" in said.text else None)
        page.on("request", lambda sent: None if _is_here(sent.url) else troubles.append(f"asked {sent.url}"))
        page.goto(address)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert troubles == [], troubles


def _is_here(url: str) -> bool:
    return url.startswith(("http://127.0.0.1", "data:", "blob:"))


def play_first(page: Page, title: str | None = None) -> None:
    """Play a row of the list on show by a double click, and wait until the time advances."""
    row = page.locator(".row .name-title", has_text=title).first if title else page.locator(".row .name-title").nth(8)
    row.dblclick()
    expect(page.get_by_role("button", name="Pause").first).to_be_visible()
    page.wait_for_function("() => document.querySelector('audio[data-deck=active]')?.currentTime > 0.1")


def slate_titles(page: Page) -> list[str]:
    """Return the titles of the picks on show."""
    return page.locator(".slate .picks .name-title").all_inner_texts()
