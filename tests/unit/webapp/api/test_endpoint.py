"""What an endpoint declares is what its handler is given, and what its clients may send."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask, Request
from flask.testing import FlaskClient
from msgspec import Struct

from tests.builders.web import MadeWeb, open_gate
from webapp.api.bodies import JsonBody, JsonOrFormBody, RawBody
from webapp.api.endpoint import Endpoint, NoQuery, register_endpoints
from webapp.api.openapi import openapi_document
from webapp.problems import register_problems
from webapp.services import Services

ELSEWHERE = {"Origin": "https://elsewhere.example"}
BROWSER = {"Accept": "text/html,*/*;q=0.8"}


class Inner(Struct, frozen=True, kw_only=True):
    energy: float


class Question(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    inner: Inner
    name: str | None = None


class Form(Struct, frozen=True, kw_only=True):
    energy: float
    name: str | None = None


def ask(_services: Services, _: NoQuery, question: Question, topic: str) -> dict[str, object]:
    """Say what was asked."""
    return {"energy": question.inner.energy, "name": question.name, "topic": topic}


def count(_services: Services, _: NoQuery, raw: Request, topic: str) -> dict[str, object]:
    """Say how much was sent."""
    return {"n_bytes": len(raw.get_data()), "topic": topic}


BODY = JsonOrFormBody(
    Question, form=Form, of_form=lambda form: Question(inner=Inner(energy=form.energy), name=form.name)
)
ASK = Endpoint(path="/ask/<topic>", access="play", method="POST", summary="", handle=ask, answer=dict, body=BODY)
COUNT = replace(ASK, handle=count, body=RawBody("application/json", list[int]))


@pytest.fixture
def client_of(tmp_path: Path):
    def make(endpoint: Endpoint) -> FlaskClient:
        app = Flask("endpoint")
        register_problems(app)
        register_endpoints(open_gate(app), [endpoint], MadeWeb(tmp_path).services())
        return app.test_client()

    return make


def test_a_handler_is_given_its_body_and_the_variables_of_its_path(client_of):
    answer = client_of(ASK).post("/api/v1/ask/mood", json={"inner": {"energy": 0.5}, "name": "x"})
    assert answer.json == {"energy": 0.5, "name": "x", "topic": "mood"}


def test_a_raw_body_is_left_to_its_handler(client_of):
    assert client_of(COUNT).post("/api/v1/ask/mood", data=b"{no json").json == {"n_bytes": 8, "topic": "mood"}


@pytest.mark.parametrize(
    ("body", "status", "detail"),
    [
        (b"{", 400, "the body is not JSON: Input data was truncated"),
        (b"[]", 400, "the body is a JSON list, not an object"),
        (b"{}", 422, "Object missing required field `inner`"),
        (b"", 422, "Object missing required field `inner`"),
        (b'{"inner": {"energy": "1"}}', 422, "Expected `float`, got `str` - at `$.inner.energy`"),
    ],
)
def test_a_body_that_does_not_fit_is_refused(client_of, body, status, detail):
    for endpoint in (ASK, replace(ASK, body=JsonBody(Question))):
        answer = client_of(endpoint).post("/api/v1/ask/mood", data=body, content_type="application/json")
        assert (answer.status_code, answer.json["detail"]) == (status, detail)


def test_a_form_s_fields_stand_side_by_side_and_empty_ones_are_not_given(client_of):
    answer = client_of(ASK).post("/api/v1/ask/mood", data={"energy": "0.5", "name": " "})
    assert answer.json == {"energy": 0.5, "name": None, "topic": "mood"}
    assert client_of(ASK).post("/api/v1/ask/mood", data={"energy": "much"}).status_code == 422


def test_a_browser_s_form_is_sent_on_where_the_endpoint_has_a_page(client_of):
    form = {"energy": "0.5", "name": "a b"}
    answer = client_of(replace(ASK, page="/here")).post("/api/v1/ask/mood", data=form, headers=BROWSER)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/here?name=a+b&energy=0.5")
    assert client_of(replace(ASK, page="/here")).post("/api/v1/ask/mood", data=form).status_code == 200
    assert client_of(ASK).post("/api/v1/ask/mood", data=form, headers=BROWSER).status_code == 200


@pytest.mark.parametrize(("from_any_site", "status"), [(False, 403), (True, 200)])
def test_other_sites_may_send_only_what_says_so(client_of, from_any_site, status):
    endpoint = replace(ASK, from_any_site=from_any_site)
    body = {"inner": {"energy": 0.5}}
    assert client_of(endpoint).post("/api/v1/ask/mood", json=body, headers=ELSEWHERE).status_code == status
    (operation,) = openapi_document([endpoint], version="1", pages=())["paths"]["/api/v1/ask/{topic}"].values()
    assert ("403" in operation["responses"]) == (status == 403)


def test_other_sites_are_refused_before_the_body_is_read(client_of):
    assert client_of(ASK).post("/api/v1/ask/mood", data=b"{", headers=ELSEWHERE).status_code == 403


def test_reading_is_free_to_all_sites(client_of):
    endpoint = Endpoint(path="/known", access="play", summary="", handle=lambda *_: {}, answer=dict)
    assert client_of(endpoint).get("/api/v1/known", headers=ELSEWHERE).status_code == 200
