"""Logging in by OpenID Connect: there and back again (authorization code flow with PKCE, RFC 7636)."""

from urllib.parse import quote

import msgspec
import structlog
from flask import Request, Response, redirect, request
from itsdangerous import BadData, URLSafeTimedSerializer

from recommender.accounts.claims import Claims, free_names
from recommender.accounts.joining import require_admin_first
from recommender.accounts.names import check_name
from recommender.accounts.records import Account
from recommender.accounts.secrets import make_listener_id
from recommender.errors import NameTaken, SegueError, describe
from webapp.accounts.gate import Gate
from webapp.accounts.login import Login
from webapp.accounts.parts import AccountParts
from webapp.accounts.services import Flow, OidcProvider
from webapp.problems import NotAllowed

START, BACK = "/login/oidc", "/login/oidc/back"
_COOKIE = "segue_oidc"
_COOKIE_AGE_S = 600
REFUSAL_COOKIE = "segue_refusal"
"""Why nobody was let in, for the page to show: in the address anybody could write it."""
_REFUSAL_AGE_S = 15
_log = structlog.get_logger(__name__)


class OidcLogin:
    """The two routes of the flow. What has to be known on the way back is in a signed cookie of this browser."""

    def __init__(self, parts: AccountParts, login: Login, *, secret_key: bytes) -> None:
        self._parts = parts
        self._login = login
        self._cookies = URLSafeTimedSerializer(secret_key, salt="segue.oidc")

    def start(self) -> Response:
        """Send the browser to the provider."""
        try:
            provider = self._provider()
            flow = provider.begin(_back_url(request))
        except SegueError as error:
            return _back_to_login(error)
        answer = _redirect(flow.url)
        cookie = self._cookies.dumps(msgspec.to_builtins(flow))
        answer.set_cookie(
            _COOKIE, cookie, max_age=_COOKIE_AGE_S, path=START, httponly=True, samesite="Lax", secure=request.is_secure
        )
        return answer

    def back(self) -> Response:
        """Let in whom the provider has sent back."""
        try:
            account = self._account(self._claims())
        except SegueError as error:
            _log.warning("oidc_login_refused", why=str(error))
            answer = _back_to_login(error)
        else:
            answer = self._login.let_in(account)
            answer.status_code, answer.headers["Location"] = 303, "/"
        answer.delete_cookie(_COOKIE, path=START)
        return answer

    def register(self, gate: Gate) -> None:
        """Add the routes."""
        gate.add(START, "oidc_start", self.start, access="open")
        gate.add(BACK, "oidc_back", self.back, access="open")

    def _provider(self) -> OidcProvider:
        provider = self._parts.stores.oidc
        if provider is None:
            raise NotAllowed("nobody logs in here by OpenID Connect; SEGUE_OIDC_ISSUER is not set")
        return provider

    def _claims(self) -> Claims:
        flow = self._flow()
        told = request.args
        if told.get("state") != flow.state:
            raise NotAllowed("the login belongs to another page; begin again")
        if "error" in told or not told.get("code"):
            raise NotAllowed(f"the provider let nobody in: {told.get('error_description') or told.get('error')}"[:300])
        return self._provider().finish(flow, redirect_uri=_back_url(request), code=told["code"], issuer=told.get("iss"))

    def _flow(self) -> Flow:
        try:
            told = self._cookies.loads(request.cookies[_COOKIE], max_age=_COOKIE_AGE_S)
            return msgspec.convert(told, Flow)
        except (KeyError, BadData, msgspec.ValidationError) as error:
            raise NotAllowed("the login took over ten minutes, or began in another browser; begin again") from error

    def _account(self, claims: Claims) -> Account:
        """Return the account; the first time it is made, of this browser's anonymous listener if there is one."""
        accounts = self._parts.stores.accounts
        account = accounts.of_subject(claims.subject)
        if account is None:
            account = self._make(claims)
        elif claims.role is not None and claims.role != account.role:
            accounts.set_role(account.account_id, claims.role)
            account = msgspec.structs.replace(account, role=claims.role)
        self._parts.tell_of_change()
        return account

    def _make(self, claims: Claims) -> Account:
        accounts = self._parts.stores.accounts
        role = claims.role or "listener"
        require_admin_first(self._parts.stores, role)
        anonymous = self._parts.listeners.anonymous(request)
        is_free = anonymous is not None and accounts.get(anonymous) is None
        for name in free_names(claims):
            account = Account(
                account_id=anonymous if anonymous is not None and is_free else make_listener_id(),
                name=check_name(name),
                role=role,
                made_at=self._parts.clock(),
                subject=claims.subject,
            )
            try:
                accounts.add(account)
            except NameTaken:
                if (known := accounts.of_subject(claims.subject)) is not None:  # another tab was first
                    return known
                continue
            return account
        raise NameTaken(claims.names[0])


def _back_url(asked: Request) -> str:
    return asked.host_url.rstrip("/") + BACK


def _back_to_login(error: SegueError) -> Response:
    answer = _redirect("/login")
    words = quote(describe(error)[:300])
    answer.set_cookie(
        REFUSAL_COOKIE, words, max_age=_REFUSAL_AGE_S, path="/login", samesite="Lax", secure=request.is_secure
    )
    return answer


def _redirect(url: str) -> Response:
    answer: Response = redirect(url, 303)  # type: ignore[assignment]
    answer.headers["Cache-Control"] = "no-store"
    return answer
