from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.e2e.browser import chromium


@pytest.fixture(scope="session")
def session_browser() -> Iterator[Browser]:
    """One Chromium for all tests of a process; each page has a context of its own and shares nothing."""
    with chromium() as browser:
        yield browser
