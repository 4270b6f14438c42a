import gzip
import io
import re
import shutil

import jsonschema
import msgspec
import pytest

from tests.builders.libraries import library
from tests.builders.seen_maps import made_map
from tests.builders.web import MadeWeb, made_event, made_web
from tests.paths import ROOT
from webapp.api.endpoint import PREFIX
from webapp.api.openapi import openapi_path
from webapp.services import Part

FRONTEND = ROOT / "webapp" / "frontend"


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


def requests_of(web) -> dict[str, list]:
    """One good request and its answer for each operation, by operation id."""
    web.track_map = made_map(web.catalogue.tracks)
    client = web.client()
    client.get("/api/v1/listener")
    albums = client.get("/api/v1/albums").json["items"]
    good = {
        "list_tracks": ["/api/v1/tracks?limit=5", "/api/v1/tracks?ids=k00-t00"],
        "get_track": ["/api/v1/tracks/k00-t00"],
        "list_artists": ["/api/v1/artists?limit=3"],
        "get_artist": [f"/api/v1/artists/{albums[0]['artist_id']}"],
        "get_similar_artists": [f"/api/v1/artists/{albums[0]['artist_id']}/similar?n=3"],
        "list_albums": ["/api/v1/albums?limit=3"],
        "get_album": [f"/api/v1/albums/{albums[0]['album_id']}"],
        "list_parts": ["/api/v1/parts/folder?limit=3", "/api/v1/parts/composer"],
        "get_part": [f"/api/v1/parts/composer/{client.get('/api/v1/parts/composer').json['items'][0]['key']}"],
        "list_genres": ["/api/v1/genres"],
        "search": ["/api/v1/search?q=artist"],
        "get_similar": ["/api/v1/tracks/k00-t00/similar?n=3"],
        "get_listener": ["/api/v1/listener"],
        "get_slate": ["/api/v1/slate"],
        "get_opinions": ["/api/v1/opinions"],
        "get_steering": ["/api/v1/steering"],
        "get_picks_quality": ["/api/v1/picks/quality"],
        "list_heard_tracks": ["/api/v1/history/tracks?sort=plays&limit=3"],
        "get_track_plays": ["/api/v1/history/tracks/k00-t00"],
        "list_plays": ["/api/v1/history/plays"],
        "list_most_played": ["/api/v1/history/most-played", "/api/v1/history/most-played?window=all"],
        "list_rediscoveries": ["/api/v1/history/rediscover"],
        "list_favourite_tracks": ["/api/v1/favourites/tracks"],
        "list_favourite_albums": ["/api/v1/favourites/albums"],
        "list_favourite_artists": ["/api/v1/favourites/artists"],
        "get_path": ["/api/v1/lists/path?stations=track:k00-t00,genre:genre%203&n=7"],
        "get_blend": ["/api/v1/lists/blend?like=track:k00-t00&unlike=track:k00-t01&n=5"],
        "get_mixes": ["/api/v1/lists/mixes?new=50"],
        "get_discovery": ["/api/v1/lists/discovery"],
        "get_past_weeks": ["/api/v1/lists/past-weeks"],
        "get_radio": [
            "/api/v1/lists/radio?like=track:k00-t00",
            "/api/v1/lists/radio?like=track:k00-t00,track:k00-t01",
        ],
        "get_map": ["/api/v1/map", "/api/v1/map?columns=genre,tempo,plays,likes"],
        "get_map_quantities": ["/api/v1/map/quantities"],
        "get_map_rows": ["/api/v1/map/rows?track_ids=k00-t00,gone"],
        "get_map_tracks": ["/api/v1/map/tracks?rows=0,47"],
        "get_map_node": ["/api/v1/map/nodes/k00-t00"],
        "get_map_taste": ["/api/v1/map/taste"],
        "get_ghost": ["/api/v1/map/ghost?track_id=k00-t00", "/api/v1/map/ghost?track_id=k00-t00&brightness=2500"],
        "get_map_weeks": ["/api/v1/map/weeks"],
        "get_health": ["/api/v1/health"],
        "get_version": ["/api/v1/version"],
        "get_openapi": ["/api/v1/openapi.json"],
        "get_root_health": ["/health"],
    }
    liked = {
        "favourite_album": f"/api/v1/favourites/albums/{albums[0]['album_id']}",
        "favourite_artist": f"/api/v1/favourites/artists/{albums[0]['artist_id']}",
    }
    puts = {f"put_{name}": [client.put(url)] for name, url in liked.items()}
    answers = {name: [client.get(url) for url in urls] for name, urls in good.items()} | puts
    answers |= {f"delete_{name}": [client.delete(url)] for name, url in liked.items()}
    lined_up = {
        "entries": [{"track_id": "k00-t00", "source": "album", "is_queued": True}],
        "index": 0,
        "position_s": 1.5,
    }
    arrangement = "/api/v1/room/arrangements/mine"
    kept = {"name": "Mine", "places": [{"track_id": "k00-t00", "x": 0.5, "y": -1.15, "z": 0}], "revision": 0}
    answers["put_arrangement"] = [client.put(arrangement, json=kept)]
    answers["get_arrangement"] = [client.get(arrangement)]
    answers["get_arrangements"] = [client.get("/api/v1/room/arrangements")]
    answers["delete_arrangement"] = [client.delete(arrangement)]
    answers["put_queue"] = [client.put("/api/v1/queue", json=lined_up)]
    answers["get_queue"] = [client.get("/api/v1/queue")]
    events = msgspec.json.encode([made_event(), {}])
    answers["post_activity"] = [client.post("/api/v1/activity", data=events, content_type="application/json")]
    form = {"file": (io.BytesIO(b"tone"), "a.mp3")}
    answers["post_sound"] = [client.post("/api/v1/sounds?n=2", data=form, content_type="multipart/form-data")]
    row = {"endTime": "2026-01-01 05:41", "artistName": "Nobody", "trackName": "Unknown", "msPlayed": 200_000}
    form = {"file": (io.BytesIO(msgspec.json.encode([row])), "StreamingHistory0.json")}
    answers["post_history_import"] = [client.post("/api/v1/history/import?dry_run=false", data=form)]
    answers["list_history_imports"] = [client.get("/api/v1/history/imports")]
    answers |= playlist_answers(client) | smart_answers(client) | table_answers(client)
    return answers | library_answers(web, client) | correction_answers(client)


