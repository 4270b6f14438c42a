"""How good the picks are, as the API tells it: to every listener, of all of them together, none named."""

import pytest
from flask.testing import FlaskClient

from recommender.experiments.quality.counting import count_shown
from recommender.experiments.quality.records import IndexQuality, PicksQuality
from tests.builders.experiments import did, shown
from tests.builders.web import NOW, MadeWeb, made_web
from tests.contracts.fakes.experiments import FakeShownEvents


@pytest.fixture(scope="module")
def web(tmp_path_factory) -> MadeWeb:
    return made_web(tmp_path_factory.mktemp("web"))


@pytest.fixture
def client(web) -> FlaskClient:
    web.reset()
    client = web.client()
    client.get("/api/v1/listener")
    return client


def test_before_anything_is_known_the_answer_says_so(client):
    told = client.get("/api/v1/picks/quality").json
    nothing = {"hours": 720, "n_listeners": 0, "n_shown": 0, "rates": [], "by_source": [], "by_place": []}
    assert told == {"counted_at": "2026-01-05T12:00:00Z", "shown": nothing, "index": None, "sessions": None}


def test_what_all_listeners_did_is_told_and_none_of_them_named(web, client):
    events = FakeShownEvents()
    events.kept = [shown("anna", "ab"), did("anna", "started", "a"), shown("bert", "c")]
    index = IndexQuality(version="v1", made_at=NOW, n_tracks=48, recall=0.97, learned=None)
    web.picks_quality = PicksQuality(
        counted_at=NOW, shown=count_shown(events, now=events.kept[0].occurred_at), index=index, sessions=None
    )
    answer = client.get("/api/v1/picks/quality")
    told = answer.json
    assert told["shown"]["n_listeners"] == 2
    plays = told["shown"]["rates"][0]
    assert {name: plays[name] for name in ("name", "n", "n_done", "is_few")} == {
        "name": "plays", "n": 3, "n_done": 1, "is_few": True,
    }  # fmt: skip
    assert told["index"]["recall"] == 0.97
    assert "anna" not in answer.text
    assert "bert" not in answer.text
