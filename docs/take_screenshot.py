"""Takes the README's picture of a running player.

`python -m docs.take_screenshot http://localhost:8080 docs/player.png`

Something plays, was listened to for a moment and is liked, so that the picks and their reasons are real.
"""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from infra.setup.requirements import chromium_program

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--autoplay-policy=no-user-gesture-required", "--mute-audio"]
SIZE = {"width": 1440, "height": 900}
LISTENED_MS = 6_000
SETTLED_MS = 1_500


def take(address: str, picture: Path) -> None:
    """Play the first track of the first album shelf and save what the page looks like then."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_program(), args=ARGUMENTS)
        page = browser.new_context(viewport=SIZE, color_scheme="dark").new_page()
        page.goto(f"{address}/library/albums")
        page.locator(".card-link").first.click()
        page.get_by_role("button", name="Play", exact=True).first.click()
        page.wait_for_function("() => document.querySelector('audio[data-deck=active]')?.currentTime > 0")
        page.get_by_role("link", name="Home").last.click()
        page.wait_for_timeout(LISTENED_MS)
        page.get_by_role("region", name="Player").get_by_role("button", name="Like", exact=True).click()
        page.mouse.move(SIZE["width"] / 2, SIZE["height"] / 2)
        page.wait_for_timeout(SETTLED_MS)
        page.screenshot(path=picture)
        browser.close()


if __name__ == "__main__":
    take(sys.argv[1].rstrip("/"), Path(sys.argv[2]))