def playlist_answers(client) -> dict[str, list]:
    """The same of playlists."""
    made = client.post("/api/v1/playlists", json={"name": "Mine", "track_ids": ["k00-t00"], "visibility": "shared"})
    address = f"/api/v1/playlists/{made.json['playlist_id']}"
    asked = {"operations": [{"kind": "rename", "name": "New"}, {"kind": "invite", "invitation": "0" * 32}]}
    form = {"file": (io.BytesIO(b"#EXTM3U\nx.mp3\n"), "a.m3u")}
    return {
        "post_playlist": [made],
        "list_playlists": [client.get("/api/v1/playlists?which=mine&limit=1")],
        "post_operations": [client.post(f"{address}/operations", json=asked)],
        "get_playlist": [client.get(address)],
        "post_playlist_file": [client.post("/api/v1/playlist-files", data=form)],
        "get_playlist_file": [client.get(f"{address}/export?format={name}") for name in ("m3u8", "xspf", "jspf")],
        "post_join": [client.post(f"{address}/join", json={"invitation": "0" * 32})],
        "delete_playlist": [client.delete(address)],
        "post_restore": [client.post(f"{address}/restore")],
        "post_track_file": [
            client.post(f"/api/v1/track-files?format={form}", json={"name": "Any", "track_ids": ["k01-t00"]})
            for form in ("m3u8", "xspf", "jspf")
        ],
    }


def correction_answers(client) -> dict[str, list]:
    """The same of corrections."""
    path, ids = "/api/v1/corrections", {"track_ids": ["k00-t00"]}
    form = {"file": (io.BytesIO(b"\xff\xd8\xff\xe0"), "cover.jpg")}
    return {
        "post_cover": [client.post("/api/v1/covers", data=form)],
        "post_correction": [client.post(path, json=ids | {"fields": {"title": "New", "year": 0, "album": None}})],
        "post_correction_look": [client.post(f"{path}/look", json=ids)],
        "post_tags_written": [client.post(f"{path}/write", json=ids)],
        "post_tags_restored": [client.post(f"{path}/restore", json={"backups": ["k00-t00.json"]})],
    }


