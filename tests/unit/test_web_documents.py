import io
import re

import jsonschema
import msgspec
import pytest

from tests.made_web import MadeWeb, made_event, made_web
from webapp.api.endpoint import PREFIX
from webapp.api.openapi import openapi_path
from webapp.services import Part


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> MadeWeb:
    return made_web(tmp_path_factory.mktemp("web"))


@pytest.fixture
def web(made) -> MadeWeb:
    made.reset()
    return made


@pytest.fixture
def document(web):
    return web.client().get("/api/v1/openapi.json").json


def requests_of(client) -> dict[str, list]:
    """One good request and its answer for each operation, by operation id."""
    client.get("/api/v1/listener")
    albums = client.get("/api/v1/albums").json["items"]
    good = {
        "list_tracks": ["/api/v1/tracks?limit=5", "/api/v1/tracks?ids=k00-t00"],
        "get_track": ["/api/v1/tracks/k00-t00"],
        "list_artists": ["/api/v1/artists?limit=3"],
        "get_artist": [f"/api/v1/artists/{albums[0]['artist_id']}"],
        "list_albums": ["/api/v1/albums?limit=3"],
        "get_album": [f"/api/v1/albums/{albums[0]['album_id']}"],
        "list_genres": ["/api/v1/genres"],
        "search": ["/api/v1/search?q=artist"],
        "get_similar": ["/api/v1/tracks/k00-t00/similar?n=3"],
        "get_listener": ["/api/v1/listener"],
        "get_slate": ["/api/v1/slate"],
        "get_health": ["/api/v1/health"],
        "get_version": ["/api/v1/version"],
        "get_openapi": ["/api/v1/openapi.json"],
        "get_root_health": ["/health"],
    }
    answers = {name: [client.get(url) for url in urls] for name, urls in good.items()}
    events = msgspec.json.encode([made_event(), {}])
    answers["post_activity"] = [client.post("/api/v1/activity", data=events, content_type="application/json")]
    form = {"file": (io.BytesIO(b"tone"), "a.mp3")}
    answers["post_sound"] = [client.post("/api/v1/sounds?n=2", data=form, content_type="multipart/form-data")]
    return answers


def operations(document) -> dict[str, dict]:
    return {each["operationId"]: each for methods in document["paths"].values() for each in methods.values()}


def questions_of_the_lab(web) -> set[str]:
    """Operations that need a published model; `tests/integration/test_lab.py` asks them with real ones."""
    return {
        each.handle.__name__ for each in web.app().endpoints if each.handle.__module__.startswith("webapp.lab.")
    } - {"get_root_health"}


def validator(document, schema) -> jsonschema.Draft202012Validator:
    whole = {"$ref": "#/wanted", "wanted": schema, "components": document["components"]}
    return jsonschema.Draft202012Validator(whole)


