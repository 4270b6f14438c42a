"""How somebody gets in and out."""

from datetime import timedelta
from ipaddress import ip_network

import pytest

from recommender.accounts.invitations import make_invitation
from recommender.accounts.records import Account
from tests.builders.accounts import PASSWORD, MadeAccounts, problem_of
from tests.builders.web import NOW
from webapp.accounts.attempts import PAIR_BURST
from webapp.accounts.recognition import COOKIE
from webapp.accounts.services import ProxyLogin


def invite(accounts, role="listener", *, account_id=None, made_at=NOW):
    invitation, path = make_invitation(role, made_at, account_id=account_id)
    accounts.invitations.add(invitation)
    return path.removeprefix("/join#")


def join(client, secret, name="Anna", password=PASSWORD):
    return client.post("/api/v1/join", json={"invitation": secret, "name": name, "password": password})


def log_in(client, name, password=PASSWORD):
    return client.post("/api/v1/login", json={"name": name, "password": password})


def test_the_password_lets_in_and_logging_out_ends_the_session(accounts):
    accounts.add("Anna", "guest")
    client = accounts.app.test_client()
    assert client.get("/api/v1/me").json == {"is_known": False, "has_login": True} | dict.fromkeys(
        ("listener_id", "name"), ""
    ) | {"role": None, "scopes": [], "has_password": False, "providers": []}
    me = log_in(client, "aNNA").json
    assert (me["is_known"], me["name"], me["role"], me["scopes"]) == (True, "Anna", "guest", ["play"])
    assert client.get("/api/v1/listener").json["listener_id"] == "id-Anna"
    assert client.post("/api/v1/logout").json["is_known"] is False
    assert accounts.sessions.sessions == {}
    assert problem_of(client.get("/api/v1/listener")) == (401, "login-needed")


