"""A web application with accounts in dictionaries, and browsers that are logged in."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient

from recommender.accounts.records import AccessToken, Account, Session
from recommender.accounts.roles import Role, Scope
from recommender.accounts.secrets import hash_secret
from recommender.records import ListenerId
from tests.builders.web import NOW, BufferedClient, MadeWeb
from tests.contracts.fakes.accounts import FakeAccountStore, FakeInvitationStore, FakeSessionStore, FakeTokenStore
from webapp.accounts.recognition import COOKIE
from webapp.accounts.services import AccountServices, ProxyLogin
from webapp.app import PlayerApp, create_app

PASSWORD = "a long password"


@dataclass
class MadeAccounts:
    """Accounts in dictionaries, and an application that uses them."""

    web: MadeWeb
    is_private: bool = False
    proxy: ProxyLogin | None = None
    accounts: FakeAccountStore = field(default_factory=FakeAccountStore)
    sessions: FakeSessionStore = field(default_factory=FakeSessionStore)
    tokens: FakeTokenStore = field(default_factory=FakeTokenStore)
    invitations: FakeInvitationStore = field(default_factory=FakeInvitationStore)
    _app: PlayerApp | None = None

    @property
    def app(self) -> PlayerApp:
        """The application; made once."""
        if self._app is None:
            self._app = create_app(replace(self.web.services(), accounts=self.services()))
            self._app.test_client_class = BufferedClient
        return self._app

    def services(self) -> AccountServices:
        """Return the ports; a hash is the password itself, so that tests are quick."""
        return AccountServices(
            accounts=self.accounts,
            sessions=self.sessions,
            tokens=self.tokens,
            invitations=self.invitations,
            hash_password=lambda password: f"hash of {password}",
            is_password=lambda password, known: known == f"hash of {password}",
            machine_user="machine",
            is_private=self.is_private,
            proxy=self.proxy,
        )

    def add(self, name: str, role: Role = "listener", *, password: str = PASSWORD) -> Account:
        """Make an account."""
        account = Account(
            account_id=ListenerId(f"id-{name}"), name=name, role=role, made_at=NOW, password_hash=f"hash of {password}"
        )
        self.accounts.add(account)
        return account

    def log_in(self, name: str, *, browser: str = "") -> FlaskClient:
        """Return a browser that is logged in."""
        secret = f"secret-of-{name}-{browser}".replace(" ", "-")
        self.sessions.add(
            Session(
                session_id=hash_secret(secret),
                account_id=ListenerId(f"id-{name}"),
                device=browser or "Firefox on Linux",
                made_at=NOW,
                used_at=NOW,
                expires_at=NOW + timedelta(days=1),
            )
        )
        client = self.app.test_client()
        client.set_cookie(COOKIE, secret)
        return client

    def token(self, name: str, *scopes: Scope) -> dict[str, str]:
        """Return the headers of a program."""
        secret = f"token of {name} {scopes}"
        self.tokens.add(
            AccessToken(
                token_id=hash_secret(secret),
                account_id=ListenerId(f"id-{name}"),
                name="phone",
                scopes=scopes,
                made_at=NOW,
            )
        )
        return {"Authorization": f"Bearer {secret}"}


def problem_of(answer: Any) -> tuple[int, str]:
    """Return status and type of a refusal."""
    return answer.status_code, answer.json["type"].rpartition(":")[2]
