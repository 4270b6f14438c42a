"""Chromium for tests."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

NOT_TESTED = (
    # The address bar's lists: nobody types there, and each new window would load two of them, half of its work.
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup"),
    # Playwright leaves these out as well, but of several lists Chromium takes the last one only.
    *("HttpsUpgrades", "HttpsFirstBalancedModeAutoEnable", "MediaRouter", "OptimizationHints", "PaintHolding"),
    *("LensOverlay", "NetworkTimeServiceQuerying", "PreconnectToSearch", "ThirdPartyStoragePartitioning"),
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose"),
)
"""Features of Chromium that no page of segue has to do with."""
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--autoplay-policy=no-user-gesture-required",
    # WebGL without a graphics card, so that the room is drawn on every machine.
    "--enable-unsafe-swiftshader",
    f"--disable-features={','.join(NOT_TESTED)}",
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Yield the system's Chromium, without windows where there is such a one, else the one that playwright has."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    program = next(filter(None, map(shutil.which, names)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        yield browser
        browser.close()
