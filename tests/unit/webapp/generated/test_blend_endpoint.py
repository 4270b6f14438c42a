"""`GET /api/v1/lists/blend`."""

import pytest
from flask.testing import FlaskClient

from tests.builders.web import made_web

ADDRESS = "/api/v1/lists/blend"


@pytest.fixture(scope="module")
def client(tmp_path_factory) -> FlaskClient:
    client = made_web(tmp_path_factory.mktemp("web")).client()
    client.get("/api/v1/listener")
    return client


def test_what_the_subtraction_took_out_is_shown_with_its_reason(client):
    answer = client.get(f"{ADDRESS}?like=track:k00-t00,track:k01-t00&unlike=genre:genre%201&n=6").json
    assert len(answer["items"]) == 6
    assert {item["track"]["genres"][0] for item in answer["items"]} == {"genre 0"}
    assert {item["track"]["genres"][0] for item in answer["left_out"]} == {"genre 1"}
    assert {item["reason"] for item in answer["left_out"]} == {"its genre is genre 1"}


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("like=", 400, "1 to 8 things"),
        ("like=track:gone", 404, "gone"),
        ("like=track:k00-t00&unlike=track:k00-t00", 422, "both wanted and left out"),
        ("like=mood:calm", 503, "segue build moods"),
        ("like=track:k00-t00&n=0", 400, "n"),
    ],
)
def test_what_cannot_be_blended_says_why(client, query, status, words):
    answer = client.get(f"{ADDRESS}?{query}")
    assert (answer.status_code, words in answer.json["detail"]) == (status, True), answer.json