def table_answers(client) -> dict[str, list]:
    """The table of the room, and as a file."""
    body = {"version": client.get("/api/v1/map/nodes/k00-t00").json["version"], "columns": ["genre", "plays"]}
    return {
        "post_map_table": [client.post("/api/v1/map/table", json=body)],
        "post_map_table_file": [client.post("/api/v1/map/table-files", json=body)],
    }


def smart_answers(client) -> dict[str, list]:
    """The same of smart playlists."""
    rules = {"kind": "group", "rules": [{"kind": "rule", "field": "plays", "operator": "between", "value": [0, 5]}]}
    definition = {"rules": rules, "limit": {"unit": "percent", "amount": 50}, "refresh": "daily"}
    asked = {"name": "Smart", "definition": definition}
    made = client.post("/api/v1/smart-playlists", json=asked)
    address = f"/api/v1/smart-playlists/{made.json['playlist_id']}"
    return {
        "post_smart": [made],
        "get_smart_fields": [client.get("/api/v1/smart-fields")],
        "post_smart_preview": [client.post("/api/v1/smart-preview", json={"definition": definition})],
        "post_in_common": [client.post("/api/v1/smart-in-common", json={"track_ids": ["k01-t00", "k01-t01"]})],
        "list_smart": [client.get("/api/v1/smart-playlists?which=mine")],
        "get_smart": [client.get(f"{address}?limit=3")],
        "put_smart": [client.put(address, json=asked | {"revision": 1})],
        "post_smart_file": [
            client.post("/api/v1/smart-playlist-files", data={"file": (io.BytesIO(b'{"all": []}'), "a.nsp")})
        ],
        "get_smart_file": [client.get(f"{address}/export") for _ in range(1)],
        "post_smart_refresh": [client.post(f"{address}/refresh")],
        "delete_smart": [client.delete(address)],
        "post_smart_restore": [client.post(f"{address}/restore")],
    }


def library_answers(web, client) -> dict[str, list]:
    """The same of libraries and their scans."""
    music = web.folder / "music"
    made = client.post("/api/v1/libraries", json={"path": str(music), "name": "Made"})
    address = f"/api/v1/libraries/{made.json['items'][0]['library_id']}"
    web.folders.files.reasons[(music / "broken.mp3").as_uri()] = "truncated: ends early"
    scan = client.post(f"{address}/scans", json={"retry_rejected": True})
    return {
        "post_library": [made],
        "get_libraries": [client.get("/api/v1/libraries")],
        "patch_library": [client.patch(address, json={"name": "New"})],
        "post_scan": [scan],
        "get_scans": [client.get("/api/v1/scans")],
        "delete_scan": [client.delete(f"/api/v1/scans/{scan.json['items'][0]['scan_id']}")],
        "list_rejected": [client.get("/api/v1/rejected?limit=1")],
        "post_rejected_retry": [client.post("/api/v1/rejected/retry", json={"all": True})],
        "delete_library": [client.delete(address)],
    }


def operations(document) -> dict[str, dict]:
    found = {method["operationId"]: method for methods in document["paths"].values() for method in methods.values()}
    return {name: each for name, each in found.items() if name != "get_predict_page"}


def questions_of_the_lab(web) -> set[str]:
    """Operations that need a published model; `tests/integration/predictions/test_lab.py` asks them with real ones."""
    return {
        endpoint.handle.__name__
        for endpoint in web.app().endpoints
        if endpoint.handle.__module__.startswith(("webapp.lab.", "webapp.generated.arcs"))
    } - {"get_root_health"}


def questions_of_accounts(web) -> set[str]:
    """Operations that `tests/unit/webapp/accounts` asks, where there are accounts."""
    endpoints = web.app().endpoints
    return {each.handle.__name__ for each in endpoints if each.handle.__module__.startswith("webapp.accounts.")}


def validator(document, schema) -> jsonschema.Draft202012Validator:
    whole = {"$ref": "#/wanted", "wanted": schema, "components": document["components"]}
    return jsonschema.Draft202012Validator(whole)