def test_the_cookie_of_a_session_is_for_the_player_alone(accounts):
    accounts.add("Anna")
    cookie = log_in(accounts.app.test_client(), "Anna").headers["Set-Cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    secret = cookie.split("=")[1].split(";")[0]
    assert secret not in repr(accounts.sessions.sessions)


def test_an_unknown_name_and_a_wrong_password_look_the_same(accounts):
    accounts.add("Anna")
    client = accounts.app.test_client()
    wrong, unknown = log_in(client, "Anna", "another password"), log_in(client, "Nobody")
    assert problem_of(wrong) == problem_of(unknown) == (401, "wrong-password")
    assert wrong.data == unknown.data
    assert dict(wrong.headers) == dict(unknown.headers)


def test_nobody_logs_in_as_an_account_without_a_password(accounts):
    accounts.accounts.add(Account(account_id="id-Anna", name="Anna", role="admin", made_at=NOW))
    assert problem_of(log_in(accounts.app.test_client(), "Anna", "x" * 10)) == (401, "wrong-password")


def test_trying_again_and_again_is_stopped_with_the_time_to_wait(accounts):
    accounts.add("Anna")
    client = accounts.app.test_client()
    for _ in range(PAIR_BURST):
        assert log_in(client, "Anna", "a wrong password").status_code == 401
    stopped = log_in(client, "anna")
    assert problem_of(stopped) == (429, "too-many")
    assert 1 <= int(stopped.headers["Retry-After"]) <= 30
    assert log_in(client, "Bert").status_code == 401  # others are not stopped by it


def log_in_from(client, address, password=PASSWORD):
    body = {"name": "Anna", "password": password}
    return client.post("/api/v1/login", json=body, environ_overrides={"REMOTE_ADDR": address}).status_code


def test_tries_from_elsewhere_keep_nobody_out_who_came_in_before(accounts):
    accounts.add("Anna")
    client = accounts.app.test_client()
    assert log_in_from(client, "10.0.0.1") == 200
    statuses = [log_in_from(client, f"10.0.1.{n}", "a wrong password") for n in range(130)]
    assert (statuses[0], statuses[-1]) == (401, 429)
    assert log_in_from(client, "10.0.0.1") == 200


def test_logging_in_again_ends_the_session_before(accounts):
    accounts.add("Anna")
    client = accounts.app.test_client()
    log_in(client, "Anna")
    log_in(client, "Anna")
    assert len(accounts.sessions.sessions) == 1


def test_a_new_password_by_invitation_ends_tokens_and_other_links(accounts):
    accounts.add("Admin", "admin")
    accounts.add("Anna")
    headers = accounts.token("Anna", "play")
    first, second = invite(accounts, account_id="id-Anna"), invite(accounts, account_id="id-Anna")
    assert join(accounts.app.test_client(), second, "Anna", "quite another one").status_code == 200
    assert accounts.app.test_client().get("/api/v1/tracks", headers=headers).status_code == 401
    assert problem_of(join(accounts.app.test_client(), first, "Anna")) == (404, "not-found")


def test_one_address_cannot_try_everybody(accounts):
    client = accounts.app.test_client()
    statuses = [log_in(client, f"name {n}").status_code for n in range(40)]
    assert (statuses[0], statuses[-1]) == (401, 429)


def test_an_invitation_makes_one_account_with_its_role(accounts):
    accounts.add("Admin", "admin")
    secret = invite(accounts, "guest")
    client = accounts.app.test_client()
    assert client.post("/api/v1/join/look", json={"invitation": secret}).json == {"role": "guest", "name": ""}
    me = join(client, secret).json
    assert (me["name"], me["role"], me["has_password"]) == ("Anna", "guest", True)
    assert client.get("/api/v1/tracks").status_code == 200
    assert problem_of(join(accounts.app.test_client(), secret, "Bert")) == (404, "not-found")
    assert log_in(accounts.app.test_client(), "Anna").status_code == 200


@pytest.mark.parametrize(
    ("name", "password", "words"),
    [
        ("Admin", PASSWORD, "is taken"),
        ("aDMIN", PASSWORD, "is taken"),
        ("Anna", "short", "10 characters"),
        ("Anna", "aaaaaaaaaaaa", "easy to guess"),
        ("annaannaanna", "AnnaAnnaAnna", "easy to guess"),
        ("a\u200bnna", PASSWORD, "can be seen"),
        ("\u3164", PASSWORD, "can be seen"),
        ("Admin\u2800", PASSWORD, "can be seen"),
        ("a:b", PASSWORD, "no colon"),
        ("   ", PASSWORD, "1 to 64"),
    ],
)
def test_an_invitation_stays_good_when_name_or_password_are_not(accounts, name, password, words):
    accounts.add("Admin", "admin")
    secret = invite(accounts)
    refusal = join(accounts.app.test_client(), secret, name, password)
    assert refusal.status_code in (400, 422)
    assert words in refusal.json["detail"]
    assert join(accounts.app.test_client(), secret).status_code == 200


def test_an_invitation_expires(accounts):
    accounts.add("Admin", "admin")
    secret = invite(accounts, made_at=NOW - timedelta(hours=48))
    assert problem_of(join(accounts.app.test_client(), secret)) == (404, "not-found")


@pytest.mark.parametrize("end", ["demoted", "deleted"])
def test_the_invitations_of_an_admin_end_with_the_role(accounts, end):
    accounts.add("Admin", "admin")
    accounts.add("Former", "admin")
    former, admin = accounts.log_in("Former"), accounts.log_in("Admin")
    made = former.post("/api/v1/invitations", json={"role": "admin"}).json["path"].split("#")[1]
    kept = admin.post("/api/v1/invitations", json={"role": "admin"}).json["path"].split("#")[1]
    if end == "demoted":
        admin.post("/api/v1/accounts/id-Former/role", json={"role": "listener"})
    else:
        admin.delete("/api/v1/accounts/id-Former")
    client = accounts.app.test_client()
    assert problem_of(client.post("/api/v1/join/look", json={"invitation": made})) == (404, "not-found")
    assert problem_of(join(client, made)) == (404, "not-found")
    assert join(client, kept).status_code == 200


def test_a_new_password_by_invitation_logs_every_browser_out(accounts):
    accounts.add("Admin", "admin")
    accounts.add("Anna")
    old = accounts.log_in("Anna")
    secret = invite(accounts, account_id="id-Anna")
    client = accounts.app.test_client()
    assert client.post("/api/v1/join/look", json={"invitation": secret}).json["name"] == "Anna"
    assert join(client, secret, "Anna", "quite another one").json["listener_id"] == "id-Anna"
    assert old.get("/api/v1/me").json["is_known"] is False
    assert log_in(accounts.app.test_client(), "Anna").status_code == 401
    assert log_in(accounts.app.test_client(), "Anna", "quite another one").status_code == 200


class TestOnOnesOwnMachine:
    @pytest.fixture
    def accounts(self, web):
        return MadeAccounts(web, is_private=True)

    def test_nobody_logs_in_and_every_browser_is_the_machines_user(self, accounts):
        one, other = accounts.app.test_client(), accounts.app.test_client()
        me = one.get("/api/v1/me").json
        assert (me["is_known"], me["has_login"], me["name"], me["role"]) == (True, False, "machine", "admin")
        assert other.get("/api/v1/listener").json == {"listener_id": me["listener_id"]}

    @pytest.mark.parametrize(
        "headers",
        [
            {"X-Forwarded-For": "203.0.113.7"},
            {"X-Real-IP": "203.0.113.7"},
            {"Forwarded": "for=203.0.113.7"},
            {"X-Forwarded-Host": "music.example"},
            {"Host": "192.168.1.7:8080"},
        ],
    )
    def test_whoever_comes_through_a_proxy_that_nobody_told_of_is_not_the_machines_user(self, accounts, headers):
        client = accounts.app.test_client()
        for path in ("/api/v1/me", "/api/v1/listener", "/api/v1/accounts"):
            refusal = client.get(path, headers=headers)
            assert problem_of(refusal) == (403, "not-allowed")
            assert "SEGUE_TRUSTED_PROXIES" in refusal.json["detail"]
        assert accounts.accounts.accounts == {}
        for host in ("127.0.0.1:8080", "[::1]:8080", "localhost"):
            assert client.get("/api/v1/me", headers={"Host": host}).json["is_known"]

    def test_the_anonymous_listener_of_the_first_browser_becomes_the_machines_user(self, accounts, web):
        anonymous = web.client()  # before there were accounts
        listener_id = anonymous.get("/api/v1/listener").json["listener_id"]
        client = accounts.app.test_client()
        client.set_cookie("segue_listener", anonymous.get_cookie("segue_listener").value)
        assert client.get("/api/v1/listener").json == {"listener_id": listener_id}
        assert accounts.app.test_client().get("/api/v1/listener").json == {"listener_id": listener_id}

    def test_the_first_account_is_the_machines_user_with_a_password(self, accounts):
        client, other = accounts.app.test_client(), accounts.app.test_client()
        listener_id = client.get("/api/v1/listener").json["listener_id"]
        secret = client.post("/api/v1/invitations", json={"role": "admin"}).json["path"].split("#")[1]
        me = join(client, secret).json
        assert (me["listener_id"], me["name"], me["role"], me["has_login"]) == (listener_id, "Anna", "admin", True)
        assert problem_of(other.get("/api/v1/listener")) == (401, "login-needed")

    def test_the_first_account_is_an_admins(self, accounts):
        client = accounts.app.test_client()
        refusal = client.post("/api/v1/invitations", json={"role": "listener"})
        assert (refusal.status_code, "accounts create --admin" in refusal.json["detail"]) == (400, True)
        assert problem_of(join(client, invite(accounts, "listener"))) == (400, "bad-input")


def test_an_anonymous_listener_of_this_browser_becomes_the_new_account(accounts, web):
    accounts.add("Admin", "admin")
    anonymous = web.client()
    listener_id = anonymous.get("/api/v1/listener").json["listener_id"]
    client = accounts.app.test_client()
    client.set_cookie("segue_listener", anonymous.get_cookie("segue_listener").value)
    assert join(client, invite(accounts), "Anna").json["listener_id"] == listener_id
    second = join(client, invite(accounts), "Bert").json["listener_id"]
    assert second not in ("", listener_id)


def test_what_a_deleted_account_leaves_is_not_for_whoever_joins_in_the_same_browser(accounts, web):
    accounts.add("Admin", "admin")
    client = accounts.app.test_client()
    anonymous = web.client()
    listener_id = anonymous.get("/api/v1/listener").json["listener_id"]
    client.set_cookie("segue_listener", anonymous.get_cookie("segue_listener").value)
    assert join(client, invite(accounts), "Anna").json["listener_id"] == listener_id
    assert accounts.log_in("Admin").delete(f"/api/v1/accounts/{listener_id}").status_code == 200
    assert join(client, invite(accounts), "Bert").json["listener_id"] != listener_id


class TestBehindAProxyThatSaysWhoAsks:
    @pytest.fixture
    def accounts(self, web):
        return MadeAccounts(web, proxy=ProxyLogin(header="Remote-User", networks=(ip_network("10.0.0.0/8"),)))

    def ask(self, accounts, name, address):
        return accounts.app.test_client().get(
            "/api/v1/me", headers={"Remote-User": name}, environ_overrides={"REMOTE_ADDR": address}
        )

    def test_a_listed_proxy_is_believed_and_the_account_made_once(self, accounts):
        first = self.ask(accounts, "anna", "10.1.2.3").json
        assert (first["name"], first["role"]) == ("anna", "admin")
        assert self.ask(accounts, "anna", "10.9.9.9").json == first
        assert self.ask(accounts, "bert", "10.1.2.3").json["role"] == "listener"
        assert len(accounts.accounts.accounts) == 2

    @pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
    def test_a_name_with_an_accent_is_read_as_it_was_meant(self, accounts, encoding):
        sent = "Zoë".encode(encoding).decode("latin-1")
        assert self.ask(accounts, sent, "10.1.2.3").json["name"] == "Zoë"

    def test_nobody_else_is_believed(self, accounts):
        assert self.ask(accounts, "anna", "192.168.0.9").json["is_known"] is False
        assert accounts.accounts.accounts == {}

    def test_a_name_that_somebody_here_has_is_not_taken_over(self, accounts):
        accounts.add("anna", "admin")
        assert self.ask(accounts, "anna", "10.1.2.3").json["is_known"] is False
