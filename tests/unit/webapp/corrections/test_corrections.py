"""Corrections by the API: what is asked, refused and undone."""

from io import BytesIO

import pytest

from recommender.catalogue.corrections import CorrectedFields
from recommender.records import TrackId
from tests.builders.web import MadeWeb, first_id, made_web

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
PATH = "/api/v1/corrections"


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> MadeWeb:
    return made_web(tmp_path_factory.mktemp("web"))


@pytest.fixture
def web(made) -> MadeWeb:
    made.reset()
    return made


@pytest.fixture
def client(web):
    client = web.client()
    client.listener = client.get("/api/v1/listener").json["listener_id"]
    return client


def correct(client, *track_ids, **fields):
    return client.post(PATH, json={"track_ids": track_ids, "fields": fields})


def corrected(web, track_id):
    known = web.corrections.store.of_tracks([TrackId(track_id)])
    return known[track_id].fields if track_id in known else CorrectedFields()


def test_a_field_left_out_stays_and_null_takes_back(web, client):
    first = first_id(web)
    before = web.corrections.tracks.get(first)
    assert correct(client, first, title=" Food ", genres=["Rap", "Jazz; Blues"]).json["n_corrected"] == 1
    assert web.corrections.tracks.get(first).genres == ("Rap", "Jazz", "Blues")
    correct(client, first, genres=None)
    assert corrected(web, first) == CorrectedFields(title="Food")
    correct(client, first, title=None)
    assert web.corrections.tracks.get(first) == before


def test_the_correction_says_who_made_it(web, client):
    correct(client, first_id(web), title="Food")
    correction = web.corrections.store.of_tracks([first_id(web)])[first_id(web)]
    assert correction.corrected_by == client.listener


def test_what_the_answer_says_undoes_it_also_where_tracks_differed(web, client):
    ids = [track.track_id for track in web.catalogue.tracks[:3]]
    correct(client, ids[0], title="Own title")
    before = [corrected(web, track_id) for track_id in ids]
    answer = correct(client, *ids, title="One for all", album="Live").json
    assert answer["n_corrected"] == 3
    for step in answer["undo"]:
        assert client.post(PATH, json=step).status_code == 200
    assert [corrected(web, track_id) for track_id in ids] == before


def test_unknown_tracks_among_known_ones_are_left_out_and_alone_not_found(web, client):
    assert correct(client, first_id(web), "nobody", title="Food").json["n_corrected"] == 1
    answer = correct(client, "nobody", title="Food")
    assert (answer.status_code, "nobody" in answer.json["detail"]) == (404, True)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"track_ids": [], "fields": {"title": "x"}}, "track_ids"),
        ({"track_ids": ["a"] * 501, "fields": {"title": "x"}}, "track_ids"),
        ({"track_ids": ["a"], "fields": {}}, "name at least one"),
        ({"track_ids": ["a"], "fields": {"title": " "}}, "title: a track needs one"),
        ({"track_ids": ["a"], "fields": {"year": "1999"}}, "year"),
        ({"track_ids": ["a"], "fields": {"year": 20009}}, "year: 20009"),
        ({"track_ids": ["a"], "fields": {"mood": "x"}}, "mood"),
        ({"track_ids": ["a"], "fields": {"cover": "0" * 32}}, "cover: no picture of this id"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_corrected_is_refused_in_words(client, body, words):
    answer = client.post(PATH, json=body)
    assert answer.status_code == 422
    assert words in answer.json["detail"]


def send(client, content, name="cover.png"):
    return client.post("/api/v1/covers", data={"file": (BytesIO(content), name)}, content_type="multipart/form-data")


def test_a_picture_is_sent_once_and_given_to_tracks(web, client):
    cover = send(client, PNG).json["cover"]
    assert send(client, PNG).json["cover"] == cover
    assert correct(client, first_id(web), cover=cover).status_code == 200
    assert web.corrections.tracks.get(first_id(web)).cover == f"picture:{cover}"
    assert web.corrections.pictures.get(cover) == PNG


@pytest.mark.parametrize(
    "content", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"BM....", b""], ids=["svg", "bmp", "empty"]
)
def test_what_is_no_picture_is_refused(web, client, content):
    answer = send(client, content)
    assert (answer.status_code, "no JPEG, PNG, WebP or GIF" in answer.json["detail"]) == (422, True)
    assert web.corrections.pictures.pictures == {}


def test_a_picture_larger_than_eight_megabytes_is_refused(client):
    part = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n'
    body = part + PNG + bytes(8_000_000) + b"\r\n--x--\r\n"
    answer = client.post("/api/v1/covers", data=body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 413


def test_what_can_be_corrected_is_shown_as_it_is_now(web, client):
    ids = [track.track_id for track in web.catalogue.tracks[:2]]
    correct(client, ids[0], artist="Ann", year=1999)
    items = client.post(f"{PATH}/look", json={"track_ids": [*ids, "nobody"]}).json["items"]
    assert [(item["artist"], item["year"], item["corrected"]) for item in items] == [
        ("Ann", 1999, ["artist", "year"]),
        (web.catalogue.tracks[1].artist, None, []),
    ]
    assert client.post(f"{PATH}/look", json={"track_ids": ["nobody"]}).status_code == 404


def test_files_are_written_only_when_that_is_asked_and_each_is_answered_for(web, client):
    ids = [track.track_id for track in web.catalogue.tracks[:2]]
    correct(client, *ids, title="Food")
    assert web.corrections.tags.written == []
    web.corrections.tags.refused[ids[1]] = "it is a link"
    items = client.post(f"{PATH}/write", json={"track_ids": ids}).json["items"]
    assert items == [
        {"track_id": ids[0], "outcome": "written", "reason": "", "backup": f"{ids[0]}.json"},
        {"track_id": ids[1], "outcome": "unwritable", "reason": "it is a link", "backup": ""},
    ]


def test_kept_tags_are_put_back_by_name(web, client):
    first = first_id(web)
    client.post(f"{PATH}/write", json={"track_ids": [first]})
    items = client.post(f"{PATH}/restore", json={"backups": [f"{first}.json"]}).json["items"]
    assert [item["outcome"] for item in items] == ["written"]
    assert client.post(f"{PATH}/restore", json={"backups": ["other.json"]}).status_code == 404


@pytest.mark.parametrize("what", ["", "/look", "/write", "/restore"])
def test_who_is_unknown_changes_and_writes_nothing(web, what):
    fields = {"": {"fields": {"title": "Food"}}, "/restore": {"backups": ["a.json"]}}.get(what, {})
    ids = {} if what == "/restore" else {"track_ids": [first_id(web)]}
    answer = web.client().post(PATH + what, json=ids | fields)
    assert answer.status_code == 401
    assert web.corrections.tags.written == []


def test_more_files_than_a_request_may_wait_for_are_refused(client):
    assert client.post(f"{PATH}/write", json={"track_ids": ["a"] * 101}).status_code == 422
