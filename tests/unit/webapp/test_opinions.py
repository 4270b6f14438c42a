"""What the asking listener likes and has turned away."""

import pytest

from tests.builders.events import taste_after
from tests.builders.web import MadeWeb, made_web


@pytest.fixture(scope="module")
def web(tmp_path_factory) -> MadeWeb:
    return made_web(tmp_path_factory.mktemp("web"))


def test_likes_and_refusals_are_told_newest_refusal_first(web):
    web.reset()
    web.taste = taste_after(
        ("liked", "k00-t01"), ("disliked", "k01-t01"), ("disliked", "k01-t02"), ("disliked", "gone")
    )
    client = web.client()
    client.get("/api/v1/listener")
    answer = client.get("/api/v1/opinions").json
    assert answer["liked"] == ["k00-t01"]
    assert [each["track"]["track_id"] for each in answer["turned_away"]] == ["k01-t02", "k01-t01"]
    assert {each["scope"] for each in answer["turned_away"]} == {"track"}


def test_they_are_told_to_nobody_else(web):
    assert web.client().get("/api/v1/opinions").status_code == 401
