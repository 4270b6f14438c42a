"""The page of settings: a listening history is looked at, imported, and home is the listener's at once."""

import json
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.page_access import violations, violations_in_both_themes
from tests.e2e.page_fixtures import (  # noqa: F401
    PHONE,
    WIDE,
    OpenPage,
    PageServer,
    open_page,
    page_browser,
    page_server,
    play_first,
)

pytestmark = pytest.mark.browser
DROP = """([name, text]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name));
  for (const kind of ['dragover', 'drop']) {
    document.body.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
  }
}"""


def history(server: PageServer, *track_ids: str, unknown: int = 0) -> str:
    """Plays of these tracks, and of songs that the library does not have."""
    songs = []
    for track_id in track_ids:
        with urlopen(f"{server.address}/api/v1/tracks/{track_id}") as answer:
            track = json.load(answer)
        songs.append((track["title"], track["artist"]))
    songs += [(f"Unknown {n}", "Nobody") for n in range(unknown)]
    now = datetime.now(UTC)
    rows = [
        {
            "endTime": f"{now - timedelta(days=1, minutes=n):%Y-%m-%d %H:%M}",
            "artistName": artist,
            "trackName": title,
            "msPlayed": 200_000,
        }
        for n, (title, artist) in enumerate(songs)
    ]
    return json.dumps(rows)


def drop(page: Page, name: str, text: str) -> None:
    page.evaluate(DROP, [name, text])


def choose(page: Page, *paths: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose files").click()
    chooser.value.set_files(list(paths))


def figure(entry: Locator, name: str) -> Locator:
    return entry.locator(".import-figures > div", has_text=name).locator("dd")


def test_a_dropped_history_is_looked_at_imported_and_home_is_personal_at_once(
    page_server: PageServer,  # noqa: F811
    open_page: OpenPage,  # noqa: F811
) -> None:
    page = open_page(f"{page_server.address}/")
    expect(page.locator(".shelf").first).to_be_visible()
    expect(page.get_by_role("heading", name="Recently played")).to_have_count(0)
    page.get_by_role("link", name="Settings").first.click()
    expect(page.get_by_role("heading", name="Settings", level=1)).to_be_visible()
    drop(page, "StreamingHistory0.json", history(page_server, "k01-t03", "k02-t05", unknown=1))
    looked = page.get_by_role("list", name="Files that were sent").get_by_role("listitem").filter(has_text="Looked at")
    expect(looked).to_contain_text("StreamingHistory0.json")
    for name, n in (("Plays read", "3"), ("New", "3"), ("Of your library", "2"), ("Not in your library", "1")):
        expect(figure(looked, name)).to_have_text(n)
    looked.locator("summary", has_text="Songs that the library does not have").click()
    expect(looked).to_contain_text("Unknown 0 \u2013 Nobody")
    assert page_server.events("finished") == []
    expect(page.get_by_text("3 plays in 1 file would be new.")).to_be_visible()
    page.get_by_role("button", name="Import these").click()
    imported = page.get_by_role("listitem").filter(has_text="Imported")
    expect(figure(imported, "New")).to_have_text("3")
    expect(page.get_by_role("button", name="Import these")).to_have_count(0)
    expect(page.get_by_text("Your home and your picks know them now.")).to_be_visible()
    assert len(page_server.events("finished")) == 2
    imported.get_by_role("link", name="See your home").click()
    recent = page.get_by_role("region", name="Recently played")
    expect(recent).to_be_visible()
    expect(recent.locator(".card")).to_have_count(2)


def test_several_files_are_imported_by_keyboard_and_twice_counts_once(
    page_server: PageServer,  # noqa: F811
    open_page: OpenPage,  # noqa: F811
    tmp_path: Path,
) -> None:
    page = open_page(f"{page_server.address}/settings")
    first, second = tmp_path / "a.json", tmp_path / "b.zip"
    first.write_text(history(page_server, "k01-t04"))
    with zipfile.ZipFile(second, "w") as packed:
        packed.writestr("MyData/StreamingHistory1.json", history(page_server, "k01-t04", "k01-t06"))
        packed.writestr("MyData/Read_Me.txt", "Hello")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose files").focus()
        page.keyboard.press("Enter")
    chooser.value.set_files([first, second])
    expect(page.get_by_text("in 2 files would be new.")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="b.zip").first).to_contain_text("Files that are no history")
    page.get_by_role("button", name="Import these").focus()
    page.keyboard.press("Enter")
    imported = page.get_by_role("listitem").filter(has_text="Imported")
    expect(imported).to_have_count(2)
    expect(figure(imported.filter(has_text="a.json"), "New")).to_have_text("1")
    page.reload()
    expect(imported).to_have_count(2)
    expect(page.get_by_role("button", name="Import these")).to_have_count(0)


