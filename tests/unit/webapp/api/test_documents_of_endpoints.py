import re
from typing import get_args

import jsonschema
import msgspec
import pytest
import yaml

from recommender.records import ActivityEvent, EventKind, ListenerId
from tests.builders.web import MadeWeb, made_event, made_web
from tests.paths import ROOT
from webapp.activity import MAX_EVENTS
from webapp.problems import STATUS

DOCS = ROOT / "docs"


@pytest.fixture(scope="module")
def web(tmp_path_factory) -> MadeWeb:
    return made_web(tmp_path_factory.mktemp("web"))


@pytest.fixture(scope="module")
def asyncapi() -> dict:
    return yaml.safe_load((DOCS / "asyncapi.yaml").read_text())


def fits(asyncapi: dict, schema: str, value: object) -> None:
    whole = {"$ref": f"#/components/schemas/{schema}", "components": asyncapi["components"]}
    jsonschema.Draft202012Validator(whole).validate(value)


def test_every_kind_of_problem_is_in_docs():
    text = (DOCS / "api.md").read_text()
    for kind in STATUS:
        assert f"`urn:segue:problem:{kind[2]}` | {kind[1]}" in text


def test_every_endpoint_is_in_docs(web):
    text = (DOCS / "api.md").read_text()
    for endpoint in web.app().endpoints:
        address = re.sub(r"<(\w+)>", r"{\1}", endpoint.address)
        assert f"`{endpoint.method} {address}" in text, address


def test_what_the_socket_says_and_takes_is_what_asyncapi_says(web, asyncapi):
    fits(asyncapi, "ActivityEvent", made_event())
    slate = web.slate(ListenerId("l"))
    fits(asyncapi, "Slate", msgspec.json.decode(msgspec.json.encode(slate)))
    app = web.app()
    client = app.test_client()
    client.get("/api/v1/listener")
    socket = app.live.socketio.test_client(app, namespace="/live", flask_test_client=client)
    fits(asyncapi, "Receipt", socket.emit("activity", [made_event(), {}], namespace="/live", callback=True))
    fits(asyncapi, "Receipt", socket.emit("activity", "x", namespace="/live", callback=True))


def test_asyncapi_has_the_fields_kinds_and_limits_of_the_records(asyncapi):
    schema = asyncapi["components"]["schemas"]["ActivityEvent"]
    assert set(schema["properties"]) == set(ActivityEvent.__struct_fields__) - {"recorded_at"}
    assert tuple(schema["properties"]["kind"]["enum"]) == get_args(EventKind)
    assert asyncapi["components"]["messages"]["activity"]["payload"]["maxItems"] == MAX_EVENTS
    text = (DOCS / "asyncapi.yaml").read_text()
    for ref in re.findall(r"\$ref: '#/([^']+)'", text):
        part = asyncapi
        for key in ref.split("/"):
            part = part[key]


def test_the_examples_of_asyncapi_follow_its_schemas(asyncapi):
    messages = asyncapi["components"]["messages"]
    for event in messages["activity"]["examples"][0]["payload"]:
        fits(asyncapi, "ActivityEvent", event)
    fits(asyncapi, "Receipt", messages["receipt"]["examples"][0]["payload"])
