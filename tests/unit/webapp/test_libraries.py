from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from recommender.catalogue.libraries.scans import ScanFigures
from tests.builders.web import NOW, MadeWeb, made_web

API = "/api/v1"


@pytest.fixture
def web(tmp_path: Path) -> MadeWeb:
    return made_web(tmp_path)


@pytest.fixture
def client(web: MadeWeb) -> FlaskClient:
    return web.client()


@pytest.fixture
def pop(client: FlaskClient, tmp_path: Path) -> str:
    """Id of a library."""
    (tmp_path / "Pop").mkdir()
    answer = client.post(f"{API}/libraries", json={"path": str(tmp_path / "Pop")})
    assert answer.status_code == 200, answer.json
    library_id: str = answer.json["items"][0]["library_id"]
    return library_id


def only(client: FlaskClient) -> dict:
    (library,) = client.get(f"{API}/libraries").json["items"]
    return library


def test_a_folder_that_is_added_is_a_library_that_waits_for_its_scan(
    web: MadeWeb, client: FlaskClient, pop: str, tmp_path: Path
) -> None:
    library = only(client)
    assert (library["name"], library["path"], library["is_watched"]) == ("Pop", str(tmp_path / "Pop"), True)
    assert (library["n_tracks"], library["last_scan"]) == (0, None)
    (scan,) = client.get(f"{API}/scans").json["items"]
    assert (scan["library_id"], scan["state"], scan["asked_by"]) == (pop, "waiting", "page")
    web.folders.files.tracks.add((tmp_path / "Pop" / "a.mp3").as_uri())
    assert only(client)["n_tracks"] == 1
    assert not client.get(f"{API}/libraries").json["has_music_outside"]
    web.folders.files.tracks.add("file:///elsewhere/b.mp3")
    assert client.get(f"{API}/libraries").json["has_music_outside"]


def test_a_folder_can_be_added_that_only_admins_see(web: MadeWeb, client: FlaskClient, tmp_path: Path) -> None:
    (tmp_path / "Private").mkdir()
    asked = {"path": str(tmp_path / "Private"), "is_everybodys": False}
    (library,) = client.post(f"{API}/libraries", json=asked).json["items"]
    assert library["visible_to"] == []
    assert web.folders.libraries.all()[0].visible_to == ()


def test_what_is_no_folder_of_its_own_is_refused_in_words(client: FlaskClient, pop: str, tmp_path: Path) -> None:
    assert pop
    (tmp_path / "Pop" / "sub").mkdir()
    (tmp_path / "file.mp3").touch()
    cases = {
        tmp_path / "nowhere": "there is no folder",
        tmp_path / "file.mp3": "is no folder",
        tmp_path / "Pop": "is the library “Pop” already",
        tmp_path / "Pop" / "sub": "lies in the library “Pop”",
        tmp_path: "holds the library “Pop”",
    }
    for path, words in cases.items():
        answer = client.post(f"{API}/libraries", json={"path": str(path)})
        assert (answer.status_code, words in answer.json["detail"]) == (422, True), answer.json
    (tmp_path / "Rock").mkdir()
    taken = client.post(f"{API}/libraries", json={"path": str(tmp_path / "Rock"), "name": "Pop"})
    assert (taken.status_code, "choose another name" in taken.json["detail"]) == (422, True)
    assert client.post(f"{API}/libraries", json={}).status_code == 422


def test_a_library_is_renamed_and_watched_or_not(client: FlaskClient, pop: str) -> None:
    client.patch(f"{API}/libraries/{pop}", json={"name": "Popular"})
    client.patch(f"{API}/libraries/{pop}", json={"is_watched": False})
    assert (only(client)["name"], only(client)["is_watched"]) == ("Popular", False)
    assert client.patch(f"{API}/libraries/{pop}", json={"name": " "}).status_code == 422
    assert client.patch(f"{API}/libraries/other", json={"name": "x"}).status_code == 404


