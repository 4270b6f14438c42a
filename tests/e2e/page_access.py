"""What the tests of access share: following links, and asking axe."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

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


COLOUR_RULES = ("color-contrast", "link-in-text-block")
"""The rules whose answer depends on colours, and so on the theme; the others read what both themes have in common."""


def violations(page: Page, *, rules: Sequence[str] = ()) -> list[str]:
    """Return what axe finds on the page as it stands, by these rules or by all."""
    if not Path(AXE).is_file():
        pytest.fail("axe-core is missing: run `make setup-dev`")
    if not page.evaluate("() => 'axe' in window"):
        page.add_script_tag(path=AXE)
    # Fading things have the contrast of a moment: wait until they stand.
    page.wait_for_function("""() => document.getAnimations().every(
        (each) => each.effect.getTiming().iterations === Infinity || each.playState !== 'running')""")
    result = page.evaluate(
        """(rules) => axe.run(document, {
            resultTypes: ['violations'],
            ...(rules.length ? { runOnly: { type: 'rule', values: rules } } : {}),
        })""",
        list(rules),
    )
    return [
        f"{each['id']}: {node['target']} {node['failureSummary'][:300]}"
        for each in result["violations"]
        for node in each["nodes"][:3]
    ]


def violations_in_both_themes(page: Page) -> list[str]:
    """Return what axe finds in the theme on show, by every rule, and in the other one, by the rules of colours.

    The page follows the system's theme, as a new one does; afterwards it has the theme it had.
    """
    shown = page.locator("html").get_attribute("data-theme")
    other = "light" if shown == "dark" else "dark"
    found = violations(page)
    _change_theme(page, other)
    found += [f"{other}: {violation}" for violation in violations(page, rules=COLOUR_RULES)]
    _change_theme(page, shown)
    return found


def _change_theme(page: Page, theme: str | None) -> None:
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    expect(page.locator("html")).to_have_attribute("data-theme", theme or "")