def test_every_route_of_the_api_is_in_the_document_and_nothing_else(web, document):
    routes = {
        (openapi_path(rule.rule), method.lower())
        for rule in web.app().url_map.iter_rules()
        if rule.rule.startswith(PREFIX) or rule.endpoint.startswith("api.")
        for method in rule.methods - {"HEAD", "OPTIONS"}
    } | {("/predict", "get")}  # the page that asks it
    assert routes == {(path, method) for path, methods in document["paths"].items() for method in methods}


def test_every_answer_is_what_the_document_says(web, document):
    web.libraries.put(library("closed", is_everybodys=True))
    shown = web.client().put("/api/v1/libraries/closed/visibility", json={"visible_to": None})
    answers = requests_of(web) | {"put_library_visibility": [shown]}
    known = operations(document)
    assert set(answers) == set(known) - questions_of_the_lab(web) - questions_of_accounts(web)
    for name in answers:
        operation = known[name]
        for answer in answers[name]:
            declared = operation["responses"][str(answer.status_code)]["content"][answer.mimetype]
            if "schema" in declared:
                validator(document, declared["schema"]).validate(answer.json)
            assert answer.status_code == 200, name


def test_without_a_model_a_question_of_the_lab_is_told_the_command(web, document):
    client = web.client()
    client.get("/api/v1/listener")
    asked = {
        "post_predict": ("/predict", "segue train charts"),
        "post_regression": ("/predicted/regression", "segue train releases"),
        "get_prediction": ("/prediction/?song=a&artist=b", "segue train streams"),
        "get_popularity": ("/api/v1/lab/popularity", "segue train popularity"),
        "get_charts": ("/api/v1/lab/charts", "segue train charts"),
        "get_quality": ("/api/v1/lab/topics/mood/quality", "segue fetch lab"),
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
    assert [(parameter["name"], parameter["in"]) for parameter in parameters] == [("track_id", "path"), ("n", "query")]


def test_a_body_is_required_unless_the_question_has_defaults_for_all(document):
    known = operations(document)
    assert known["post_activity"]["requestBody"]["required"]
    assert known["post_predicted"]["requestBody"]["required"]
    assert not known["post_predict"]["requestBody"]["required"]


def test_health_names_the_part_that_is_not_ready_and_why(web):
    client = web.client()
    assert client.get("/health/live").json == {"live": True}
    assert client.get("/health/ready").status_code == 200
    web.parts = (Part("mongo", True), Part("kafka", False, "Kafka does not answer", {"lag": 7}))
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json["parts"][1] == {
        "name": "kafka",
        "ready": False,
        "why": "Kafka does not answer",
        "figures": {"lag": 7},
    }
    assert client.get("/api/v1/health").status_code == 503


def test_metrics_count_requests_events_and_tracks(web):
    client = web.client()
    client.get("/api/v1/listener")
    client.post("/api/v1/activity", data=msgspec.json.encode([made_event(), {}]))
    text = client.get("/metrics").text
    assert re.search(r'segue_http_requests_total\{endpoint="api.get_listener",status="200"\} [1-9]', text)
    assert 'segue_part_ready{part="kafka"} 1.0' in text
    assert re.search(r'segue_activity_events_total\{outcome="rejected"\} [1-9]', text)
    assert "segue_catalogue_tracks 48.0" in text


@pytest.fixture
def static(web):
    folder = web.folder / "static"
    (folder / "assets").mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_text("<!doctype html><title>segue</title>")
    (folder / "mark.svg").write_text("<svg/>")
    for ending, text in (("", "whole"), (".br", "by brotli"), (".gz", "by gzip")):
        (folder / "assets" / f"app-1a2b.js{ending}").write_text(text)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.usefixtures("static")
def test_every_view_of_the_player_is_the_page_and_its_files_are_kept(web):
    client = web.client()
    views = ("/library/albums", "/library/writers", "/library/producers", "/track/a.b", "/search", "/predict")
    for path in ("/", *views, "/genre/R%26B%20%2F%20Soul"):
        answer = client.get(path)
        assert (answer.status_code, answer.mimetype) == (200, "text/html")
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert client.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert "segue_listener=" in client.get("/").headers["Set-Cookie"]
    for path in ("/static/assets/app-1a2b.js", "/assets/app-1a2b.js"):
        assert "immutable" in client.get(path).headers["Cache-Control"]
    assert client.get("/static/mark.svg").mimetype == "image/svg+xml"
    assert client.get("/static/nope.js").status_code == 404


@pytest.mark.usefixtures("static")
def test_the_views_are_those_of_the_page_s_own_router(web):
    router = (FRONTEND / "src" / "state" / "router.ts").read_text()
    routes = [found.replace("\\/", "/") for found in re.findall(r"/\^(\S+)\$/\]", router)]
    assert len(routes) > 8
    client = web.client()
    for route in routes:
        for choices in re.findall(r"\(([\w|-]+)\)", route) or [""]:
            for choice in choices.split("|"):
                path = route.replace(f"({choices})", choice).replace("([^/]+)", "some name")
                path = re.sub(r"\(\?:(.*?)\)\?", r"\1", path)
                assert client.get(path).status_code == 200, path
    assert client.get("/library").status_code == 200
    assert client.get("/lab").status_code == 200


@pytest.mark.usefixtures("static")
@pytest.mark.parametrize(
    "path", ["/rest/ping.view", "/manifest.webmanifest", "/nope", "/library/nope", "/index.html/x"]
)
def test_an_address_that_is_nothing_is_not_found_by_programs_and_told_to_people(web, path):
    client = web.client()
    assert (client.get(path).status_code, client.get(path).mimetype) == (404, "application/problem+json")
    told = client.get(path, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert (told.status_code, told.mimetype) == (404, "text/html")
    assert "Set-Cookie" not in told.headers
    assert client.post(path).status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/api/v1/activity", {"POST", "OPTIONS"}),
        ("DELETE", "/api/v1/activity", {"POST", "OPTIONS"}),
        ("POST", "/api/v1/tracks", {"GET", "HEAD", "OPTIONS"}),
        ("DELETE", "/predict", {"GET", "HEAD", "POST", "OPTIONS"}),
        ("PUT", "/", {"GET", "HEAD", "OPTIONS"}),
    ],
)
def test_allow_names_the_methods_that_there_are(web, method, path, allowed):
    answer = web.client().open(path, method=method)
    assert (answer.status_code, set(answer.headers["Allow"].split(", "))) == (405, allowed)


