"""How somebody gets in and out: by name and password, or by an invitation."""

import structlog
from flask import Response, request

from recommender.accounts.joining import find_invitation, take_invitation
from recommender.accounts.names import check_name
from recommender.accounts.passwords import check_password
from recommender.accounts.records import Account, Session
from recommender.accounts.secrets import hash_secret, make_secret
from webapp.accounts.answers import InvitationQuestion, InvitedAnswer, JoinQuestion, LoginQuestion, MeAnswer
from webapp.accounts.attempts import Attempts
from webapp.accounts.device_names import device_name
from webapp.accounts.me import describe_visitor
from webapp.accounts.parts import AccountParts
from webapp.accounts.recognition import COOKIE, SESSION_AGE
from webapp.accounts.visitor import visitor_of
from webapp.address_limits import address_of
from webapp.api.bodies import JsonBody
from webapp.api.endpoint import Endpoint, NoQuery, json_answer
from webapp.listener import set_cookie
from webapp.problems import WrongPassword
from webapp.services import Services

_log = structlog.get_logger(__name__)


class Login:
    """The endpoints that let in and out."""

    def __init__(self, parts: AccountParts, attempts: Attempts) -> None:
        self._parts = parts
        self._attempts = attempts

    def get_me(self, _services: Services, _: NoQuery) -> Response:
        """Say who asks, and whether somebody has to log in."""
        visitor = self._parts.listeners.visitor(request)
        answer = json_answer(describe_visitor(visitor, self._parts))
        answer.headers["Cache-Control"] = "no-store"
        return answer

    def post_login(self, _services: Services, _: NoQuery, asked: LoginQuestion) -> Response:
        """Let in who knows the password; an unknown name and a wrong password look and take the same."""
        stores = self._parts.stores
        with self._attempts.attempt(name=asked.name, address=address_of(request)):
            account = stores.accounts.named(asked.name)
            is_right = stores.is_password(asked.password, account.password_hash if account else "")
        if account is None or not is_right:
            _log.info("login_refused", address=request.remote_addr)
            raise WrongPassword
        self._attempts.note_success(name=asked.name, address=address_of(request))
        return self.let_in(account)

    def post_logout(self, _services: Services, _: NoQuery) -> Response:
        """End the session that asks."""
        visitor = self._parts.listeners.require_visitor(request)
        if visitor.proof == "session":
            self._parts.stores.sessions.end(visitor.listener, visitor.key)
            self._parts.tell_of_change()
        answer = json_answer(MeAnswer(is_known=False, has_login=True))
        answer.delete_cookie(COOKIE)
        return answer

    def post_invited(self, _services: Services, _: NoQuery, asked: InvitationQuestion) -> InvitedAnswer:
        """Say what an invitation is for, and leave it as it is."""
        stores = self._parts.stores
        invitation = find_invitation(stores, hash_secret(asked.invitation), self._parts.clock)
        account = stores.accounts.get(invitation.account_id) if invitation.account_id else None
        return InvitedAnswer(role=invitation.role, name=account.name if account else "")

    def post_account(self, _services: Services, _: NoQuery, asked: JoinQuestion) -> Response:
        """Make the account of an invitation, or give one its new password, and let its owner in."""
        stores = self._parts.stores
        name = check_name(asked.name)
        password = check_password(asked.password, name=name)
        invitation_id = hash_secret(asked.invitation)
        with self._attempts.attempt(name=name, address=address_of(request)):
            find_invitation(stores, invitation_id, self._parts.clock)
            password_hash = stores.hash_password(password)
        account = take_invitation(
            stores,
            invitation_id,
            name=name,
            password_hash=password_hash,
            anonymous=self._parts.listeners.anonymous(request),
            clock=self._parts.clock,
        )
        self._parts.tell_of_change()
        return self.let_in(account)

    def let_in(self, account: Account) -> Response:
        """Answer who it is, with the cookie of a new session in the place of the browser's old one."""
        before = self._parts.listeners.visitor(request)
        if before is not None and before.proof == "session":
            self._parts.stores.sessions.end(before.listener, before.key)
        secret, now = make_secret(), self._parts.clock()
        session = Session(
            session_id=hash_secret(secret),
            account_id=account.account_id,
            device=device_name(request.user_agent.string),
            made_at=now,
            used_at=now,
            expires_at=now + SESSION_AGE,
        )
        self._parts.stores.sessions.add(session)
        visitor = visitor_of(account, proof="session", key=session.session_id)
        answer = json_answer(describe_visitor(visitor, self._parts))
        answer.headers["Cache-Control"] = "no-store"
        set_cookie(answer, COOKIE, secret, request=request)
        self._parts.listeners.forget(account.account_id, request=request, answer=answer)
        return answer

    def endpoints(self) -> tuple[Endpoint, ...]:
        """Return what to register."""
        return (
            Endpoint(
                path="/me", access="open", summary="Who asks, and whether somebody has to log in", handle=self.get_me,
                answer=MeAnswer, problems=(503,),
            ),
            Endpoint(
                path="/login", access="open", method="POST", summary="Log in by name and password",
                handle=self.post_login, answer=MeAnswer,
                body=JsonBody(LoginQuestion), problems=(401, 404, 422, 429, 503),
            ),
            Endpoint(
                path="/logout", access="play", method="POST", summary="Log out of this browser",
                handle=self.post_logout, answer=MeAnswer, problems=(401, 404, 503),
            ),
            Endpoint(
                path="/join/look", access="open", method="POST", summary="What an invitation is for",
                handle=self.post_invited, answer=InvitedAnswer, body=JsonBody(InvitationQuestion),
                problems=(404, 422, 503),
            ),
            Endpoint(
                path="/join", access="open", method="POST", summary="Make the account of an invitation",
                handle=self.post_account, answer=MeAnswer, body=JsonBody(JoinQuestion), problems=(404, 422, 429, 503),
            ),
        )  # fmt: skip
