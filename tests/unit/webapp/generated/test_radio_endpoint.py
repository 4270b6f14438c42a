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


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("", 400, "like"),
        ("like=", 400, "of one thing, not 0"),
        ("like=track:k00-t00,track:k00-t01", 400, "of one thing, not 2"),
        ("like=track:gone", 404, "gone"),
        ("like=mood:calm", 503, "segue build moods"),
    ],
)
def test_what_is_no_radio_says_why(client, query, status, words):
    answer = client.get(f"{ADDRESS}?{query}")
    assert (answer.status_code, words in answer.json["detail"]) == (status, True), answer.json
