"""Where one's own listening goes: weeks, trend and forecast, each the asker's alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from recommender.listening.history.plays import Hearing
from recommender.records import ListenerId, Track
from recommender.room.binary import read_map
from recommender.room.weeks.binary import MEDIA_TYPE, read_weeks
from tests.builders.seen_maps import made_map
from tests.builders.web import NOW, MadeWeb
from webapp.app import create_app


def hear(web: MadeWeb, listener: str, *plays: tuple[str, float]) -> None:
    """Have a listener hear each (track, days ago)."""
    web.plays.hear(
        Hearing(
            f"{listener}-{track}-{days}".encode(), ListenerId(listener), track, NOW - timedelta(days=days), 180.0,
            is_play=True, is_skip=False,
        )
        for track, days in plays
    )  # fmt: skip


def listener_of(client: Any) -> str:
    return client.get("/api/v1/listener").json["listener_id"]


def test_weeks_are_those_of_who_asks_by_row_from_the_first_play_on(web, client):
    web.track_map = made_map(web.catalogue.tracks[:40], version="20260107T000000Z-bbbbbb")
    hear(
        web,
        listener_of(client),
        ("k03-t11", 3),
        ("k00-t01", 0),
        ("k00-t01", 0.2),
        ("k00-t02", 0.1),
        ("k00-t01", 8),
        ("gone", 9),
    )
    hear(web, "another", *[("k01-t01", days) for days in range(400)])
    answer = client.get("/api/v1/map/weeks")
    assert (answer.status_code, answer.content_type) == (200, MEDIA_TYPE)
    version, weeks = read_weeks(answer.data)
    assert version == read_map(client.get("/api/v1/map").data).header.version
    assert weeks.monday == datetime(2025, 12, 22, tzinfo=UTC)
    assert (weeks.starts.tolist(), weeks.rows.tolist(), weeks.plays.tolist()) == ([0, 1, 1, 3], [1, 1, 2], [1, 2, 1])
    assert weeks.n_elsewhere == 1


def test_their_etag_lasts_until_something_is_played(web, client):
    etag = client.get("/api/v1/map/weeks").headers["ETag"]
    asked = {"If-None-Match": etag, "Accept-Encoding": "gzip"}
    again = client.get("/api/v1/map/weeks", headers=asked)
    assert (again.status_code, again.data) == (304, b"")
    hear(web, listener_of(client), ("k00-t01", 0))
    fresh = client.get("/api/v1/map/weeks", headers=asked)
    assert (fresh.status_code, fresh.headers["Content-Encoding"]) == (200, "gzip")


def test_nobody_known_has_no_weeks_and_no_trend(web):
    stranger = web.client()
    for path in ("/map/weeks", "/map?columns=trend"):
        assert stranger.get(f"/api/v1{path}").status_code == 401


def test_the_trend_is_of_ones_own_last_four_weeks_against_the_twelve_before(web, client):
    rising = [("k00-t00", days / 10) for days in range(20)]
    falling = [("k00-t01", 40 + days) for days in range(60)]
    hear(web, listener_of(client), *rising, *falling, ("k00-t02", 130))
    hear(web, "another", *[("k00-t03", days / 10) for days in range(20)])
    read = read_map(client.get("/api/v1/map?columns=trend").data)
    trends = read.columns["trend"]
    assert trends[0] == pytest.approx(22 / 2, rel=0.05)
    assert trends[1] == pytest.approx(2 / 22, rel=0.05)
    assert np.isnan(trends[2:]).all()
    assert read.header.columns[0].unit == "times"


class MadeModel:
    """What is read of a model of plays: a track's song, and one that is not here."""

    def __init__(self, heard: Track) -> None:
        self.facts = SimpleNamespace(
            titles=(heard.title.upper(), "Elsewhere"), artists=(heard.artist,), song_artist=(0, 0)
        )
        self.forecast = SimpleNamespace(mean=np.array([2.5, 9.0]))


def test_the_forecast_is_there_for_whom_there_is_a_model_and_of_songs_they_have_heard(web, client):
    listener = listener_of(client)
    assert quantity(client, "forecast")["why"] == "segue train streams"
    assert client.get("/api/v1/map?columns=forecast").json["detail"] == (
        "forecast is not known of your listening yet; run `segue train streams`"
    )
    heard = web.catalogue.tracks[1]
    web_lab = replace(web.lab(), streams=lambda asked: MadeModel(heard) if asked == listener else None)
    app = create_app(replace(web.services(), lab=web_lab))
    other = app.test_client()
    other.get("/api/v1/listener")
    assert other.get("/api/v1/map?columns=forecast").status_code == 503
    mine = app.test_client()
    mine.set_cookie("segue_listener", client.get_cookie("segue_listener").value)
    assert quantity(mine, "forecast")["is_available"]
    expected = read_map(mine.get("/api/v1/map?columns=forecast").data).columns["forecast"]
    assert expected[1] == pytest.approx(2.5)
    assert np.isnan(np.delete(expected, 1)).all()
    node = mine.get("/api/v1/map/nodes/k00-t01").json["quantities"]
    assert next(each["value"] for each in node if each["name"] == "forecast") == pytest.approx(2.5)


def quantity(client: Any, name: str) -> dict[str, Any]:
    items = client.get("/api/v1/map/quantities").json["items"]
    return next(item for item in items if item["name"] == name)
