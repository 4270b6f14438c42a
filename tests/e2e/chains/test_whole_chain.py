"""A person listens: real music, real MongoDB, Kafka, Spark and Chromium, from the folder to the changing list."""

import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pymongo import MongoClient

from infra.servers.listening_port import free_port
from infra.settings import Settings
from tests.builders.library import made_library
from tests.conftest import SHARED
from tests.deadline import eventually
from tests.e2e.chains.chain import Chain

pytestmark = [pytest.mark.live, pytest.mark.spark, pytest.mark.browser]

CLIPS = SHARED / "data" / "music" / "clips"
N_CLIPS = 60
LISTEN = """() => {
  window.heard = new Promise(resolve => {
    const sounds = () => resolve(performance.now());
    for (const audio of document.querySelectorAll('audio')) audio.addEventListener('playing', sounds, { once: true });
  });
  const clicks = () => { window.clicked = performance.now(); };
  addEventListener('dblclick', clicks, { once: true, capture: true });
}"""
"""Notes when the next double click comes and when the sound that follows it starts."""


def music(folder: Path) -> Path:
    """Some of the real clips, spread over the albums, or made-up music where they are missing."""
    clips = sorted(CLIPS.glob("*.mp3"))
    if not clips:
        print("the real clips in ../shared are missing: this test plays made-up tones and noises")
        return made_library(folder)
    folder.mkdir(parents=True)
    for clip in clips[:: max(len(clips) // N_CLIPS, 1)]:
        (folder / clip.name).symlink_to(clip)
    return folder


@pytest.fixture(scope="module")
def chain(servers, tmp_path_factory):
    home = tmp_path_factory.mktemp("chain")
    chain = Chain(
        replace(
            Settings(),
            home=home / "home",
            mongo_uri=servers.mongo_uri,
            mongo_database="test_whole_chain",
            kafka_bootstrap=servers.kafka_bootstrap,
            kafka_partitions=2,
            cell="chain",
            web_port=free_port(),
            spark_master="local[2]",
            spark_driver_memory="1g",
            artifacts_poll_s=0.3,
        )
    )
    said = chain.run("ingest", str(music(home / "music")))
    assert re.search(r"\d+ analysed, 0 unchanged, 0 rejected", said), said
    chain.run("build", "index")
    chain.start("taste", "worker", "taste")
    chain.start("archive", "worker", "archive")
    chain.start_web()
    yield chain
    chain.close()


@pytest.fixture
def page(session_browser, chain):
    context = session_browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto(f"{chain.url}/library/tracks")
    expect(page.get_by_role("button", name="Play", exact=True).first).to_be_visible()
    yield page
    context.close()


def picks(page: Page) -> list[str]:
    return (
        page.get_by_role("grid", name="Next for you")
        .locator("> [role=row]")
        .evaluate_all("items => items.map(item => item.dataset.key)")
    )


def sound_position(page: Page) -> float:
    slider = page.get_by_role("slider", name="Position in the track").first
    return float(slider.get_attribute("aria-valuenow") or slider.input_value())


def play_row(page: Page, number: int) -> None:
    page.locator('[role="row"][aria-rowindex]').nth(number).locator(".cell-time").dblclick()


def changes_within(page: Page, action, *, within_s: float) -> float:
    """Do it and return after how many seconds the picks were others."""
    before = picks(page)
    started = time.monotonic()
    action()
    eventually(lambda: picks(page) != before, within_s=within_s, what="another slate")
    return time.monotonic() - started


def start_playing(page: Page) -> None:
    eventually(lambda: picks(page), what="the first slate")
    play_row(page, 1)
    eventually(lambda: sound_position(page) > 0.3, what="sound")


def test_a_person_plays_skips_and_likes_and_the_picks_follow(page):
    start_playing(page)
    at = sound_position(page)
    eventually(lambda: sound_position(page) > at, what="time advances")
    slider = page.get_by_role("slider", name="Position in the track").first
    slider.focus()
    slider.press("ArrowRight")
    eventually(lambda: sound_position(page) > at + 2, what="a later position after seeking")
    skip = page.get_by_role("button", name="Next track").first
    for _ in range(2):
        seconds = changes_within(page, skip.click, within_s=5)
        print(f"\nskip to another slate on the page: {seconds * 1000:.0f} ms")
        assert seconds < 1.0
    player = page.get_by_role("region", name="Player")
    seconds = changes_within(page, player.get_by_role("button", name="Like", exact=True).click, within_s=5)
    print(f"like to another slate on the page: {seconds * 1000:.0f} ms")
    assert seconds < 1.0


def test_the_first_sound_comes_at_once(page):
    start_playing(page)
    took = []
    for number in (3, 5, 7):
        page.evaluate(LISTEN)
        play_row(page, number)
        took.append(page.evaluate("() => window.heard.then(at => at - window.clicked)"))
    print(f"\nclick to first sound: {sorted(took)[1]:.0f} ms (median of {[round(each) for each in took]})")
    assert all(each > 0 for each in took)


def test_search_forgives_typos(page):
    row = page.locator('[role="row"][aria-rowindex]').nth(2)
    title = row.locator(".name-title").first.inner_text()
    word = max(re.findall(r"\w+", title), key=len)
    typed = word[:2] + word[3:] if len(word) > 4 else word
    page.keyboard.press("/")
    page.keyboard.type(typed)
    expect(page.get_by_text(title).first).to_be_visible()


def test_a_reload_keeps_queue_and_position(page):
    start_playing(page)
    title = page.get_by_role("region", name="Player").locator(".name-title").inner_text()
    eventually(lambda: sound_position(page) > 1.5, what="a position to come back to")
    page.reload()
    player = page.get_by_role("region", name="Player")
    expect(player.locator(".name-title")).to_have_text(title)
    eventually(lambda: sound_position(page) >= 1.0, what="the position from before")


def test_a_new_index_is_taken_up_during_play(page, chain):
    start_playing(page)
    before = page.request.get(f"{chain.url}/api/v1/slate").json()["model_version"]
    chain.run("build", "index")

    def version():
        return page.request.get(f"{chain.url}/api/v1/slate").json()["model_version"]

    eventually(lambda: version() != before, within_s=20, what="the new version in the web process")
    at = sound_position(page)
    eventually(lambda: sound_position(page) > at or sound_position(page) < 2, what="music goes on")
    changes_within(page, page.get_by_role("button", name="Next track").first.click, within_s=5)


def test_picks_come_again_after_the_worker_was_killed(page, chain):
    start_playing(page)
    chain.kill("taste")
    page.get_by_role("button", name="Next track").first.click()
    chain_restarted_at = time.monotonic()
    before = picks(page)
    chain.start("taste", "worker", "taste")
    eventually(lambda: picks(page) != before, within_s=40, what="picks after the restart")
    print(f"\nkilled worker: picks again {time.monotonic() - chain_restarted_at:.1f} s after the restart")


def test_events_wait_in_the_page_while_the_player_is_down(page, chain):
    start_playing(page)
    listener = page.request.get(f"{chain.url}/api/v1/listener").json()["listener_id"]
    with MongoClient(chain.settings.mongo_uri) as client:
        activity = client[chain.settings.mongo_database]["activity"]
        likes = {"listener_id": listener, "kind": "liked"}
        # Without accounts every page is the same listener, who has liked something in another test.
        before = activity.count_documents(likes)
        chain.kill("web")
        page.get_by_role("region", name="Player").get_by_role("button", name="Like", exact=True).click()
        expect(page.get_by_text(re.compile("event.*waiting")).first).to_be_visible(timeout=20_000)
        chain.start_web()
        eventually(lambda: activity.count_documents(likes) > before, within_s=30, what="the like in the archive")
        assert activity.count_documents(likes) == before + 1
