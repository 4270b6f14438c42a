import json

import pytest

from recommender.listening.history.imports import HistoryImport
from tests.builders.web import NOW, made_web

ROW = {"endTime": "2026-01-01 05:41", "artistName": "Nobody", "trackName": "Unknown", "msPlayed": 200_000}


@pytest.fixture
def web(tmp_path):
    return made_web(tmp_path)


@pytest.fixture
def client(web):
    client = web.client()
    client.get("/api/v1/listener")
    return client


def send(client, content, *, name="StreamingHistory0.json", query="", **headers):
    head = f'--cut\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    return client.post(
        f"/api/v1/history/import{query}",
        data=f"{head}{content}\r\n--cut--\r\n".encode(),
        content_type="multipart/form-data; boundary=cut",
        headers=headers,
    )


def known(web):
    first = web.catalogue.tracks[0]
    return ROW | {"artistName": first.artist, "trackName": first.title}


def test_a_file_is_only_looked_at_unless_it_is_said_otherwise(web, client):
    answer = send(client, json.dumps([ROW, known(web)]))
    assert answer.status_code == 200, answer.json
    assert (answer.json["dry_run"], answer.json["name"]) == (True, "StreamingHistory0.json")
    (one,) = client.get("/api/v1/history/imports").json["items"]
    assert one["import_id"] == answer.json["import_id"]
    assert (one["state"], one["plays"], one["matched"], one["unmatched"], one["share"]) == ("done", 2, 1, 1, 1.0)
    assert one["unmatched_songs"] == [{"title": "Unknown", "artist": "Nobody"}]
    assert client.get("/api/v1/history/plays").json["items"] == []


def test_an_import_is_heard_by_the_lists_of_plays_and_by_the_taste(web, client):
    send(client, json.dumps([ROW, known(web)]), query="?dry_run=false")
    (play,) = client.get("/api/v1/history/plays").json["items"]
    assert play["track"]["track_id"] == web.catalogue.tracks[0].track_id
    assert [event.kind for event in web.published] == ["finished"]


def test_a_broken_file_is_told_as_failed_with_the_reason(client):
    assert send(client, "nothing of the kind").status_code == 200
    (one,) = client.get("/api/v1/history/imports").json["items"]
    assert one["state"] == "failed"
    assert "is no listening history that is known" in one["reason"]


def test_another_file_waits_until_the_first_has_ended(web, client):
    me = client.get("/api/v1/listener").json["listener_id"]
    web.history_imports.store.start(
        HistoryImport(import_id="x", listener_id=me, name="a", dry_run=True, sent_at=NOW, told_at=NOW)
    )
    answer = send(client, json.dumps([ROW]))
    assert answer.status_code == 503
    assert "another of your imports is under way" in answer.json["detail"]


def test_each_listener_sees_only_their_own(web, client):
    send(client, json.dumps([ROW]))
    other = web.client()
    other.get("/api/v1/listener")
    assert other.get("/api/v1/history/imports").json["items"] == []


def test_what_is_too_large_comes_from_elsewhere_or_is_no_form_is_refused(web):
    client = web.client(history_limit_bytes=1_000)
    client.get("/api/v1/listener")
    assert client.get("/api/v1/history/imports").json["limit_bytes"] == 1_000
    assert send(client, json.dumps([ROW] * 20)).status_code == 413
    assert send(client, json.dumps([ROW]), Origin="https://elsewhere.example").status_code == 403
    assert client.post("/api/v1/history/import", data=b"x").status_code == 415
    assert send(client, json.dumps([ROW]), query="?dry_run=perhaps").status_code == 400
    assert client.get("/api/v1/history/imports").json["items"] == []
