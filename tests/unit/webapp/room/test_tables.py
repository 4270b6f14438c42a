"""The room as a table and as a file: exact values, every row, and nothing of others."""

import csv
import io
from base64 import b64encode
from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from recommender.listening.history.plays import Hearing
from recommender.records import ListenerId
from recommender.room.binary import read_map
from tests.builders.web import NOW, changed


@pytest.fixture
def ask(client):
    """Ask for a table of the map as it is now; returns the answer."""
    version = read_map(client.get("/api/v1/map").data).header.version

    def post(path: str = "/map/table", **body: Any) -> Any:
        return client.post(f"/api/v1{path}", json={"version": version, "columns": ["tempo"]} | body)

    return post


def rows_of(answer: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.data.decode(), newline="")))


def test_a_page_has_exact_values_highest_first(web, ask):
    tempos = [np.float32(track.sound.tempo_bpm) for track in web.catalogue.tracks]
    page = ask(columns=["tempo", "genre"], start=2, limit=3).json
    order = np.argsort(-np.array(tempos), kind="stable")
    assert [item["row"] for item in page["items"]] == order[2:5].tolist()
    assert page["items"][0]["values"] == [pytest.approx(float(tempos[order[2]])), "genre 3"]
    assert (page["n_rows"], page["items"][0]["track"]["track_id"]) == (48, web.catalogue.tracks[order[2]].track_id)
    lowest = ask(order="asc", limit=1).json["items"][0]
    assert lowest["row"] == order[-1]


def test_the_file_has_all_rows_with_names_and_units(web, ask):
    changed(web, "k00-t00", title="=HYPERLINK(1)", artist='Say "hi", you')
    answer = ask("/map/table-files", columns=["tempo", "genre"], order="asc")
    assert answer.headers["Content-Type"].startswith("text/csv; charset=utf-8")
    head, *rows = rows_of(answer)
    assert head == ["track_id", "title", "artist", "album", "tempo (BPM)", "genre"]
    assert len(rows) == 48
    assert [float(row[4]) for row in rows] == sorted(float(row[4]) for row in rows)
    odd = next(row for row in rows if row[0] == "k00-t00")
    assert odd[1:3] == ["'=HYPERLINK(1)", 'Say "hi", you']


def test_chosen_rows_and_a_region_are_a_part_of_it(client, ask):
    chosen = np.zeros(48, dtype=bool)
    chosen[[3, 40]] = True
    text = b64encode(np.packbits(chosen, bitorder="little").tobytes()).decode()
    assert {item["row"] for item in ask(chosen=text).json["items"]} == {3, 40}
    regions = read_map(client.get("/api/v1/map").data).header.regions
    part = ask(region=0).json
    assert part["n_rows"] == regions[0].n_tracks
    both = ask(region=0, chosen=text).json
    assert both["n_rows"] == len({3, 40} & {item["row"] for item in part["items"]})


def test_what_the_listener_did_is_theirs_alone(web, client, ask):
    listener = ListenerId(client.get("/api/v1/listener").json["listener_id"])
    web.plays.hear([Hearing(bytes(16), listener, "k00-t01", NOW, 180.0, is_play=True, is_skip=False)])
    web.plays.hear([Hearing(bytes([1] * 16), ListenerId("x"), "k00-t02", NOW, 180.0, is_play=True, is_skip=False)])
    values = {item["track"]["track_id"]: item["values"] for item in ask(columns=["plays", "skip_rate"]).json["items"]}
    assert values["k00-t01"] == [1.0, 0.0]
    assert values["k00-t02"] == [0.0, None]


def test_the_plays_of_a_week_are_a_column_like_others(web, client, ask):
    listener = ListenerId(client.get("/api/v1/listener").json["listener_id"])
    days = [("k00-t03", 0), ("k00-t03", 0.5), ("k00-t05", 1), ("k00-t07", 7)]
    web.plays.hear(
        Hearing(bytes([n] * 16), listener, track, NOW - timedelta(days=ago), 180.0, is_play=True, is_skip=False)
        for n, (track, ago) in enumerate(days)
    )
    body = {"columns": ["plays_of_week", "plays"], "limit": 3}
    this = [(item["track"]["track_id"], item["values"]) for item in ask(**body, week="2026-01-11").json["items"]]
    assert this[:2] == [("k00-t03", [2.0, 2.0]), ("k00-t00", [0.0, 0.0])]
    before = {item["track"]["track_id"]: item["values"] for item in ask(**body, week="2025-12-29").json["items"]}
    assert (before["k00-t05"], before["k00-t07"]) == ([1.0, 1.0], [1.0, 1.0])


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ({"columns": ["plays_of_week"]}, 400, "week: plays_of_week needs a day"),
        ({"columns": ["plays_of_week"], "week": "9999-12-31"}, 400, "to 2999-12-31"),
        ({"columns": ["plays_of_week"], "week": "soon"}, 422, "week"),
        ({"columns": ["colour"]}, 400, "no quantity 'colour'"),
        ({"columns": ["energy"]}, 503, "run `segue build moods`"),
        ({"columns": ["forecast"]}, 503, "run `segue train streams`"),
        ({"columns": []}, 422, "columns"),
        ({"columns": ["tempo"] * 7}, 422, "columns"),
        ({"version": "old"}, 409, "the map has changed"),
        ({"region": 99}, 400, "no 99"),
        ({"chosen": "AAAA"}, 400, "6 bytes, not 3"),
        ({"limit": 201}, 422, "limit"),
    ],
)
def test_what_cannot_be_answered_says_what_and_why(ask, body, status, words):
    answer = ask(**body)
    assert (answer.status_code, words in answer.json["detail"]) == (status, True), answer.json


def test_who_is_not_known_gets_no_table(web, ask):
    version = ask().json["version"]
    answer = web.client().post("/api/v1/map/table", json={"version": version, "columns": ["tempo"]})
    assert answer.status_code == 401
