"""Recognises who asks: by token, by a proxy's word, by session, or as the machine's user."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from ipaddress import ip_address
from time import monotonic
from typing import Any, Generic, TypeVar

from flask import Request

from recommender.accounts.names import check_name
from recommender.accounts.records import AccessToken, Account, Session
from recommender.accounts.roles import Role
from recommender.accounts.secrets import MAX_SECRET, hash_secret, make_listener_id
from recommender.clock import Clock
from recommender.errors import BadInput, NameTaken, ServerUnavailable
from recommender.records import ListenerId
from webapp.accounts.services import AccountServices
from webapp.accounts.visitor import Visitor, visitor_of
from webapp.forwarded import is_passed_on
from webapp.problems import NotAllowed

COOKIE = "segue_session"
PASSED_ON = (
    "nobody has an account, so this player answers this machine only, and this request came through a proxy: "
    "set SEGUE_TRUSTED_PROXIES, and run `segue accounts create --admin`"
)
SESSION_AGE = timedelta(days=30)
"""A session that is not used for so long has expired."""
_NOTE_USE_EVERY = timedelta(minutes=1)
_REMEMBERED_S = 5.0
"""How long an answer of the stores is good without asking again; a change that is told of is known at once."""
_TRUSTED_S = 900.0
"""For how long who was known stays known while the stores do not answer: the music plays on without MongoDB."""
_MAX_REMEMBERED = 10_000


Answer = TypeVar("Answer")


@dataclass(frozen=True)
class _Known(Generic[Answer]):
    answer: Answer
    fresh_until: float
    trusted_until: float


class Recognition:
    """Knows who asks; asks the stores at most every few seconds about the same session or token."""

    def __init__(self, services: AccountServices, clock: Clock, *, now: Callable[[], float] = monotonic) -> None:
        self._services = services
        self._clock = clock
        self._now = now
        self._remembered: dict[tuple[str, str], _Known[Any]] = {}

    def recognise(self, request: Request, *, anonymous: ListenerId | None = None) -> Visitor | None:
        """Return who asks, or None; `anonymous` is whom the browser's cookie of a listener without account names.

        A token or a proxy's header that is there counts alone: what is wrong with it is not made good by a cookie.
        Raises `NotAllowed` for what a proxy passed on that nobody told us of, where everybody is the machine's user.
        """
        if secret := _bearer(request):
            token_id = hash_secret(secret)
            return self._remember("token", token_id, lambda: self._by_token(token_id))
        if (name := self._name_by_proxy(request)) is not None:
            return self._remember("proxy", name, lambda: self._by_proxy(name))
        cookie = request.cookies.get(COOKIE, "")
        if cookie and len(cookie) <= MAX_SECRET:
            session_id = hash_secret(cookie)
            if visitor := self._remember("session", session_id, lambda: self._by_session(session_id)):
                return visitor
        if not self.is_single():
            return None
        if is_passed_on(request):
            raise NotAllowed(PASSED_ON)
        return self._remember("machine", "", lambda: self._machines_user(anonymous))

    def again(self, visitor: Visitor) -> Visitor | None:
        """Return the same visitor as the stores know them now, or None when what proved them is gone."""
        match visitor.proof:
            case "token":
                return self._by_token(visitor.key)
            case "session":
                return self._by_session(visitor.key)
            case "proxy":  # an account that was deleted is made anew by who asks, not by what is open still
                account = self._services.accounts.of_subject(_proxy_subject(visitor.key))
                return visitor_of(account, proof="proxy", key=visitor.key) if account else None
            case "machine":
                return self._machines_user(None) if self.is_single() else None
            case _:
                return visitor

    def is_single(self) -> bool:
        """Return whether everybody who asks is the machine's user: nobody can log in, and only this machine asks."""
        if not self._services.is_private or self._services.proxy is not None:
            return False
        return self._remember("single", "", lambda: not self._services.accounts.has_logins())

    def forget(self) -> None:
        """Ask the stores anew about everybody, also about those of whom they are being asked."""
        self._remembered = {}

    def _remember(self, what: str, key: str, ask: Callable[[], Answer]) -> Answer:
        remembered = self._remembered  # what was asked before a change must not be remembered after it
        if len(remembered) >= _MAX_REMEMBERED:
            remembered.clear()
        known: _Known[Answer] = self._refreshed(remembered.get((what, key)), ask)
        remembered[what, key] = known
        return known.answer

    def _refreshed(self, known: "_Known[Answer] | None", ask: Callable[[], Answer]) -> "_Known[Answer]":
        """Return what is known, asked anew when it is not fresh; raises `ServerUnavailable` when nobody can tell."""
        now = self._now()
        if known is not None and now < known.fresh_until:
            return known
        try:
            return _Known(ask(), fresh_until=now + _REMEMBERED_S, trusted_until=now + _TRUSTED_S)
        except ServerUnavailable:
            if known is not None and now < known.trusted_until:
                return replace(known, fresh_until=now + _REMEMBERED_S)
            raise

    def _by_session(self, session_id: str) -> Visitor | None:
        now = self._clock()
        session = self._services.sessions.find(session_id, now)
        account = self._services.accounts.get(session.account_id) if session else None
        if session is None or account is None:
            return None
        self._note_use(session, now)
        return visitor_of(account, proof="session", key=session_id)

    def _note_use(self, session: Session, now: datetime) -> None:
        if now - session.used_at >= _NOTE_USE_EVERY:
            self._services.sessions.note_use(session.session_id, used_at=now, expires_at=now + SESSION_AGE)

    def _by_token(self, token_id: str) -> Visitor | None:
        token = self._services.tokens.find(token_id)
        account = self._services.accounts.get(token.account_id) if token else None
        if token is None or account is None:
            return None
        self._note_token_use(token)
        return visitor_of(account, proof="token", key=token_id, scopes=frozenset(token.scopes))

    def _note_token_use(self, token: AccessToken) -> None:
        now = self._clock()
        if token.used_at is None or now - token.used_at >= _NOTE_USE_EVERY:
            self._services.tokens.note_use(token.token_id, now)

    def _name_by_proxy(self, request: Request) -> str | None:
        """Return whom the proxy names; None where no proxy of ours does."""
        proxy = self._services.proxy
        if proxy is None or not (name := _utf8(request.headers.get(proxy.header, "")).strip()):
            return None
        original = request.environ.get("werkzeug.proxy_fix.orig") or {}
        try:
            peer = ip_address(original.get("REMOTE_ADDR") or request.remote_addr or "")
        except ValueError:
            return None
        return name if any(peer in network for network in proxy.networks) else None

    def _by_proxy(self, name: str) -> Visitor | None:
        """Return the account of somebody the proxy has let in; the first time, it is made."""
        subject = _proxy_subject(name)
        accounts = self._services.accounts
        if (account := accounts.of_subject(subject)) is None:
            try:
                account = self._new_account(check_name(name), subject=subject)
                accounts.add(account)
            except BadInput:
                account = accounts.of_subject(subject)  # another process was first, or the name is somebody's
        return visitor_of(account, proof="proxy", key=name) if account else None

    def _new_account(self, name: str, *, subject: str) -> Account:
        role: Role = "listener" if self._services.accounts.has_logins() else "admin"
        return Account(account_id=make_listener_id(), name=name, role=role, made_at=self._clock(), subject=subject)

    def _machines_user(self, anonymous: ListenerId | None) -> Visitor:
        """Return the machine's user; the first time, the account is made of the anonymous listener who asks."""
        return visitor_of(self._machine_account(anonymous), proof="machine")

    def _machine_account(self, anonymous: ListenerId | None) -> Account:
        accounts = self._services.accounts
        if found := next((account for account in accounts.all() if not account.has_login), None):
            return found
        account = Account(
            account_id=anonymous or make_listener_id(),
            name=self._services.machine_user,
            role="admin",
            made_at=self._clock(),
        )
        try:
            accounts.add(account)
        except NameTaken:  # another request was first
            return next(account for account in accounts.all() if not account.has_login)
        return account


def _utf8(header: str) -> str:
    """Return a header as proxies mean it: WSGI gives its bytes as Latin-1."""
    try:
        return header.encode("latin-1").decode()
    except UnicodeError:
        return header


def _proxy_subject(name: str) -> str:
    return f"proxy {name}"


def _bearer(request: Request) -> str:
    """Return the secret of `Authorization: Bearer`, or a password that a program sends as Basic."""
    given = request.authorization
    if given is None:
        return ""
    secret = given.token if given.type == "bearer" else given.password if given.type == "basic" else ""
    return secret if secret and len(secret) <= MAX_SECRET else ""
