"""Where accounts live, and what lets somebody into them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from recommender.accounts.records import AccessToken, Account, Invitation, Session
from recommender.accounts.roles import Role
from recommender.records import ListenerId


class AccountStore(Protocol):
    """Every account of this instance."""

    def add(self, account: Account) -> None:
        """Keep a new account; raise `NameTaken` when the name, compared without case, or the subject has one."""

    def get(self, account_id: ListenerId) -> Account | None:
        """Return the account of a listener, or None."""

    def named(self, name: str) -> Account | None:
        """Return the account of this name, compared without case, or None."""

    def of_subject(self, subject: str) -> Account | None:
        """Return the account of somebody who is known by another login, or None."""

    def all(self) -> Sequence[Account]:
        """Return every account by name."""

    def names_of(self, account_ids: Iterable[ListenerId]) -> Mapping[ListenerId, str]:
        """Return the names of those of these listeners who have an account."""

    def has_logins(self) -> bool:
        """Return whether anybody can log in."""

    def set_login(self, account_id: ListenerId, *, name: str, password_hash: str) -> bool:
        """Give the account another name and password; False when there is no such account. Raises `NameTaken`."""

    def set_role(self, account_id: ListenerId, role: Role) -> bool:
        """Change the role; False when there is no such account. Raises `LastAdmin` for the only admin."""

    def delete(self, account_id: ListenerId) -> bool:
        """Delete the account; False when there is none. Raises `LastAdmin` for the only admin, if there are others."""


class SessionStore(Protocol):
    """Browsers that are logged in."""

    def add(self, session: Session) -> None:
        """Keep a new session."""

    def find(self, session_id: str, now: datetime) -> Session | None:
        """Return a session that has not expired, or None."""

    def note_use(self, session_id: str, *, used_at: datetime, expires_at: datetime) -> None:
        """Note that it was used, and until when it is good now."""

    def of_account(self, account_id: ListenerId, now: datetime) -> Sequence[Session]:
        """Return the account's sessions, the one used last first."""

    def end(self, account_id: ListenerId, session_id: str) -> bool:
        """End one session of the account; False when it has no such session."""

    def end_all(self, account_id: ListenerId, *, but: str = "") -> int:
        """End every session of the account, save one; return how many."""


class TokenStore(Protocol):
    """Tokens of programs."""

    def add(self, token: AccessToken) -> None:
        """Keep a new token."""

    def find(self, token_id: str) -> AccessToken | None:
        """Return the token, or None."""

    def note_use(self, token_id: str, used_at: datetime) -> None:
        """Note that it was used."""

    def of_account(self, account_id: ListenerId) -> Sequence[AccessToken]:
        """Return the account's tokens, the newest first."""

    def end(self, account_id: ListenerId, token_id: str) -> bool:
        """End one token of the account; False when it has no such token."""

    def end_all(self, account_id: ListenerId) -> int:
        """End every token of the account; return how many."""


class InvitationStore(Protocol):
    """Links that were given out and not used yet."""

    def add(self, invitation: Invitation) -> None:
        """Keep a new invitation."""

    def find(self, invitation_id: str, now: datetime) -> Invitation | None:
        """Return an invitation that is still good, or None."""

    def has_admins(self, now: datetime) -> bool:
        """Return whether somebody may still become an admin by one that is good."""

    def end_all(self, account_id: ListenerId) -> int:
        """End every invitation to set the account's password anew; return how many."""

    def take(self, invitation_id: str, now: datetime) -> Invitation | None:
        """Return an invitation that is still good and end it, both at once, or None."""


@dataclass(frozen=True, kw_only=True)
class AccountStores:
    """The stores of accounts together."""

    accounts: AccountStore
    sessions: SessionStore
    tokens: TokenStore
    invitations: InvitationStore