def test_a_scan_shows_how_far_it_is_and_is_stopped(web: MadeWeb, client: FlaskClient, pop: str) -> None:
    first = client.get(f"{API}/scans").json["items"][0]["scan_id"]
    assert client.post(f"{API}/libraries/{pop}/scans").json["items"][0]["scan_id"] == first
    scans = web.folders.scans
    scans.take(first, now=NOW)
    scans.tell(first, ScanFigures(n_found=10, n_to_open=4, n_done=8, n_new=1, n_rejected=1))
    (scan,) = client.get(f"{API}/scans").json["items"]
    assert (scan["state"], scan["n_opened"], scan["n_to_open"], scan["n_new"]) == ("scanning", 2, 4, 1)
    scans.tell(first, ScanFigures(n_found=10, n_to_open=4, n_done=10, n_to_analyse=3, n_analysed=2, n_new=2))
    (scan,) = client.get(f"{API}/scans").json["items"]
    assert (scan["n_opened"], scan["n_to_analyse"], scan["n_analysed"], scan["n_new"]) == (4, 3, 2, 2)

    again = client.post(f"{API}/libraries/{pop}/scans", json={"retry_rejected": True}).json["items"]
    assert [(one["state"], one["retry_rejected"]) for one in again] == [("waiting", True), ("scanning", False)]
    busy = client.delete(f"{API}/libraries/{pop}")
    assert (busy.status_code, "being scanned" in busy.json["detail"]) == (503, True)
    stopped = client.delete(f"{API}/scans/{first}").json["items"]
    assert [one["is_to_stop"] for one in stopped] == [False, True]
    scans.end(first, "stopped", now=NOW + timedelta(minutes=1), message="stopped")
    assert client.delete(f"{API}/scans/{first}").status_code == 404
    assert only(client)["last_scan"]["message"] == "stopped"
    assert client.delete(f"{API}/libraries/{pop}").json["items"] == []
    assert client.get(f"{API}/scans").json["items"] == []
    assert client.delete(f"{API}/libraries/{pop}").status_code == 404


def test_rejected_files_come_in_pages_with_what_to_do(
    web: MadeWeb, client: FlaskClient, pop: str, tmp_path: Path
) -> None:
    for number in range(5):
        web.folders.files.reasons[(tmp_path / "Pop" / f"{number}.mp3").as_uri()] = "truncated: ends early"
    web.folders.files.reasons["file:///elsewhere/x.mp3"] = "silent"
    page = client.get(f"{API}/rejected?limit=3").json
    assert (page["total"], page["items"][0]["path"]) == (6, "/elsewhere/x.mp3")
    rest = client.get(f"{API}/rejected?limit=3&cursor={page['next_cursor']}").json
    assert [row["path"] for row in rest["items"]] == ["2.mp3", "3.mp3", "4.mp3"]
    row = rest["items"][0]
    assert (row["reason"], row["detail"], row["library_id"]) == ("truncated", "ends early", pop)
    assert row["advice"].startswith("copy or download it again")
    assert client.get(f"{API}/rejected?library={pop}").json["total"] == 5


def test_rejected_files_are_tried_again_some_or_all(
    web: MadeWeb, client: FlaskClient, pop: str, tmp_path: Path
) -> None:
    inside = [(tmp_path / "Pop" / f"{number}.mp3").as_uri() for number in range(3)]
    web.folders.files.reasons |= dict.fromkeys([*inside, "file:///elsewhere/x.mp3"], "silent")
    (waiting,) = web.folders.scans.all()
    web.folders.scans.ask_to_stop(waiting.scan_id, now=NOW)
    ids = [row["track_id"] for row in client.get(f"{API}/rejected").json["items"]]

    some = client.post(f"{API}/rejected/retry", json={"track_ids": [ids[0], ids[1], "unknown"]}).json
    assert some == {"n_files": 1, "n_outside": 1}
    assert web.folders.files.looked_at_again == inside[:1]
    asked = client.get(f"{API}/scans").json["items"][0]
    assert (asked["library_id"], asked["state"], asked["retry_rejected"]) == (pop, "waiting", False)
    assert client.post(f"{API}/rejected/retry", json={"all": True}).json == {"n_files": 3, "n_outside": 1}
    assert client.get(f"{API}/scans").json["items"][0]["retry_rejected"]

    assert client.post(f"{API}/rejected/retry", json={}).status_code == 422
    assert client.post(f"{API}/rejected/retry", json={"all": True, "track_ids": ids}).status_code == 422
    assert client.post(f"{API}/rejected/retry", json={"track_ids": ["unknown"]}).status_code == 404