@pytest.mark.usefixtures("static")
@pytest.mark.parametrize(
    ("accepts", "encoding", "text"),
    [
        ("gzip, deflate, br, zstd", "br", "by brotli"),
        ("gzip", "gzip", "by gzip"),
        ("br;q=0.5, gzip", "gzip", "by gzip"),
        ("*", "br", "by brotli"),
        ("br;q=0, gzip;q=0", None, "whole"),
        ("identity", None, "whole"),
        (None, None, "whole"),
    ],
)
def test_a_built_file_is_sent_as_the_browser_takes_it(web, accepts, encoding, text):
    headers = {"Accept-Encoding": accepts} if accepts else {}
    answer = web.client().get("/static/assets/app-1a2b.js", headers=headers)
    assert (answer.headers.get("Content-Encoding"), answer.text) == (encoding, text)
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert "javascript" in answer.mimetype
    assert "immutable" in answer.headers["Cache-Control"]
    again = web.client().get("/static/assets/app-1a2b.js", headers=headers | {"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_long_json_is_compressed_and_short_and_audio_are_not(web):
    client = web.client()
    plain = client.get("/api/v1/tracks")
    packed = client.get("/api/v1/tracks", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert msgspec.json.decode(gzip.decompress(packed.data)) == plain.json
    assert len(packed.data) < len(plain.data) / 3
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
    assert client.head("/api/v1/tracks", headers={"Accept-Encoding": "gzip"}).headers["Content-Encoding"] == "gzip"
    for path in ("/api/v1/version", "/audio/k00-t00"):
        assert "Content-Encoding" not in client.get(path, headers={"Accept-Encoding": "gzip"}).headers


def test_where_the_page_is_not_built_it_says_so(web):
    answer = web.client().get("/")
    assert answer.status_code == 503
    assert "make setup" in answer.text
