"""Who is asking: somebody with an account, the machine's user, or an anonymous listener in a signed cookie."""

import hashlib
from collections.abc import Callable

from flask import Request, Response
from itsdangerous import BadSignature, Signer

from recommender.accounts.secrets import make_listener_id
from recommender.records import ListenerId
from webapp.accounts.recognition import Recognition
from webapp.accounts.visitor import Visitor, anonymous_visitor
from webapp.address_limits import address_of
from webapp.problems import LoginNeeded, NotAllowed, TooMany, WhoIsAsking

COOKIE = "segue_listener"
_COOKIE_AGE_S = 400 * 24 * 3600
"""Browsers keep no cookie for longer."""
_MAX_COOKIE = 200
_VISITOR = "segue.visitor"
"""Where a request keeps who asks, once it is known."""


class Listeners:
    """Knows who asks; without `recognition`, everybody is an anonymous listener who may do everything."""

    def __init__(
        self,
        secret_key: bytes,
        may_be_new: Callable[[str], bool] = lambda _: True,
        recognition: Recognition | None = None,
    ) -> None:
        """`may_be_new` says whether somebody at this address may become another anonymous listener."""
        self._may_be_new = may_be_new
        self._recognition = recognition
        self._signer = Signer(secret_key, salt="segue.listener", digest_method=hashlib.sha256)

    @property
    def has_accounts(self) -> bool:
        """Whether who asks is somebody with an account."""
        return self._recognition is not None

    def visitor(self, request: Request) -> Visitor | None:
        """Return who asks, or None; a request is looked into once."""
        if _VISITOR not in request.environ:
            request.environ[_VISITOR] = self._look_into(request)
        visitor: Visitor | None = request.environ[_VISITOR]
        return visitor

    def is_still_let_in(self, request: Request) -> bool:
        """Return whether who asks would be let in now, too: an account may have ended since the request began."""
        return self._look_into(request) is not None

    def require_visitor(self, request: Request) -> Visitor:
        """Return who asks; raise `LoginNeeded`, or `WhoIsAsking` where nobody has an account."""
        if visitor := self.visitor(request):
            return visitor
        raise LoginNeeded if self.has_accounts else WhoIsAsking

    def require(self, request: Request) -> ListenerId:
        """Return the listener who asks; raises as `require_visitor`."""
        return self.require_visitor(request).listener

    def find_or_make(self, request: Request) -> ListenerId:
        """Return the listener who asks, else a new anonymous one, to be given its cookie by `remember`.

        Raises `TooMany` where too many new ones came from the same address, `LoginNeeded` where there are accounts.
        """
        if visitor := self.visitor(request):
            return visitor.listener
        if self.has_accounts:
            raise LoginNeeded
        if not self._may_be_new(address_of(request)):
            raise TooMany("too many new listeners from your address; try again in a minute")
        return make_listener_id()

    def anonymous(self, request: Request) -> ListenerId | None:
        """Return the listener without account whom the cookie names, or None without one that we signed."""
        signed = request.cookies.get(COOKIE, "")
        if not signed or len(signed) > _MAX_COOKIE:
            return None
        try:
            return ListenerId(self._signer.unsign(signed).decode("ascii"))
        except (BadSignature, UnicodeError):
            return None

    def sign(self, listener: ListenerId) -> str:
        """Return the cookie of a listener."""
        return self._signer.sign(listener.encode()).decode()

    def remember(self, listener: ListenerId, *, request: Request, answer: Response) -> None:
        """Give the browser of an anonymous listener the cookie, for 400 days from now."""
        if not self.has_accounts:
            set_cookie(answer, COOKIE, self.sign(listener), request=request)

    def forget(self, listener: ListenerId, *, request: Request, answer: Response) -> None:
        """Take the cookie from a browser whose anonymous listener is an account's now: it is nobody else's to have."""
        if self.anonymous(request) == listener:
            answer.delete_cookie(COOKIE)

    def _look_into(self, request: Request) -> Visitor | None:
        anonymous = self.anonymous(request)
        if self._recognition is not None:
            return self._recognition.recognise(request, anonymous=anonymous)
        return None if anonymous is None else anonymous_visitor(anonymous)


def set_cookie(answer: Response, name: str, value: str, *, request: Request) -> None:
    """Give the browser a cookie that no script and no other site can use."""
    answer.set_cookie(name, value, max_age=_COOKIE_AGE_S, httponly=True, samesite="Lax", secure=request.is_secure)


def require_same_origin(request: Request) -> None:
    """Refuse a request that a page of another site made; programs that are no browsers send no `Origin`."""
    origin = request.headers.get("Origin")
    if origin is None:
        if request.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
            raise NotAllowed("pages of other sites may not send anything here")
    elif origin != request.host_url.rstrip("/"):
        raise NotAllowed(f"pages of {origin[:100]} may not send anything here")
