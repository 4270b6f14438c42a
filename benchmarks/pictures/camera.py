"""Chromium as a camera: opens the room as a shot wants it, waits until nothing moves, and takes it."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.pictures.shots import Shot
from benchmarks.pictures.telling_tracks import TellingTracks
from infra.setup.requirements import chromium_program
from recommender.errors import ServerUnavailable

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--enable-unsafe-swiftshader",  # WebGL without a graphics card
    "--autoplay-policy=no-user-gesture-required",
    "--mute-audio",
)
PATIENCE_MS = 120_000
"""Without a graphics card a frame takes its time."""
_STILL = """() => new Promise((resolve) => {
    const picture = document.querySelector('.room-picture')
    const n_before = picture?.figures?.().n_frames ?? 0
    setTimeout(() => resolve(n_before > 0 && picture.figures().n_frames === n_before), 500)
})"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Yield a Chromium that draws the room."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_program(), args=list(ARGUMENTS))
        yield browser
        browser.close()


def take(browser: Browser, shot: Shot, *, address: str, tracks: TellingTracks) -> bytes:
    """Return the picture as PNG; raises `ServerUnavailable` when the page or its scripts failed."""
    context = browser.new_context(viewport=shot.viewport, color_scheme=shot.theme, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MS)
    try:
        page = context.new_page()
        troubles: list[str] = []
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.goto(address + shot.path(tracks))
        _wait_until_shown(page, shot)
        shot.act(page)
        page.mouse.move(0, 0)  # nothing is pointed at
        _wait_until_shown(page, shot)
        page.screenshot()  # without a graphics card the first one after a frame can miss the canvas
        png = page.screenshot()
        if troubles:
            raise ServerUnavailable(f"the page of {shot.name} failed: {troubles[0]}")
        return png
    finally:
        context.close()


def _wait_until_shown(page: Page, shot: Shot) -> None:
    page.locator(".room").wait_for()
    if "at=" in shot.query:
        page.locator(".room-panel .room-quantity").first.wait_for()
    if shot.has_depth:
        page.wait_for_function(_STILL)
    page.wait_for_load_state("networkidle")
