"""Everybody can use the lab: axe finds nothing, nothing is wider than its window, and it says what is missing.

What does not depend on colours is asked once wide and once narrow; of the other theme only its colours are asked.
"""

import pytest
from playwright.sync_api import expect

from tests.e2e.lab.lab_pages import PAGES, open_lab
from tests.e2e.made_answers import answer
from tests.e2e.page_access import go, violations, violations_in_both_themes
from tests.e2e.page_fixtures import (  # noqa: F401
    PHONE,
    WIDE,
    OpenPage,
    PageServer,
    open_page,
    page_browser,
    page_server,
)

pytestmark = pytest.mark.browser

NARROW = {"width": 360, "height": 740}


@pytest.mark.parametrize(
    ("theme", "viewport"), [("dark", WIDE), ("light", PHONE)], ids=["dark, then light", "phone, light, then dark"]
)
def test_axe_finds_nothing_in_the_lab(
    page_server: PageServer,  # noqa: F811
    open_page: OpenPage,  # noqa: F811
    theme: str,
    viewport: dict[str, int],
) -> None:
    page, _ = open_lab(open_page, page_server, "/lab", theme=theme, viewport=viewport, bypass_csp=True)
    found = []
    for path, shown in PAGES.items():
        go(page, path)
        expect(page.locator(shown).first).to_be_visible()
        expect(page.locator("main h1")).to_have_count(1)
        summary = page.locator(".quality details:not([open]) summary")
        if summary.count():
            summary.first.click()
            expect(page.locator(".quality-body table").first).to_be_visible()
        found += [f"{path}: {violation}" for violation in violations_in_both_themes(page)]
    assert not found, "\n".join(found)


def test_no_page_of_the_lab_is_wider_than_its_window(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page, _ = open_lab(open_page, page_server, "/lab", viewport=NARROW)
    for path, shown in PAGES.items():
        go(page, path)
        expect(page.locator(shown).first).to_be_visible()
        too_wide = page.evaluate("""() => [...document.querySelectorAll('main, main > *, .rail, .rail nav')]
            .filter((e) => e.scrollWidth > e.clientWidth + 1 || e.getBoundingClientRect().right > innerWidth + 1)
            .map((e) => e.className)""")
        assert (path, too_wide) == (path, [])


@pytest.mark.parametrize(
    ("path", "missing"),
    [
        ("/lab/charts", "/api/v1/lab/charts"),
        ("/predict", "/api/v1/lab/popularity"),
        ("/lab/single", "/api/v1/lab/popularity"),
        ("/lab/streams", "/api/v1/lab/streams"),
        ("/lab/year", "/api/v1/lab/releases/artists"),
    ],
)
def test_a_page_without_a_model_shows_a_sample_answer_marked_as_such_and_the_command(
    page_server: PageServer,  # noqa: F811
    open_page: OpenPage,  # noqa: F811
    path: str,
    missing: str,
) -> None:
    page, _ = open_lab(open_page, page_server, path, without=(missing,), bypass_csp=True)
    sample = page.get_by_role("region", name="Sample answer")
    expect(sample).to_contain_text("these songs are made up")
    expect(sample.locator(".lab-note .command")).to_have_text("/opt/here/segue train something")
    assert violations(page) == []


def test_a_page_whose_model_is_gone_says_the_command(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page, _ = open_lab(open_page, page_server, "/predict", without=("/predicted",))
    expect(page.locator(".empty .command")).to_have_text("/opt/here/segue train something")


def test_a_library_without_moods_is_shown_by_a_sample_that_is_marked(
    page_server: PageServer,  # noqa: F811
    open_page: OpenPage,  # noqa: F811
) -> None:
    page, _ = open_lab(open_page, page_server, "/lab/year", bypass_csp=True)
    none = {"moods": [{"mood": mood, "n_tracks": 0} for mood in ("Happy", "Sad", "Energetic", "Calm")]}
    page.route("**/api/v1/lab/moods", lambda route: answer(route, none | {"model_version": ""}))
    page.reload()
    sample = page.get_by_role("region", name="Sample answer")
    expect(sample).to_contain_text("Happy")
    expect(sample.locator(".lab-note .command")).to_have_text("/opt/here/segue fetch lab")
    assert violations(page) == []


def test_the_first_load_leaves_the_lab_and_its_charts_out(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/listen")
    scripts: list[str] = []
    page.on("request", lambda sent: scripts.append(sent.url.rsplit("/", 1)[-1]) if sent.url.endswith(".js") else None)
    page.goto(f"{page_server.address}/library/tracks")
    expect(page.locator(".row .name-title").first).to_be_visible()
    assert not [name for name in scripts if name.startswith(("engine", "lab", "charts", "chart_box"))]


def test_a_page_whose_code_cannot_be_fetched_can_be_tried_again(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page, _ = open_lab(open_page, page_server, "/lab")
    expect(page.locator(".topic-card").first).to_be_visible()
    page.route("**/assets/streams-*.js", lambda route: route.abort())
    page.locator(".lab-tabs").get_by_role("link", name="Streams").click()
    expect(page.get_by_role("alert")).to_contain_text("The server does not answer")
    expect(page.get_by_role("button", name="Try again")).to_be_visible()


def test_charts_stand_still_for_who_wants_no_motion(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page, _ = open_lab(open_page, page_server, "/lab/charts", reduced_motion="reduce")
    canvas = page.locator(".chart canvas").first
    expect(canvas).to_be_visible()
    first = page.evaluate("() => document.querySelector('.chart canvas').toDataURL()")
    page.wait_for_timeout(250)
    assert page.evaluate("() => document.querySelector('.chart canvas').toDataURL()") == first
    expect(page.get_by_role("img", name="Bars of expected moves.")).to_be_visible()


def test_charts_change_with_the_theme(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page, _ = open_lab(open_page, page_server, "/lab/charts", theme="dark", reduced_motion="reduce")
    expect(page.locator(".chart canvas").first).to_be_visible()
    page.wait_for_timeout(300)
    dark = page.evaluate("() => document.querySelector('.chart canvas').toDataURL()")
    page.get_by_role("button", name="Colours:").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    page.wait_for_function("(dark) => document.querySelector('.chart canvas').toDataURL() !== dark", arg=dark)
