"""One's own account: the password, the browsers that are logged in, the tokens of programs."""

from flask import request

from recommender.accounts.names import check_name
from recommender.accounts.passwords import check_password
from recommender.accounts.records import AccessToken
from recommender.accounts.secrets import hash_secret, make_secret
from recommender.errors import BadInput, NotFound
from webapp.accounts.answers import (
    MeAnswer,
    PasswordQuestion,
    SessionAnswer,
    SessionsAnswer,
    TokenAnswer,
    TokenQuestion,
    TokensAnswer,
)
from webapp.accounts.attempts import Attempts
from webapp.accounts.me import describe_visitor
from webapp.accounts.parts import AccountParts
from webapp.accounts.visitor import Visitor
from webapp.address_limits import address_of
from webapp.api.bodies import JsonBody
from webapp.api.endpoint import Endpoint, NoQuery
from webapp.problems import NotAllowed, WrongPassword
from webapp.services import Services

MAX_TOKENS = 50


class OwnAccount:
    """The endpoints that each answer the account that asks, and change nobody else's."""

    def __init__(self, parts: AccountParts, attempts: Attempts) -> None:
        self._parts = parts
        self._attempts = attempts

    def post_password(self, _services: Services, _: NoQuery, asked: PasswordQuestion) -> MeAnswer:
        """Change the password and end every other session."""
        visitor, stores = self._visitor(), self._parts.stores
        if visitor.proof != "session":
            raise NotAllowed("a password is changed in a browser that is logged in")
        new = check_password(asked.new, name=visitor.name)
        with self._attempts.attempt(name=visitor.name, address=address_of(request)):
            account = stores.accounts.get(visitor.listener)
            if account is None or (account.password_hash and not stores.is_password(asked.old, account.password_hash)):
                raise WrongPassword
            password_hash = stores.hash_password(new)
        stores.accounts.set_login(visitor.listener, name=visitor.name, password_hash=password_hash)
        stores.sessions.end_all(visitor.listener, but=visitor.key)
        self._parts.tell_of_change()
        return describe_visitor(visitor, self._parts)

    def get_sessions(self, _services: Services, _: NoQuery) -> SessionsAnswer:
        """Return the browsers that are logged in."""
        visitor = self._visitor()
        sessions = self._parts.stores.sessions.of_account(visitor.listener, self._parts.clock())
        return SessionsAnswer(
            items=tuple(
                SessionAnswer(
                    session=session.session_id,
                    device=session.device,
                    made_at=session.made_at,
                    used_at=session.used_at,
                    is_this=visitor.proof == "session" and session.session_id == visitor.key,
                )
                for session in sessions
            )
        )

    def delete_session(self, services: Services, query: NoQuery, session: str) -> SessionsAnswer:
        """Log out one browser, wherever it is."""
        if not self._parts.stores.sessions.end(self._visitor().listener, session):
            raise NotFound("you have no such session; it may have ended already")
        self._parts.tell_of_change()
        return self.get_sessions(services, query)

    def get_tokens(self, _services: Services, _: NoQuery) -> TokensAnswer:
        """Return the tokens of programs, without what lets in."""
        return self._tokens()

    def post_token(self, _services: Services, _: NoQuery, asked: TokenQuestion) -> TokensAnswer:
        """Make a token; its secret is in this answer and nowhere else."""
        visitor, stores = self._visitor(), self._parts.stores
        if len(stores.tokens.of_account(visitor.listener)) >= MAX_TOKENS:
            raise BadInput(f"you have {MAX_TOKENS} tokens already; end one first")
        if beyond := sorted(set(asked.scopes) - visitor.scopes):
            raise NotAllowed(f"you do not have the right `{beyond[0]}` yourself")
        secret = make_secret()
        stores.tokens.add(
            AccessToken(
                token_id=hash_secret(secret),
                account_id=visitor.listener,
                name=check_name(asked.name),
                scopes=tuple(sorted(set(asked.scopes))),
                made_at=self._parts.clock(),
            )
        )
        return self._tokens(secret)

    def delete_token(self, _services: Services, _: NoQuery, token: str) -> TokensAnswer:
        """End a token: its program is not let in any more."""
        if not self._parts.stores.tokens.end(self._visitor().listener, token):
            raise NotFound("you have no such token; it may have ended already")
        self._parts.tell_of_change()
        return self._tokens()

    def endpoints(self) -> tuple[Endpoint, ...]:
        """Return what to register."""
        problems = (401, 404, 503)
        return (
            Endpoint(
                path="/me/password", access="write", method="POST", handle=self.post_password,
                summary="Change the own password; other browsers are logged out", answer=MeAnswer,
                body=JsonBody(PasswordQuestion), problems=(*problems, 422, 429),
            ),
            Endpoint(
                path="/me/sessions", access="play", summary="Browsers that are logged in", handle=self.get_sessions,
                answer=SessionsAnswer, problems=problems,
            ),
            Endpoint(
                path="/me/sessions/<session>", access="play", method="DELETE",
                summary="Log out one of the own browsers", handle=self.delete_session,
                answer=SessionsAnswer, problems=problems,
            ),
            Endpoint(
                path="/me/tokens", access="write", summary="Tokens of programs", handle=self.get_tokens,
                answer=TokensAnswer, problems=problems,
            ),
            Endpoint(
                path="/me/tokens", access="write", method="POST", summary="Make a token for a program",
                handle=self.post_token, answer=TokensAnswer, body=JsonBody(TokenQuestion), problems=(*problems, 422),
            ),
            Endpoint(
                path="/me/tokens/<token>", access="write", method="DELETE", summary="End one of the own tokens",
                handle=self.delete_token, answer=TokensAnswer, problems=problems,
            ),
        )  # fmt: skip

    def _visitor(self) -> Visitor:
        visitor = self._parts.listeners.require_visitor(request)
        if visitor.proof == "token":
            raise NotAllowed("a token may not look after passwords, sessions and tokens; log in for that")
        return visitor

    def _tokens(self, secret: str = "") -> TokensAnswer:
        tokens = self._parts.stores.tokens.of_account(self._visitor().listener)
        return TokensAnswer(
            items=tuple(
                TokenAnswer(
                    token=token.token_id,
                    name=token.name,
                    scopes=token.scopes,
                    made_at=token.made_at,
                    used_at=token.used_at,
                )
                for token in tokens
            ),
            secret=secret,
        )
