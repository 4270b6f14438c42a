"""Whom a login by OpenID Connect makes an account; the provider is made up."""

from dataclasses import replace
from types import SimpleNamespace
from urllib.parse import unquote

import pytest

from recommender.accounts.claims import Claims
from tests.builders.accounts import MadeAccounts
from webapp.accounts.oidc import REFUSAL_COOKIE
from webapp.accounts.services import Flow
from webapp.app import create_app


def log_in(accounts, role):
    """Go to the provider and back, as Bert; return the browser and where it was sent last."""
    claims = Claims(subject="https://office.example bert", names=("Bert",), role=role)
    flow = Flow(url="https://office.example/login", state="state", nonce="nonce", verifier="verifier")
    provider = SimpleNamespace(name="The office", begin=lambda _: flow, finish=lambda *_, **__: claims)
    services = replace(accounts.services(), oidc=provider)
    client = create_app(replace(accounts.web.services(), accounts=services)).test_client()
    client.get("/login/oidc")
    return client, client.get("/login/oidc/back?state=state&code=code").headers["Location"]


@pytest.mark.parametrize("role", [None, "listener", "guest"])
@pytest.mark.parametrize("is_private", [True, False])
def test_the_first_who_logs_in_is_an_admin_or_nobody_could_manage_the_instance(web, role, is_private):
    accounts = MadeAccounts(web, is_private=is_private)
    client, address = log_in(accounts, role)
    assert address == "/login"
    assert "accounts create --admin" in unquote(client.get_cookie(REFUSAL_COOKIE, path="/login").value)
    assert accounts.accounts.accounts == {}
    assert client.get("/api/v1/me").json["is_known"] is is_private


@pytest.mark.parametrize(("role", "given"), [(None, "listener"), ("guest", "guest"), ("admin", "admin")])
def test_an_account_is_made_with_the_role_of_the_claim(accounts, role, given):
    if given != "admin":
        accounts.add("Owner", "admin")
    client, address = log_in(accounts, role)
    assert address == "/"
    assert client.get("/api/v1/me").json["role"] == given
