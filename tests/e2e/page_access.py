"""What the tests of access share: following links, and asking axe."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.e2e.page_fixtures import ROOT

AXE = ROOT / "webapp" / "frontend" / "node_modules" / "axe-core" / "axe.min.js"


def go(page: Page, path: str) -> None:
    """Follow a link to there, as the page's own links do."""
    page.evaluate(
        """(path) => {
            const link = Object.assign(document.createElement('a'), { href: path })
            document.body.append(link)
            link.click()
            link.remove()
        }""",
        path,
    )


def violations(page: Page) -> list[str]:
    """Return what axe finds on the page as it stands."""
    if not Path(AXE).is_file():
        pytest.skip("needs axe-core: npm ci in webapp/frontend")
    page.add_script_tag(path=AXE)
    # Fading things have the contrast of a moment: wait until they stand.
    page.wait_for_function("""() => document.getAnimations().every(
        (each) => each.effect.getTiming().iterations === Infinity || each.playState !== 'running')""")
    result = page.evaluate("() => axe.run(document, { resultTypes: ['violations'] })")
    return [
        f"{each['id']}: {node['target']} {node['failureSummary'][:300]}"
        for each in result["violations"]
        for node in each["nodes"][:3]
    ]
