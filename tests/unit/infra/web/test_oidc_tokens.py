"""What an ID token is checked for, with tokens that the test signs itself."""

import json
from dataclasses import replace
from time import time

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from infra.settings import Settings
from infra.web.oidc import AuthlibProvider, open_provider
from recommender.errors import BadInput, BadSetting
from tests.file_server import FileServer

KEY = RSAKey.generate_key(2048, parameters={"kid": "1"})
OTHER_KEY = RSAKey.generate_key(2048, parameters={"kid": "1"})
NONCE = "of this login"


@pytest.fixture
def provider():
    """A provider whose description and keys are served; `issuer` is its address."""
    files = FileServer({})
    server = files.start()
    issuer = files.url.rstrip("/")
    described = {name: f"{issuer}/{name}" for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")} | {
        "issuer": issuer
    }
    files.files["/fma/.well-known/openid-configuration"] = json.dumps(described).encode()
    files.files["/fma/jwks_uri"] = json.dumps({"keys": [KEY.as_dict(private=False)]}).encode()
    yield AuthlibProvider(replace(Settings(), oidc_issuer=issuer, oidc_client_id="segue"))
    server.shutdown()
    server.server_close()


def told(provider, **changed):
    claims = {"iss": provider._issuer, "aud": "segue", "sub": "1", "nonce": NONCE, "exp": int(time()) + 300}
    return {name: value for name, value in (claims | changed).items() if value is not None}


def signed(claims, *, key=KEY, algorithm="RS256"):
    return jwt.encode({"alg": algorithm, "kid": "1"}, claims, key, algorithms=[algorithm])


def test_a_good_token_says_who_it_is(provider):
    assert provider._verified(signed(told(provider)), NONCE)["sub"] == "1"
    both = told(provider, aud=["segue", "another"], azp="segue")
    assert provider._verified(signed(both), NONCE)["sub"] == "1"


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://evil.example"},
        {"aud": "another program"},
        {"aud": ["segue", "another"], "azp": "another"},
        {"aud": None},
        {"nonce": "of another login"},
        {"nonce": None},
        {"exp": 1},
        {"exp": None},
        {"sub": None},
    ],
    ids=str,
)
def test_a_token_for_somebody_or_something_else_is_refused(provider, changed):
    with pytest.raises(BadInput):
        provider._verified(signed(told(provider, **changed)), NONCE)


def test_a_token_that_the_provider_did_not_sign_is_refused(provider):
    with pytest.raises(BadInput, match="not good"):
        provider._verified(signed(told(provider), key=OTHER_KEY), NONCE)
    shared = OctKey.import_key(json.dumps(KEY.as_dict(private=False)))  # the public key, taken for a shared secret
    with pytest.raises(BadInput, match="not good"):
        provider._verified(signed(told(provider), key=shared, algorithm="HS256"), NONCE)
    for nothing in ("", "not a token", "a.b.c", None):
        with pytest.raises(BadInput):
            provider._verified(nothing, NONCE)


@pytest.mark.parametrize(
    ("issuer", "is_taken"),
    [
        ("https://id.example/realm", True),
        ("http://localhost:9400", True),
        ("http://127.0.0.1:9400", True),
        ("http://localhost.evil.example", False),
        ("http://127.0.0.1.evil.example", False),
        ("http://id.example", False),
        ("ftp://localhost", False),
    ],
)
def test_an_issuer_is_encrypted_or_on_this_machine(issuer, is_taken):
    settings = replace(Settings(), oidc_issuer=issuer, oidc_client_id="segue")
    if is_taken:
        assert open_provider(settings).name == "Single sign-on"
    else:
        with pytest.raises(BadSetting, match="https://"):
            open_provider(settings)