def test_a_broken_file_says_why_and_may_be_sent_again(
    page_server: PageServer,  # noqa: F811
    open_page: OpenPage,  # noqa: F811
    tmp_path: Path,
) -> None:
    broken = tmp_path / "holiday.json"
    broken.write_text('{"a": 1}')
    page = open_page(f"{page_server.address}/settings")
    choose(page, broken)
    entry = page.get_by_role("listitem").filter(has_text="holiday.json")
    expect(entry).to_contain_text("Failed")
    expect(entry).to_contain_text("holiday.json is no listening history that is known")
    entry.get_by_role("button", name="Try again").click()
    expect(entry).to_have_count(2)
    page.reload()
    expect(entry.first).to_contain_text("Choose the file again to try again.")


@pytest.mark.parametrize(
    ("viewport", "find"), [(WIDE, violations_in_both_themes), (PHONE, violations)], ids=["both themes", "phone"]
)
def test_axe_finds_nothing_and_nothing_is_too_wide(
    page_server: PageServer,  # noqa: F811
    open_page: OpenPage,  # noqa: F811
    viewport: dict[str, int],
    find: Callable[[Page], list[str]],
    tmp_path: Path,
) -> None:
    page = open_page(f"{page_server.address}/", viewport=viewport, bypass_csp=True)
    page.get_by_role("link", name="Settings").locator("visible=true").click()
    expect(page.get_by_role("heading", name="Listening history")).to_be_visible()
    expect(page.locator("main h1")).to_have_count(1)
    assert find(page) == []
    files = [tmp_path / "a.json", tmp_path / f"{'a long name ' * 12}.json"]
    files[0].write_text(history(page_server, "k01-t04", unknown=30))
    files[1].write_text("nothing")
    choose(page, *files)
    expect(page.locator(".import-entry")).to_have_count(2)
    for summary in page.locator(".import-entry summary").all():
        summary.click()
    assert find(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_colours_are_chosen_and_stay(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/settings")
    page.get_by_role("radio", name="Light").check()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    page.reload()
    expect(page.get_by_role("radio", name="Light")).to_be_checked()
    page.get_by_role("button", name="Keyboard help").locator("visible=true").last.click()
    expect(page.get_by_role("dialog", name="Keyboard")).to_be_visible()


def test_what_was_refused_is_counted(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/library/tracks")
    page.locator(".row .name-title").nth(8).click(button="right")
    page.get_by_role("menuitem", name="Not this").click()
    page_server.event("disliked")
    page.get_by_role("link", name="Settings").first.click()
    refused = page.get_by_role("region", name="Refused")
    expect(refused).to_contain_text("1 track or artist does not come up.")
    refused.get_by_role("link").click()
    expect(page).to_have_url(f"{page_server.address}/library/turned-away")


def test_settings_and_a_picks_why_lead_to_how_good_the_picks_are(page_server: PageServer, open_page: OpenPage) -> None:  # noqa: F811
    page = open_page(f"{page_server.address}/library/tracks")
    play_first(page)
    page_server.event("shown")
    pick = page.locator(".slate .pick").nth(1)
    pick.hover()
    pick.get_by_role("button", name="Why?").click()
    pick.get_by_role("link", name="How good are these picks?").click()
    expect(page.get_by_role("heading", level=1, name="How good are these picks?")).to_be_visible()
    did = page.get_by_role("region", name="What listeners did")
    expect(did).to_contain_text(re.compile(r"\d+ picks? (was|were) in view in the last 30 days, of \d+ listeners?\."))
    expect(did).to_contain_text(re.compile(r"Of \d+ picks that were in view here, .*\d (was|were) played\."))
    expect(did.locator("tbody tr")).not_to_have_count(0)
    expect(page.get_by_role("region", name="What comes next")).to_contain_text("not known yet")
    page.goto(f"{page_server.address}/settings")
    page.get_by_role("link", name="How good are these picks?").click()
    expect(page).to_have_url(f"{page_server.address}/quality")
