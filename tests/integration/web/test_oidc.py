"""Logging in by OpenID Connect, against a provider in a process of its own that signs its tokens."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest
import requests

from infra.servers.listening_port import free_port
from infra.settings import Settings
from infra.stores.accounts.opening import account_stores
from infra.stores.database import prepared_database
from infra.web.oidc import AuthlibProvider, Metadata
from recommender.accounts.records import Account
from recommender.clock import system_clock
from recommender.errors import BadInput, ServerUnavailable
from recommender.records import ListenerId
from tests.deadline import eventually
from tests.file_server import FileServer
from tests.integration.web_process import WebProcess, running_web
from webapp.accounts.recognition import COOKIE

pytestmark = pytest.mark.live

PEOPLE = (
    {"sub": "1", "preferred_username": "Anna", "groups": ["staff", "music-admins"]},
    {"sub": "2", "preferred_username": "Bert", "groups": []},
    {"sub": "3", "preferred_username": "anna", "groups": ["visitors"]},
    {"sub": "4", "preferred_username": "\u200b", "groups": [{"odd": True}]},
)


def answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=5).ok
    except requests.RequestException:
        return False


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """The address of a provider that knows these people; it shows a form and asks for no password."""
    port = free_port()
    people = [word for person in PEOPLE for word in ("--user-claims", json.dumps(person))]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), *people]
    process = subprocess.Popen(
        [*command, "--require-nonce", "true"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ
    )
    address = f"http://127.0.0.1:{port}"
    eventually(lambda: answers(f"{address}/.well-known/openid-configuration"), within_s=30, what="the provider")
    yield address
    process.terminate()
    process.wait(10)


@pytest.fixture(scope="module")
def oidc_settings(settings, provider) -> Settings:
    return replace(
        settings,
        access="auto",
        trusted_proxies="1",
        mongo_database=f"{settings.mongo_database}_oidc",
        oidc_issuer=provider,
        oidc_name="The office",
        oidc_client_id="segue",
        oidc_client_secret="a secret of the client",
        oidc_role_claim="groups",
        oidc_roles="admin=music-admins, guest=visitors",
    )


@pytest.fixture(scope="module")
def web(oidc_settings, tmp_path_factory) -> Iterator[WebProcess]:
    with prepared_database(oidc_settings.mongo_uri, oidc_settings.mongo_database) as database:
        local = Account(
            account_id=ListenerId("local"),
            name="Owner",
            role="admin",
            made_at=system_clock(),
            password_hash="$argon2id$",
        )
        account_stores(database).accounts.add(local)
    with running_web(oidc_settings, tmp_path_factory.mktemp("web") / "log") as web:
        yield web


def log_in(web: WebProcess, sub: str) -> tuple[requests.Session, requests.Response]:
    """Go to the provider, choose who one is, and come back."""
    browser = requests.Session()
    form = browser.get(f"{web.address}/login/oidc", timeout=20)
    assert form.ok, form.text
    back = browser.post(form.url, data={"sub": sub}, timeout=20)
    return browser, back


def me(web: WebProcess, browser: requests.Session) -> dict:
    return browser.get(f"{web.address}/api/v1/me", timeout=20).json()


def test_the_page_offers_the_provider_by_its_name(web):
    assert me(web, requests.Session())["providers"] == [{"name": "The office", "href": "/login/oidc"}]


def test_an_account_is_made_at_the_first_login_with_the_role_of_the_claim(web):
    browser, _ = log_in(web, "1")
    first = me(web, browser)
    assert (first["name"], first["role"], first["has_password"]) == ("Anna", "admin", False)
    again, _ = log_in(web, "1")
    assert me(web, again)["listener_id"] == first["listener_id"]
    assert [me(web, log_in(web, sub)[0])["role"] for sub in ("2", "3", "4")] == ["listener", "guest", "listener"]


def test_a_name_that_is_taken_or_cannot_be_seen_becomes_another(web):
    log_in(web, "1")
    assert me(web, log_in(web, "3")[0])["name"] in ("anna 2", "listener 3")
    assert me(web, log_in(web, "4")[0])["name"] == "listener 4"


def test_a_role_that_the_claim_takes_away_is_taken_away_here_at_the_next_login(web, oidc_settings):
    browser, _ = log_in(web, "2")
    listener_id = me(web, browser)["listener_id"]
    with prepared_database(oidc_settings.mongo_uri, oidc_settings.mongo_database) as database:
        account_stores(database).accounts.set_role(ListenerId(listener_id), "admin")
    assert me(web, log_in(web, "2")[0])["role"] == "listener"


def test_nothing_of_the_flow_can_be_used_twice_or_by_another_browser(web):
    browser = requests.Session()
    form = browser.get(f"{web.address}/login/oidc", timeout=20)
    back = browser.post(form.url, data={"sub": "1"}, timeout=20, allow_redirects=False).headers["Location"]
    query = parse_qs(urlsplit(form.url).query)
    assert (query["code_challenge_method"], query["response_type"]) == (["S256"], ["code"])
    stranger = requests.get(back, timeout=20, allow_redirects=False)
    assert "began%20in%20another%20browser" in stranger.cookies["segue_refusal"]
    forged = browser.get(re.sub(r"state=[^&]+", "state=forged", back), timeout=20, allow_redirects=False)
    assert "another%20page" in forged.cookies["segue_refusal"]
    assert COOKIE not in browser.cookies
    browser.get(f"{web.address}/login/oidc", timeout=20)
    used = browser.get(back, timeout=20, allow_redirects=False)  # the state of the flow before
    assert used.cookies["segue_refusal"]
    assert {answer.headers["Location"] for answer in (stranger, forged, used)} == {"/login"}
    assert COOKIE not in browser.cookies


class TestTokens:
    """What the provider's tokens are checked for."""

    @pytest.fixture
    def ours(self, oidc_settings) -> AuthlibProvider:
        return AuthlibProvider(oidc_settings)

    def come_back(self, url: str) -> str:
        answer = requests.post(url, data={"sub": "1"}, timeout=20, allow_redirects=False)
        return parse_qs(urlsplit(answer.headers["Location"]).query)["code"][0]

    def finish(self, provider: AuthlibProvider, issuer: str | None = None, **changed: str):
        flow = provider.begin("http://127.0.0.1/login/oidc/back")
        code = self.come_back(flow.url)
        flow = msgspec.structs.replace(flow, **changed)
        return provider.finish(flow, redirect_uri="http://127.0.0.1/login/oidc/back", code=code, issuer=issuer)

    def test_a_good_one_says_who_it_is(self, ours, oidc_settings):
        claims = self.finish(ours)
        assert (claims.subject, claims.names[0], claims.role) == (f"{oidc_settings.oidc_issuer} 1", "Anna", "admin")

    def test_of_another_login_it_is_refused(self, ours):
        with pytest.raises(BadInput, match="nonce"):
            self.finish(ours, nonce="of another login")

    def test_for_another_program_it_is_refused(self, ours):
        ours._client_id = "another"
        flow = ours.begin("http://127.0.0.1/login/oidc/back")
        token = self.come_back(flow.url)
        assert token
        ours._client_id = "segue"
        with pytest.raises(BadInput):
            ours.finish(flow, redirect_uri="http://127.0.0.1/login/oidc/back", code=token, issuer=None)

    def test_of_another_issuer_it_is_refused(self, ours):
        with pytest.raises(BadInput, match="not from"):
            self.finish(ours, issuer="https://evil.example")

    def test_an_issuer_that_calls_itself_otherwise_is_refused(self, oidc_settings):
        said = {name: "https://evil.example" for name in Metadata.__struct_fields__}
        files = FileServer({"/fma/.well-known/openid-configuration": json.dumps(said).encode()})
        server = files.start()
        try:
            provider = AuthlibProvider(replace(oidc_settings, oidc_issuer=files.url))
            with pytest.raises(BadInput, match="SEGUE_OIDC_ISSUER is another"):
                provider.begin("http://127.0.0.1/login/oidc/back")
        finally:
            server.shutdown()
            server.server_close()

    def test_a_provider_that_is_away_is_told(self, oidc_settings):
        away = AuthlibProvider(replace(oidc_settings, oidc_issuer=f"http://127.0.0.1:{free_port()}"))
        with pytest.raises(ServerUnavailable, match="does not answer"):
            away.begin("http://127.0.0.1/login/oidc/back")
