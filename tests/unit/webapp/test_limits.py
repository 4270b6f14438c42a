import pytest
from flask import Flask, request

from recommender.errors import BadSetting
from tests.builders.web import made_event, made_web
from webapp.address_limits import AddressLimits, limited_address
from webapp.forwarded import behind_proxies
from webapp.services import WebConfig
from webapp.serving.connections import Connections


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("", ""),
        ("@unix", "@unix"),
    ],
)
def test_limits_count_by_address_or_home_network(address, counted):
    assert limited_address(address) == counted


def test_sockets_of_an_address_are_bounded_and_given_back():
    limits = AddressLimits(WebConfig(secret_key=b"", address_sockets=2))
    assert [limits.take_socket("a"), limits.take_socket("a"), limits.take_socket("a")] == [True, True, False]
    assert limits.take_socket("b")
    limits.give_socket_back("a")
    assert limits.take_socket("a")


def seen_by(trusted: str, *, peer: str, forwarded: str) -> str:
    app = Flask("proxied")
    app.add_url_rule("/", "who", lambda: request.remote_addr or "")
    app.wsgi_app = behind_proxies(app.wsgi_app, trusted)
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return app.test_client().get("/", headers=headers, environ_base={"REMOTE_ADDR": peer}).text


@pytest.mark.parametrize(
    ("trusted", "peer", "forwarded", "client"),
    [
        ("0", "10.0.0.2", "1.1.1.1", "10.0.0.2"),
        ("1", "10.0.0.2", "1.1.1.1", "1.1.1.1"),
        ("1", "10.0.0.2", "9.9.9.9, 1.1.1.1", "1.1.1.1"),
        ("10.0.0.2", "10.0.0.2", "9.9.9.9, 1.1.1.1", "1.1.1.1"),
        ("10.0.0.2", "203.0.113.7", "1.1.1.1", "203.0.113.7"),
        ("10.0.0.0/8, fd00::/8", "10.0.0.2", "9.9.9.9, 1.1.1.1, 10.0.0.9", "1.1.1.1"),
        ("10.0.0.0/8", "10.0.0.2", "10.0.0.9", "10.0.0.9"),
        ("10.0.0.0/8", "10.0.0.2", "", "10.0.0.2"),
        ("10.0.0.0/8", "10.0.0.2", "not an address, 10.0.0.9", "not an address"),
        ("fd00::/8", "fd00::1", "2001:db8::5", "2001:db8::5"),
    ],
)
def test_the_client_is_the_nearest_that_is_no_trusted_proxy(trusted, peer, forwarded, client):
    assert seen_by(trusted, peer=peer, forwarded=forwarded) == client


@pytest.mark.parametrize("trusted", ["-1", "proxy.local", "10.0.0.0/33", "1.5"])
def test_a_setting_that_names_no_proxies_says_so(trusted):
    with pytest.raises(BadSetting, match="SEGUE_TRUSTED_PROXIES"):
        behind_proxies(Flask("x").wsgi_app, trusted)


def test_listeners_of_one_address_share_its_limit_and_others_do_not(tmp_path):
    web = made_web(tmp_path)
    app = web.app(address_events_per_s=1.0, events_burst=10)

    def sent(address: str) -> int:
        client = app.test_client()
        client.get("/api/v1/listener", environ_base={"REMOTE_ADDR": address})
        events = [made_event(n) for n in range(5)]
        return client.post("/api/v1/activity", json=events, environ_base={"REMOTE_ADDR": address}).status_code

    assert [sent("1.1.1.1") for _ in range(3)] == [200, 200, 429]
    assert sent("2.2.2.2") == 200


def test_the_page_comes_also_when_no_more_listeners_are_made(tmp_path):
    web = made_web(tmp_path)
    (web.folder / "static" / "index.html").write_text("<!doctype html>")
    client = web.client(address_listeners_per_min=1)
    assert "Set-Cookie" in client.get("/", base_url="http://localhost").headers
    other = web.app(address_listeners_per_min=1).test_client()
    page = other.get("/")
    assert (page.status_code, "Set-Cookie" in page.headers) == (200, False)
    assert other.get("/api/v1/listener").status_code == 429


class _Client:
    def __init__(self, address: str) -> None:
        self.client_address = (address, 1)
        self.is_open = True

    def hang_up(self) -> None:
        self.is_open = False


def test_room_is_made_by_who_waits_of_the_address_that_has_most():
    connections = Connections(max_open=6)
    alone, first, second, asking, live = (_Client(a) for a in ("1.1.1.1", "2.2.2.2", "2.2.2.2", "2.2.2.2", "3.3.3.3"))
    for client in (alone, first, second, asking, live):
        connections.set_state(client, "idle")
    connections.set_state(asking, "request")
    connections.set_state(live, "socket")
    closed = []
    while connections.make_room():
        closed += [each for each in (alone, first, second, asking, live) if not each.is_open and each not in closed]
    assert closed == [first, alone, second, live, asking]