def test_every_route_of_the_api_is_in_the_document_and_nothing_else(web, document):
    routes = {
        (openapi_path(rule.rule), method.lower())
        for rule in web.app().url_map.iter_rules()
        if rule.rule.startswith(PREFIX) or rule.endpoint.startswith("api.")
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert routes == {(path, method) for path, methods in document["paths"].items() for method in methods}


def test_every_answer_is_what_the_document_says(web, document):
    answers = requests_of(web.client())
    known = operations(document)
    assert set(answers) == set(known) - questions_of_the_lab(web)
    for name in answers:
        operation = known[name]
        for answer in answers[name]:
            declared = operation["responses"][str(answer.status_code)]["content"][answer.mimetype]["schema"]
            validator(document, declared).validate(answer.json)
            assert answer.status_code == 200, name


def test_without_a_model_a_question_of_the_lab_is_told_the_command(web, document):
    client = web.client()
    asked = {
        "post_predict": ("/predict", "segue train charts"),
        "post_regression": ("/predicted/regression", "segue train releases"),
        "get_prediction": ("/prediction/?song=a&artist=b", "segue train streams"),
        "get_popularity": ("/api/v1/lab/popularity", "segue train popularity"),
        "get_charts": ("/api/v1/lab/charts", "segue train charts"),
        "get_quality": ("/api/v1/lab/topics/mood/quality", "segue train mood"),
    }
    for name, (path, command) in asked.items():
        method = "post" if name.startswith("post") else "get"
        body = {"json": {"artist": "a", "year": 2026}} if name == "post_regression" else {}
        answer = getattr(client, method)(path, **body)
        assert (answer.status_code, command in answer.json["detail"]) == (503, True), answer.json
        declared = operations(document)[name]["responses"]["503"]["content"][answer.mimetype]["schema"]
        validator(document, declared).validate(answer.json)


@pytest.mark.parametrize(
    ("method", "path", "operation"),
    [("GET", "/api/v1/tracks/nope", "get_track"), ("GET", "/api/v1/tracks?limit=0", "list_tracks"),
     ("GET", "/api/v1/slate", "get_slate"), ("POST", "/api/v1/activity", "post_activity")],
)  # fmt: skip
def test_every_refusal_is_what_the_document_says(web, document, method, path, operation):
    answer = web.client().open(path, method=method)
    declared = operations(document)[operation]["responses"][str(answer.status_code)]["content"]
    validator(document, declared[answer.mimetype]["schema"]).validate(answer.json)


def test_the_document_has_no_dangling_reference_and_is_openapi_3_1(document):
    assert document["openapi"] == "3.1.0"
    text = msgspec.json.encode(document).decode()
    for name in set(re.findall(r'"#/components/schemas/(\w+)"', text)):
        assert name in document["components"]["schemas"]
    for schema in document["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)


def test_path_and_query_parameters_are_declared(document):
    parameters = operations(document)["get_similar"]["parameters"]
    assert [(each["name"], each["in"]) for each in parameters] == [("track_id", "path"), ("n", "query")]


def test_a_body_is_required_unless_the_question_has_defaults_for_all(document):
    known = operations(document)
    assert known["post_activity"]["requestBody"]["required"]
    assert known["post_predicted"]["requestBody"]["required"]
    assert not known["post_predict"]["requestBody"]["required"]


def test_health_names_the_part_that_is_not_ready_and_why(web):
    client = web.client()
    assert client.get("/health/live").json == {"live": True}
    assert client.get("/health/ready").status_code == 200
    web.parts = (Part("mongo", True), Part("kafka", False, "Kafka does not answer"))
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json["parts"][1] == {"name": "kafka", "ready": False, "why": "Kafka does not answer"}
    assert client.get("/api/v1/health").status_code == 503


def test_metrics_count_requests_events_and_tracks(web):
    client = web.client()
    client.get("/api/v1/listener")
    client.post("/api/v1/activity", data=msgspec.json.encode([made_event(), {}]))
    text = client.get("/metrics").text
    assert re.search(r'segue_http_requests_total\{endpoint="api.get_listener",status="200"\} [1-9]', text)
    assert re.search(r'segue_activity_events_total\{outcome="rejected"\} [1-9]', text)
    assert "segue_catalogue_tracks 48.0" in text


def test_every_path_of_the_player_is_the_page_and_its_files_are_kept(web):
    static = web.folder / "static"
    (static / "assets").mkdir(exist_ok=True)
    (static / "index.html").write_text("<!doctype html><title>segue</title>")
    (static / "favicon.svg").write_text("<svg/>")
    (static / "assets" / "app-1a2b.js").write_text("1")
    client = web.client()
    for path in ("/", "/library/albums", "/track/a.b", "/search", "/index.html/x"):
        answer = client.get(path)
        assert (answer.status_code, answer.mimetype) == (200, "text/html")
        assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "segue_listener=" in client.get("/").headers["Set-Cookie"]
    for path in ("/static/assets/app-1a2b.js", "/assets/app-1a2b.js"):
        assert "immutable" in client.get(path).headers["Cache-Control"]
    assert client.get("/favicon.svg").mimetype == "image/svg+xml"
    assert client.get("/static/nope.js").status_code == 404
    (static / "index.html").unlink()


def test_where_the_page_is_not_built_it_says_so(web):
    answer = web.client().get("/")
    assert answer.status_code == 503
    assert "make setup" in answer.text
