"""Accounts, and what lets somebody in: sessions, tokens, invitations. Secrets are kept hashed."""

from msgspec import Struct

from recommender.accounts.roles import Role, Scope
from recommender.records import AwareTime, ListenerId


class Account(Struct, frozen=True, kw_only=True):
    """A listener with a name."""

    account_id: ListenerId
    """The listener's id: taste, history and playlists are kept by it, whoever gets a name later."""
    name: str
    role: Role
    made_at: AwareTime
    password_hash: str = ""
    """Argon2id in PHC format; empty where there is no password."""
    subject: str = ""
    """Who it is elsewhere: issuer and subject of OpenID Connect, or the name that a reverse proxy gives."""

    @property
    def has_login(self) -> bool:
        """Whether anybody can log in; nobody can as the machine's user, who needs not."""
        return bool(self.password_hash or self.subject)


class Session(Struct, frozen=True, kw_only=True):
    """A browser that is logged in."""

    session_id: str
    """SHA-256 of the secret in its cookie, hexadecimal."""
    account_id: ListenerId
    device: str
    """What the browser says of itself."""
    made_at: AwareTime
    used_at: AwareTime
    expires_at: AwareTime


class AccessToken(Struct, frozen=True, kw_only=True):
    """A password of one program."""

    token_id: str
    """SHA-256 of the secret, hexadecimal."""
    account_id: ListenerId
    name: str
    scopes: tuple[Scope, ...]
    """The account's role allows no less, or the role counts."""
    made_at: AwareTime
    used_at: AwareTime | None = None


class Invitation(Struct, frozen=True, kw_only=True):
    """A link that makes one account, or gives one a new password."""

    invitation_id: str
    """SHA-256 of the secret in the link, hexadecimal."""
    role: Role
    made_at: AwareTime
    expires_at: AwareTime
    account_id: ListenerId | None = None
    """Whose password is set anew; None: a new account is made."""
    made_by: ListenerId | None = None
    """The admin without whom it is not good; None: it was made at the machine's own terminal."""
