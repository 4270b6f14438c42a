"""Playlists over real players and a real MongoDB: what one process changes, browsers at another hear of."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from statistics import median, quantiles
from time import perf_counter

import pytest
import requests

from infra.stores.database import open_database
from infra.stores.playlists.playlists import MongoPlaylistStore
from recommender.playlists.records import PlaylistId
from recommender.records import ListenerId
from tests.builders.playlists import playlist
from tests.integration.web_process import WebProcess, live_socket, running_web, wait_for

pytestmark = pytest.mark.live
WITHIN_S = 20.0
INVITATION = "0123456789abcdef" * 2


@pytest.fixture
def other_web(settings) -> Iterator[WebProcess]:
    """A second player of the same cell."""
    with running_web(settings, settings.home / "other_web.log") as running:
        yield running


def post(session: requests.Session, web: WebProcess, path: str, body: dict) -> dict:
    answer = session.post(f"{web.address}/api/v1/playlists{path}", json=body, timeout=20)
    assert answer.ok, answer.text
    found: dict = answer.json()
    return found


def test_two_at_two_players_edit_one_list_at_once_and_hear_of_each_other(web, other_web, music):
    anna, bert = web.listener(), other_web.listener()
    made = post(anna, web, "", {"name": "Ours", "visibility": "shared"})
    path = f"/{made['playlist_id']}"
    post(anna, web, f"{path}/operations", {"operations": [{"kind": "invite", "invitation": INVITATION}]})
    post(bert, other_web, f"{path}/join", {"invitation": INVITATION})
    with live_socket(web, anna) as (client, _), live_socket(other_web, bert) as (other, _):
        heard: dict[str, list[int]] = {"anna": [], "bert": []}
        client.on("playlist", lambda change: heard["anna"].append(change["revision"]), namespace="/live")
        other.on("playlist", lambda change: heard["bert"].append(change["revision"]), namespace="/live")

        def add(asked):
            session, at, prefix, number = asked
            entry = {"entry_id": f"{prefix}-{number:04}", "track_id": music[number].track_id}
            body = {"operations": [{"kind": "add", "entries": [entry]}], "duplicates": "add"}
            return post(session, at, f"{path}/operations", body)

        asked = [(anna, web, "anna", n) for n in range(10)] + [(bert, other_web, "bert", n) for n in range(10)]
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(add, asked))
        after = requests.get(f"{web.address}/api/v1/playlists{path}", cookies=anna.cookies, timeout=20).json()
        assert {entry["entry_id"] for entry in after["entries"]} == {f"{prefix}-{n:04}" for _, _, prefix, n in asked}
        last = after["revision"]
        wait_for(lambda: last in heard["anna"] and last in heard["bert"], within_s=WITHIN_S)
        stranger = web.listener()
        assert stranger.get(f"{web.address}/api/v1/playlists{path}", timeout=20).status_code == 404


def test_a_thousand_playlists_are_listed_quickly(web, settings):
    session = web.listener()
    listener = ListenerId(session.get(f"{web.address}/api/v1/listener", timeout=20).json()["listener_id"])
    database = open_database(settings.mongo_uri, settings.mongo_database)
    store = MongoPlaylistStore(database)
    for number in range(1_000):
        store.add(playlist("abcdefgh", playlist_id=PlaylistId(f"{listener[:8]}{number}"), owner=listener))
    database.client.close()
    times_s = []
    for start in range(0, 1_000, 10):
        began = perf_counter()
        answer = session.get(f"{web.address}/api/v1/playlists?limit=100&start={start}", timeout=20)
        times_s.append(perf_counter() - began)
        assert answer.json()["total"] == 1_000
    p50_ms, p95_ms = median(times_s) * 1000, quantiles(times_s, n=20)[-1] * 1000
    print(f"1,000 playlists, 100 a page: p50 {p50_ms:.1f} ms, p95 {p95_ms:.1f} ms")
