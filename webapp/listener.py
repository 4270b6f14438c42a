"""Who is asking: an anonymous listener in a signed cookie. Accounts will come here and nowhere else."""

import hashlib
import secrets

from flask import Request, Response
from itsdangerous import BadSignature, Signer

from recommender.records import ListenerId
from webapp.problems import NotAllowed, WhoIsAsking

COOKIE = "segue_listener"
_COOKIE_AGE_S = 400 * 24 * 3600
"""Browsers keep no cookie for longer."""
_MAX_COOKIE = 200


class Listeners:
    """Makes listeners and knows them again."""

    def __init__(self, secret_key: bytes) -> None:
        self._signer = Signer(secret_key, salt="segue.listener", digest_method=hashlib.sha256)

    def known(self, request: Request) -> ListenerId | None:
        """Return the listener that the cookie names, or None without one that we signed."""
        signed = request.cookies.get(COOKIE, "")
        if not signed or len(signed) > _MAX_COOKIE:
            return None
        try:
            return ListenerId(self._signer.unsign(signed).decode("ascii"))
        except (BadSignature, UnicodeError):
            return None

    def required(self, request: Request) -> ListenerId:
        """Return the listener that the cookie names; raise `WhoIsAsking` without one."""
        if listener := self.known(request):
            return listener
        raise WhoIsAsking

    def known_or_new(self, request: Request) -> ListenerId:
        """Return the listener that the cookie names, else a new one, to be told by `remember`."""
        return self.known(request) or ListenerId(secrets.token_hex(16))

    def remember(self, listener: ListenerId, *, request: Request, answer: Response) -> None:
        """Give the browser the cookie, for 400 days from now."""
        answer.set_cookie(
            COOKIE,
            self._signer.sign(listener.encode()).decode(),
            max_age=_COOKIE_AGE_S,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure,
        )


def require_same_origin(request: Request) -> None:
    """Refuse a request that a page of another site made; programs that are no browsers send no `Origin`."""
    origin = request.headers.get("Origin")
    if origin is None:
        if request.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
            raise NotAllowed("pages of other sites may not send anything here")
    elif origin != request.host_url.rstrip("/"):
        raise NotAllowed(f"pages of {origin[:100]} may not send anything here")
