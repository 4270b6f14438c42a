"""Opening the lab's pages before made-up answers."""

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Download, Locator, Page

from tests.e2e.made_lab import make_up
from tests.e2e.page_fixtures import OpenPage, PageServer

Asked = list[tuple[str, str, Any]]

PAGES = {
    "/lab": ".topic-card",
    "/lab/charts": ".sparkline",
    "/lab/charts?model=lstm": ".lab-note",
    "/predict?track=k00-t00&tempo=240": ".what-outside",
    "/lab/single": ".empty-title",
    "/lab/single?tracks=k00-t00,k00-t01,k01-t02": ".heat",
    "/lab/streams": ".empty-title",
    "/lab/streams?song=Blue%20Train": ".answer-card",
    "/lab/streams?song=unknown": ".lab-refusal",
    "/lab/year": ".mood-bars, .chart",
    "/lab/year?artist=Miles&year=2026": ".answer-number",
    "/lab/models": "tr.is-here",
}
"""Addresses, and what is on each when it is there."""


def open_lab(
    open_page: OpenPage, server: PageServer, path: str, *, without: tuple[str, ...] = (), **options: Any
) -> tuple[Page, Asked]:
    """Open an address with the lab made up; returns the page and what it asks of the lab."""
    page = open_page(f"{server.address}/listen", **options)
    asked = make_up(page, without=without)
    page.goto(f"{server.address}{path}")
    return page, asked


def saved(page: Page, button: Locator, folder: Path) -> tuple[str, bytes]:
    """Press a button that saves a file; returns its name and content."""
    with page.expect_download() as waiting:
        button.click()
    download: Download = waiting.value
    path = folder / download.suggested_filename
    download.save_as(path)
    return download.suggested_filename, path.read_bytes()


def bodies(asked: Asked, path: str) -> list[Any]:
    """Return the bodies of the questions to one path, in order."""
    return [body for _, each, body in asked if each == path]


def number_in(words: str) -> float:
    """Return the first number of a text."""
    found = re.search(r"-?\d+(?:\.\d+)?", words)
    assert found, words
    return float(found[0])
