"""Accounts on a real player: the command, a browser that logs in, and what ends at once in every process."""

import re
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
import pytest
import requests

from infra.settings import Settings
from infra.stores.database import prepared_database
from infra.stores.tracks import MongoTrackStore
from recommender.records import Track, TrackId
from tests.deadline import eventually
from tests.integration.web.player import event
from tests.integration.web_process import WebProcess, environment_of, live_socket, running_web
from tests.paths import ROOT

pytestmark = pytest.mark.live

PASSWORD = "a long password"
LONG = Track(track_id=TrackId("long"), title="A long track", media_type="audio/mpeg")
LONG_BYTES = 40_000_000
"""More than what the kernel keeps for somebody who does not read."""


def segue(settings: Settings, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "infra", *arguments],
        env=environment_of(settings), cwd=ROOT, capture_output=True, text=True, timeout=60,
    )  # fmt: skip


def join(web: WebProcess, link: str, name: str) -> requests.Session:
    """Follow an invitation's link as the page does, and return the browser."""
    browser = requests.Session()
    body = {"invitation": link.strip().split("#")[1], "name": name, "password": PASSWORD}
    browser.post(f"{web.address}/api/v1/join", json=body, timeout=20).raise_for_status()
    return browser


@pytest.fixture(scope="module")
def account_settings(settings) -> Settings:
    return replace(settings, access="auto", trusted_proxies="1", mongo_database=f"{settings.mongo_database}_accounts")


@pytest.fixture(scope="module")
def players(account_settings, tmp_path_factory):
    """Two players that a proxy makes known to others, after the first invitation was made in the terminal."""
    folder: Path = tmp_path_factory.mktemp("players")
    sound = folder / "long.mp3"
    sound.write_bytes(bytes(LONG_BYTES))
    with prepared_database(account_settings.mongo_uri, account_settings.mongo_database) as database:
        MongoTrackStore(database).put_many([msgspec.structs.replace(LONG, url=sound.as_uri())])
    with pytest.raises(AssertionError, match="accounts create --admin"), running_web(account_settings, folder / "0"):
        pass
    refused = segue(account_settings, "accounts", "create")
    assert (refused.returncode, "is an admin's" in refused.stderr) == (2, True)
    link = segue(account_settings, "accounts", "create", "--admin", "--url", "https://music.example").stdout
    assert re.fullmatch(r"https://music\.example/join#[\w-]{43}\n", link)
    with running_web(account_settings, folder / "1") as one, running_web(account_settings, folder / "2") as other:
        yield one, other, join(one, link, "Anna")
    for log in ("1", "2"):
        assert link.split("#")[1].strip() not in (folder / log).read_text()


def test_the_account_is_known_to_every_player_and_listed(players, account_settings):
    _, other, anna = players
    me = anna.get(f"{other.address}/api/v1/me", timeout=20).json()
    assert (me["name"], me["role"], me["has_login"]) == ("Anna", "admin", True)
    listed = segue(account_settings, "accounts", "list").stdout
    assert "Anna" in listed
    assert me["listener_id"][:8] in listed


def test_what_an_account_had_open_ends_when_it_is_deleted_in_the_terminal(players, account_settings):
    one, other, _ = players
    link = segue(account_settings, "accounts", "create", "--listener").stdout
    bert = join(one, link, "Bert")
    with live_socket(other, bert) as (client, received):
        eventually(lambda: received, within_s=20, what="a slate")
        deleted = segue(account_settings, "accounts", "delete", "bert")
        assert deleted.returncode == 0, deleted.stderr
        eventually(lambda: not client.connected, within_s=10, what="the end of the socket")
    for player in (one, other):
        assert bert.get(f"{player.address}/api/v1/tracks", timeout=20).status_code == 401


def test_a_role_that_is_taken_away_counts_on_an_open_socket(players, account_settings):
    one, other, _ = players
    cora = join(one, segue(account_settings, "accounts", "create", "--listener").stdout, "Cora")

    def like() -> str:
        liked = event(kind="liked", track_id=LONG.track_id)
        return str(client.call("activity", [liked], namespace="/live", timeout=20))

    with live_socket(other, cora) as (client, _):
        eventually(lambda: "'rejected': []" in like(), within_s=20, what="a catalogue with the track")
        assert segue(account_settings, "accounts", "role", "Cora", "guest").returncode == 0
        eventually(lambda: "needs the right `write`" in like(), within_s=10, what="the new role")
        assert cora.get(f"{other.address}/api/v1/me/tokens", timeout=20).status_code == 403
        assert client.connected


def test_a_stream_is_cut_off_in_the_middle(players, account_settings):
    one, other, _ = players
    dora = join(one, segue(account_settings, "accounts", "create", "--guest").stdout, "Dora")
    parts = urlsplit(other.address)
    cookies = "; ".join(f"{name}={value}" for name, value in dora.cookies.items())
    ask = f"GET /audio/{LONG.track_id} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookies}\r\n\r\n"
    eventually(
        lambda: dora.head(f"{other.address}/audio/{LONG.track_id}", timeout=20).ok, within_s=20, what="the track"
    )
    with socket.create_connection((parts.hostname, parts.port), timeout=20) as connection:
        connection.sendall(ask.encode())
        received = len(connection.recv(65_536))
        assert segue(account_settings, "accounts", "delete", "Dora").returncode == 0
        eventually(
            lambda: dora.get(f"{other.address}/api/v1/tracks", timeout=20).status_code == 401,
            within_s=10, what="the end of the account",
        )  # fmt: skip
        while piece := connection.recv(1 << 20):
            received += len(piece)
    assert received < LONG_BYTES / 2
