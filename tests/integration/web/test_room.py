"""The room on a real player: a map that is published while it serves, read by the documented reader."""

import numpy as np
import pytest
import requests

from recommender.artifacts.store import ArtifactStore
from recommender.room.binary import MEDIA_TYPE, read_map
from tests.builders.room import made_map, publish_map
from tests.deadline import eventually

pytestmark = pytest.mark.live

WITHIN_S = 20.0


def ask(session: requests.Session, web, path: str, **headers: str) -> requests.Response:
    return session.get(f"{web.address}/api/v1{path}", headers=headers, timeout=20)


def test_the_room_opens_when_a_map_is_published_and_follows_the_next_one(web, settings, music):
    session, store = web.listener(), ArtifactStore(settings.artifacts_location)
    before = ask(session, web, "/map")
    assert (before.status_code, "segue build map" in before.json()["detail"]) == (503, True)
    first = made_map(music)
    version = publish_map(store, first)
    answer = eventually(
        lambda: (got := ask(session, web, "/map?columns=genre,brightness,plays")).ok and got,
        within_s=WITHIN_S, what="a map",
    )  # fmt: skip
    assert (answer.headers["Content-Type"], answer.headers["Content-Encoding"]) == (MEDIA_TYPE, "gzip")
    read = read_map(answer.content)
    assert read.header.map_version == version
    assert np.abs(read.positions - first.positions).max() < 1e-4
    assert read.columns["brightness"].tolist() == pytest.approx(first.measures["brightness"].tolist(), rel=0.01)
    assert read.header.columns[0].categories == ("genre 0", "genre 1", "genre 2")
    assert read.header.regions
    again = ask(session, web, "/map?columns=genre,brightness,plays", **{"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304

    rows = ask(session, web, f"/map/rows?version={read.header.version}&track_ids=k01-t03").json()["items"]
    tracks = ask(session, web, f"/map/tracks?version={read.header.version}&rows={rows[0]['row']}").json()["items"]
    assert tracks[0]["track"]["track_id"] == "k01-t03"
    node = ask(session, web, "/map/nodes/k01-t03").json()
    assert node["position"] == pytest.approx(first.position("k01-t03").tolist())
    assert {(each["kind"], each["name"]) for each in node["connections"]} >= {("album", "album 1")}
    ghost = ask(session, web, "/map/ghost?track_id=k01-t03&brightness=2500")
    assert (ghost.status_code, len(ghost.json()["nearest"])) == (200, 12)

    publish_map(store, made_map(music[:-5]))
    path = f"/map/rows?version={read.header.version}&track_ids=k01-t03"
    eventually(lambda: ask(session, web, path).status_code == 409, within_s=WITHIN_S, what="another version")
    moved = ask(session, web, path)
    assert moved.json()["type"] == "urn:segue:problem:other-version"
    assert read_map(ask(session, web, "/map").content).header.n_missing == 5
