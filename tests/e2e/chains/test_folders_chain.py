"""Music comes into a folder and onto the page: real files, MongoDB, Kafka, `segue schedule` and Chromium."""

from dataclasses import replace
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from infra.settings import Settings
from tests.builders.audio import make_sound
from tests.deadline import eventually
from tests.e2e.chains.chain import Chain
from tests.e2e.page_fixtures import OpenPage, open_page, page_browser  # noqa: F401

pytestmark = [pytest.mark.live, pytest.mark.spark, pytest.mark.browser]
SOON_MS = 120_000
"""The machine may be busy with other tests."""
N_LONG = 60
"""Sounds whose analysis takes longer than a page takes to open."""


@pytest.fixture
def music(tmp_path: Path) -> Path:
    folder = tmp_path / "Music"
    folder.mkdir()
    make_sound(folder / "first.wav", seed=1, seconds=3)
    return folder


@pytest.fixture
def chain(settings: Settings, music: Path):
    # Only the button asks for scans.
    chain = Chain(replace(settings, schedule_new_share=1e9, watch="off", analysis_workers=1))
    chain.run("ingest", str(music))
    chain.start("schedule", "schedule")
    chain.start("web", "web")
    eventually(lambda: answers(f"{chain.url}/health/live"), within_s=60, what="the player")
    yield chain
    chain.close()


def answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def test_rescan_shows_progress_and_a_broken_file_is_mended_and_tried_again(
    chain: Chain,
    music: Path,
    open_page: OpenPage,  # noqa: F811
) -> None:
    for seed in range(12):
        make_sound(music / f"new {seed:02d}.wav", seed=10 + seed, seconds=120)
    (music / "broken.wav").write_bytes(b"no music at all" * 99)
    page = open_page(f"{chain.url}/settings/folders")
    expect(page.get_by_text("1 track · scanned")).to_be_visible()
    page.get_by_role("button", name="Rescan Music").click()
    bar = page.get_by_role("progressbar", name="Scan of Music")
    expect(bar).to_contain_text("14 files listed", timeout=SOON_MS)
    expect(bar).to_contain_text("of 13 tracks analysed", timeout=SOON_MS)
    expect(page.get_by_text("Music is scanned: 12 tracks new.")).to_be_visible(timeout=SOON_MS)
    expect(page.get_by_text("13 tracks · 1 rejected")).to_be_visible()
    # It builds the index now, for whoever pressed the button; a new one does the scan before that.
    chain.stop("schedule")
    row = page.get_by_role("listitem").filter(has_text="broken.wav")
    expect(row).to_contain_text("not audio")
    expect(row).to_contain_text("leave it out")

    make_sound(music / "broken.wav", seed=99, seconds=3)
    row.get_by_role("button", name="Retry broken.wav").click()
    expect(page.get_by_text("1 file will be tried again.")).to_be_visible()
    expect(page.get_by_text("Waits for its turn")).to_be_visible()
    chain.start("schedule", "schedule")
    expect(row).to_have_count(0, timeout=SOON_MS)
    expect(page.get_by_text("14 tracks · scanned")).to_be_visible(timeout=SOON_MS)
    expect(page.get_by_text("No file is rejected.")).to_be_visible()
    page.goto(f"{chain.url}/library/tracks")
    expect(page.locator(".row .name-title", has_text="new 11")).to_be_visible(timeout=SOON_MS)
    page.goto(f"{chain.url}/library/tracks")
    expect(page.locator(".row .name-title", has_text="broken")).to_be_visible(timeout=SOON_MS)


def test_a_new_library_shows_its_tracks_while_its_sound_is_analysed(
    chain: Chain,
    music: Path,
    open_page: OpenPage,  # noqa: F811
) -> None:
    for seed in range(N_LONG):
        make_sound(music / f"long {seed:02d}.wav", seed=10 + seed, seconds=150)
    page = open_page(f"{chain.url}/settings/folders")
    page.get_by_role("button", name="Rescan Music").click()
    bar = page.get_by_role("progressbar", name="Scan of Music")
    expect(bar).to_contain_text(f"{N_LONG + 1} files listed", timeout=SOON_MS)

    other = page.context.new_page()
    eventually(lambda: _lists(other, chain, "long 00"), within_s=SOON_MS / 1000, what="the new tracks in the library")
    expect(bar).to_contain_text(f"of {N_LONG} tracks analysed")
    other.locator(".row", has_text="long 00").get_by_role("button", name="Play").first.click()
    expect(other.get_by_role("button", name="Pause").first).to_be_visible()

    page.get_by_role("button", name="Stop the scan of Music").click()
    expect(page.get_by_text("The scan of Music is stopped.")).to_be_visible(timeout=SOON_MS)


def _lists(page: Page, chain: Chain, title: str) -> bool:
    """Open the list of tracks anew, which is not told of new ones; return whether the track is in it."""
    page.goto(f"{chain.url}/library/tracks")
    page.locator(".row .name-title").first.wait_for()
    return page.locator(".row .name-title", has_text=title).count() > 0
