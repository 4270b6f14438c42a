"""What is asked and answered about accounts."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from recommender.accounts.names import MAX_NAME
from recommender.accounts.passwords import MAX_PASSWORD
from recommender.accounts.roles import Role, Scope
from recommender.accounts.secrets import MAX_SECRET

Name = Annotated[str, Meta(min_length=1, max_length=MAX_NAME)]
Password = Annotated[str, Meta(min_length=1, max_length=MAX_PASSWORD)]
Secret = Annotated[str, Meta(min_length=1, max_length=MAX_SECRET)]


class ProviderAnswer(Struct, frozen=True, kw_only=True):
    """Another way to log in."""

    name: str
    href: str


class MeAnswer(Struct, frozen=True, kw_only=True):
    """Who asks, and what they may do."""

    is_known: bool
    """Whether somebody is logged in, or nobody has to be."""
    has_login: bool
    """Whether this instance has accounts with a login; without, there is nothing to log out of."""
    listener_id: str = ""
    name: str = ""
    """Empty for an anonymous listener."""
    role: Role | None = None
    scopes: tuple[Scope, ...] = ()
    has_password: bool = False
    providers: tuple[ProviderAnswer, ...] = ()


class LoginQuestion(Struct, frozen=True, forbid_unknown_fields=True):
    """Who wants to log in."""

    name: Name
    password: Password


class JoinQuestion(Struct, frozen=True, forbid_unknown_fields=True):
    """Who takes an invitation."""

    invitation: Secret
    name: Name
    password: Password


class InvitationQuestion(Struct, frozen=True, forbid_unknown_fields=True):
    """An invitation that somebody looks at."""

    invitation: Secret


class InvitedAnswer(Struct, frozen=True, kw_only=True):
    """What an invitation is for."""

    role: Role
    name: str = ""
    """Whose password is set anew, or the name of the account that gets a login; empty for a new account."""


class PasswordQuestion(Struct, frozen=True, forbid_unknown_fields=True):
    """A change of the own password."""

    old: Annotated[str, Meta(max_length=MAX_PASSWORD)]
    new: Password


class SessionAnswer(Struct, frozen=True, kw_only=True):
    """A browser that is logged in."""

    session: str
    """Its id, which lets nobody in."""
    device: str
    made_at: datetime
    used_at: datetime
    is_this: bool
    """Whether it is the one that asks."""


class SessionsAnswer(Struct, frozen=True, kw_only=True):
    """Browsers that are logged in, the one used last first."""

    items: tuple[SessionAnswer, ...]


class TokenQuestion(Struct, frozen=True, forbid_unknown_fields=True):
    """A token to be made for a program."""

    name: Name
    scopes: Annotated[tuple[Scope, ...], Meta(min_length=1, max_length=3)]


class TokenAnswer(Struct, frozen=True, kw_only=True):
    """A token of a program."""

    token: str
    """Its id, which lets nobody in."""
    name: str
    scopes: tuple[Scope, ...]
    made_at: datetime
    used_at: datetime | None


class TokensAnswer(Struct, frozen=True, kw_only=True):
    """Tokens of programs, the newest first."""

    items: tuple[TokenAnswer, ...]
    secret: str = ""
    """Of the one that was just made: it is shown this once."""


class AccountAnswer(Struct, frozen=True, kw_only=True):
    """An account, as admins see it."""

    account: str
    """Its id."""
    name: str
    role: Role
    made_at: datetime
    used_at: datetime | None
    """When one of its sessions was used last."""
    has_login: bool
    is_me: bool


class AccountsAnswer(Struct, frozen=True, kw_only=True):
    """Every account by name."""

    items: tuple[AccountAnswer, ...]


class InviteQuestion(Struct, frozen=True, forbid_unknown_fields=True):
    """Whom to invite."""

    role: Role = "listener"
    account: Annotated[str, Meta(max_length=64)] = ""
    """The account that gets a new password; empty: a new account."""


class InvitationAnswer(Struct, frozen=True, kw_only=True):
    """An invitation; its link is shown this once."""

    path: str
    """To be put behind the player's address. What lets in stands behind `#`, which no server and no log ever sees."""
    role: Role
    expires_at: datetime


class RoleQuestion(Struct, frozen=True, forbid_unknown_fields=True):
    """Another role."""

    role: Role
