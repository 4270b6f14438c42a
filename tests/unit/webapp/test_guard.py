import pytest
import structlog.testing

from tests.builders.web import MadeWeb, changed, made_web
from webapp.guard import Guard


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> MadeWeb:
    return made_web(tmp_path_factory.mktemp("web"))


@pytest.fixture
def web(made) -> MadeWeb:
    made.reset()
    return made


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8080", "LOCALHOST", "127.0.0.1:80", "[::1]", "[::1]:8080", "192.168.1.7:8080"]
)
def test_localhost_and_addresses_are_answered(web, host):
    assert web.client().get("/api/v1/version", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8080", "localhost.evil.example", "127.0.0.1.evil.example", "", "[::1", "a b"]
)
@pytest.mark.parametrize("path", ["/", "/api/v1/listener", "/socket.io/?EIO=4&transport=websocket"])
def test_any_other_name_is_refused_against_dns_rebinding(web, host, path):
    answer = web.client().get(path, headers={"Host": host})
    assert answer.status_code == 421
    assert "Set-Cookie" not in answer.headers
    assert "SEGUE_ALLOWED_HOSTS" in answer.json["detail"]


def test_further_names_can_be_allowed():
    def nothing(_environ, _start):
        return []

    assert Guard(nothing, allowed_hosts=[" Music.Example "]).answers_to("music.example:443")
    assert Guard(nothing, allowed_hosts=["*"]).answers_to("whatever")
    assert not Guard(nothing, allowed_hosts=["", " "]).answers_to("")


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/"), ("GET", "/api/v1/tracks"), ("GET", "/nope/x"), ("GET", "/api/v1/nope"), ("GET", "/audio/k00-t00"),
     ("GET", "/covers/k00-t00"), ("GET", "/metrics"), ("POST", "/api/v1/tracks"), ("PUT", "/api/v1/activity")],
)  # fmt: skip
def test_every_answer_has_the_security_headers_once(web, method, path):
    answer = web.client().open(path, method=method)
    policy = answer.headers.getlist("Content-Security-Policy")
    assert len(policy) == 1
    assert "default-src 'self'" in policy[0]
    assert "unsafe" not in policy[0]
    for part in ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "connect-src 'self'"):
        assert part in policy[0]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    for name in ("Referrer-Policy", "Permissions-Policy", "Cross-Origin-Opener-Policy"):
        assert name in answer.headers


@pytest.mark.parametrize("path", ["/api/v1/activity", "/api/v1/sounds"])
@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": "http://localhost:1"},
     {"Origin": "https://localhost"}, {"Sec-Fetch-Site": "cross-site"}],
)  # fmt: skip
def test_other_sites_may_not_post(web, path, headers):
    client = web.client()
    client.get("/api/v1/listener")
    answer = client.post(path, data=b"[]", headers=headers)
    assert (answer.status_code, answer.json["type"]) == (403, "urn:segue:problem:not-allowed")


def test_our_own_page_may_post(web):
    client = web.client()
    client.get("/api/v1/listener")
    own = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert client.post("/api/v1/activity", data=b"[]", headers=own).status_code == 200


def test_the_cookie_is_signed_and_out_of_reach_of_scripts(web):
    answer = web.client().get("/api/v1/listener")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith(f"segue_listener={answer.json['listener_id']}.")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie
    assert "Secure" in web.client().get("/api/v1/listener", base_url="https://localhost").headers["Set-Cookie"]


def test_a_listener_stays_the_same_and_two_are_two(web):
    one, two = web.client(), web.client()
    first = one.get("/api/v1/listener").json
    assert one.get("/api/v1/listener").json == first
    assert two.get("/api/v1/listener").json != first


def test_a_proxy_is_believed_only_when_told_to(web):
    headers = {"Host": "localhost", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}
    assert web.client().get("/api/v1/version", headers=headers).status_code == 200
    assert web.client(trusted_proxies="1").get("/api/v1/version", headers=headers).status_code == 421
    good = headers | {"X-Forwarded-Host": "localhost"}
    assert "Secure" in web.client(trusted_proxies="1").get("/api/v1/listener", headers=good).headers["Set-Cookie"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/api/v1/nope", 404), ("GET", "/api/", 404), ("POST", "/api/v1/tracks", 405), ("DELETE", "/", 405),
     ("GET", "/api/v1/activity", 405), ("GET", "/static/../app.py", 404), ("GET", "/static/%2e%2e/app.py", 404),
     ("GET", "/audio/x/y", 404), ("POST", "/audio/x", 405), ("TRACE", "/api/v1/tracks", 405)],
)  # fmt: skip
def test_every_refusal_is_a_problem_document(web, method, path, status):
    answer = web.client().open(path, method=method)
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert set(answer.json) >= {"type", "title", "status", "detail", "instance"}
    assert answer.json["status"] == status


def test_an_accident_shows_nothing_of_the_inside(web):
    web.index = object()  # type: ignore[assignment]
    with structlog.testing.capture_logs() as logs:
        answer = web.client().get("/api/v1/tracks/k00-t00/similar")
    assert [log["event"] for log in logs] == ["request_failed"]
    assert answer.status_code == 500
    assert answer.mimetype == "application/problem+json"
    assert "Traceback" not in answer.text
    assert "object" not in answer.json["detail"]


def test_html_in_tags_stays_text(web):
    changed(web, "k00-t00", title="<script>alert(1)</script>", artist='"><img src=x onerror=alert(1)>')
    answer = web.client().get("/api/v1/tracks/k00-t00")
    assert answer.mimetype == "application/json"
    assert answer.json["title"] == "<script>alert(1)</script>"
    assert "<script" not in web.client().get("/covers/k00-t00").text
