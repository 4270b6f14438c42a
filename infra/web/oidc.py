"""A provider of OpenID Connect: its metadata, its keys, and what its tokens say once they are verified."""

from collections.abc import Callable
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import msgspec
import requests
from authlib.common.errors import AuthlibBaseError
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from infra.settings import Settings
from recommender.accounts.claims import Claims, parse_roles, read_claims
from recommender.errors import BadInput, BadSetting, ServerUnavailable
from webapp.accounts.services import Flow

_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"]
"""Signatures by a key that only the provider has; never a shared secret, never none."""
_SCOPE = "openid profile email"
_WAIT_S = 10.0
_KEPT_S = 3_600.0
_ASK_AGAIN_S = 60.0
_LEEWAY_S = 60
_VERIFIER_CHARACTERS = 64


class Metadata(msgspec.Struct, frozen=True):
    """What segue needs of the provider's own description (OpenID Connect Discovery 1.0)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str = ""


class AuthlibProvider:
    """One provider, pinned by its issuer."""

    def __init__(self, settings: Settings, *, now: Callable[[], float] = monotonic) -> None:
        self.name = settings.oidc_name
        self._issuer = settings.oidc_issuer.rstrip("/")
        self._client_id = settings.oidc_client_id
        self._client_secret = settings.oidc_client_secret
        self._role_claim = settings.oidc_role_claim
        self._roles = parse_roles(settings.oidc_roles)
        self._now = now
        self._metadata: tuple[float, Metadata] | None = None
        self._keys: tuple[float, KeySet] | None = None

    def begin(self, redirect_uri: str) -> Flow:
        """Return where to send the browser, and what has to be known when it comes back."""
        verifier, nonce = generate_token(_VERIFIER_CHARACTERS), generate_token()
        url, state = self._session(redirect_uri).create_authorization_url(
            self._described().authorization_endpoint, code_verifier=verifier, nonce=nonce
        )
        return Flow(url=url, state=state, nonce=nonce, verifier=verifier)

    def finish(self, flow: Flow, *, redirect_uri: str, code: str, issuer: str | None) -> Claims:
        """Return who has logged in, of a token whose signature, issuer, audience, time and nonce are right.

        Raises `BadInput` for any other, `ServerUnavailable` when the provider does not answer.
        """
        described = self._described()
        if issuer is not None and issuer.rstrip("/") != self._issuer:
            raise BadInput(f"the login comes from {issuer[:100]}, not from {self._issuer}")
        session = self._session(redirect_uri)
        try:
            token = session.fetch_token(
                described.token_endpoint,
                grant_type="authorization_code",
                code=code,
                code_verifier=flow.verifier,
                timeout=_WAIT_S,
            )
            told = self._verified(token.get("id_token", ""), flow.nonce)
            if described.userinfo_endpoint:
                more = session.get(described.userinfo_endpoint, timeout=_WAIT_S).json()
                if isinstance(more, dict) and more.get("sub") == told.get("sub"):
                    told = {**more, **told}
        except requests.RequestException as error:
            raise ServerUnavailable(f"the provider {self._issuer} does not answer: {error}") from error
        except (AuthlibBaseError, ValueError) as error:
            raise BadInput(f"the provider {self._issuer} refused the login: {error}") from error
        return read_claims(told, issuer=self._issuer, role_claim=self._role_claim, roles=self._roles)

    def _verified(self, id_token: str, nonce: str) -> dict[str, Any]:
        if not isinstance(id_token, str) or not id_token:
            raise BadInput(f"the provider {self._issuer} sent no ID token; the scope `openid` may not be allowed")
        try:
            decoded = self._decoded(id_token)
            claims = jwt.JWTClaimsRegistry(
                leeway=_LEEWAY_S,
                iss={"essential": True, "value": self._described().issuer},
                aud={"essential": True, "value": self._client_id},
                exp={"essential": True},
                sub={"essential": True},
                nonce={"essential": True, "value": nonce},
            )
            claims.validate(decoded.claims)
        except JoseError as error:
            raise BadInput(f"the token of {self._issuer} is not good: {error}") from error
        told: dict[str, Any] = decoded.claims
        if isinstance(told["aud"], list) and len(told["aud"]) > 1 and told.get("azp") != self._client_id:
            raise BadInput(f"the token of {self._issuer} is for another program: {told.get('azp')}")
        return told

    def _decoded(self, id_token: str) -> jwt.Token:
        """Return the token, its signature verified; keys that were changed meanwhile are fetched once more."""
        try:
            return jwt.decode(id_token, self._known_keys(_KEPT_S), algorithms=_ALGORITHMS)
        except JoseError:
            return jwt.decode(id_token, self._known_keys(_ASK_AGAIN_S), algorithms=_ALGORITHMS)

    def _known_keys(self, kept_s: float) -> KeySet:
        if self._keys is None or self._now() - self._keys[0] > kept_s:
            self._keys = (self._now(), KeySet.import_key_set(self._fetch(self._described().jwks_uri)))
        return self._keys[1]

    def _described(self) -> Metadata:
        if self._metadata is None or self._now() - self._metadata[0] > _KEPT_S:
            url = f"{self._issuer}/.well-known/openid-configuration"
            try:
                metadata = msgspec.convert(self._fetch(url), Metadata)
            except msgspec.ValidationError as error:
                raise BadInput(f"{url} does not describe a provider of OpenID Connect: {error}") from error
            if metadata.issuer.rstrip("/") != self._issuer:
                raise BadInput(f"{url} says that its issuer is {metadata.issuer[:200]}; SEGUE_OIDC_ISSUER is another")
            self._metadata = (self._now(), metadata)
        return self._metadata[1]

    def _fetch(self, url: str) -> Any:
        try:
            answer = requests.get(url, timeout=_WAIT_S, allow_redirects=False)
            answer.raise_for_status()
            return answer.json()
        except (requests.RequestException, ValueError) as error:
            raise ServerUnavailable(f"the provider {self._issuer} does not answer {url}: {error}") from error

    def _session(self, redirect_uri: str) -> OAuth2Session:
        return OAuth2Session(
            self._client_id,
            self._client_secret or None,
            scope=_SCOPE,
            redirect_uri=redirect_uri,
            code_challenge_method="S256",
            token_endpoint_auth_method="client_secret_basic" if self._client_secret else "none",
        )


def open_provider(settings: Settings) -> AuthlibProvider | None:
    """Return the provider that the settings name, or None; nothing is asked of it yet."""
    if not settings.oidc_issuer:
        return None
    if not settings.oidc_client_id:
        raise BadSetting("SEGUE_OIDC_ISSUER is set, and SEGUE_OIDC_CLIENT_ID is not: the provider gives one")
    issuer = urlsplit(settings.oidc_issuer)
    if issuer.scheme != "https" and not (issuer.scheme == "http" and issuer.hostname in ("127.0.0.1", "localhost")):
        raise BadSetting("SEGUE_OIDC_ISSUER has to begin with https://, or be on this machine")
    return AuthlibProvider(settings)
