"""`GET /api/v1/lists/radio`."""

import pytest
from flask.testing import FlaskClient

from tests.builders.web import made_web

ADDRESS = "/api/v1/lists/radio"


@pytest.fixture(scope="module")
def client(tmp_path_factory) -> FlaskClient:
    client = made_web(tmp_path_factory.mktemp("web")).client()
    client.get("/api/v1/listener")
    return client


def test_a_radio_answers_with_a_slate_of_its_sound(client):
    slate = client.get(f"{ADDRESS}?like=genre:genre%202").json
    assert len(slate["picks"]) == 12
    assert slate["because"] == "like genre 2, as you asked"


def test_several_tracks_are_one_radio(client):
    slate = client.get(f"{ADDRESS}?like=track:k02-t00,track:k02-t01,track:gone").json
    assert sum(pick["track_id"].startswith("k02") for pick in slate["picks"]) >= 9
    assert slate["because"] == "like “Title 2.0” and 1 more, as you asked"


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("", 400, "like"),
        ("like=", 400, "not of 0 things"),
        ("like=track:k00-t00,mood:calm", 400, "of one thing or of up to 12 tracks, not of 2 things"),
        (f"like={','.join(['track:k00-t00'] * 13)}", 400, "not of 13 things"),
        ("like=track:gone,track:away", 404, "gone"),
        ("like=track:gone", 404, "gone"),
        ("like=mood:calm", 503, "segue build moods"),
    ],
)
def test_what_is_no_radio_says_why(client, query, status, words):
    answer = client.get(f"{ADDRESS}?{query}")
    assert (answer.status_code, words in answer.json["detail"]) == (status, True), answer.json
