"""Accounts, sessions, tokens and invitations in dictionaries."""

from collections.abc import Iterable
from datetime import datetime

from msgspec.structs import replace

from recommender.accounts.names import fold_name
from recommender.accounts.records import AccessToken, Account, Invitation, Session
from recommender.accounts.roles import Role
from recommender.errors import LastAdmin, NameTaken
from recommender.records import ListenerId


class FakeAccountStore:
    """Accounts by id."""

    def __init__(self) -> None:
        self.accounts: dict[ListenerId, Account] = {}

    def add(self, account: Account) -> None:
        """Keep it unless its name or subject has an account."""
        self._require_free(account)
        self.accounts[account.account_id] = account

    def get(self, account_id: ListenerId) -> Account | None:
        """Return it."""
        return self.accounts.get(account_id)

    def named(self, name: str) -> Account | None:
        """Return the one of this name."""
        return next((a for a in self.accounts.values() if fold_name(a.name) == fold_name(name)), None)

    def of_subject(self, subject: str) -> Account | None:
        """Return the one of this subject."""
        return next((a for a in self.accounts.values() if subject and a.subject == subject), None)

    def all(self) -> list[Account]:
        """Return all by name."""
        return sorted(self.accounts.values(), key=lambda account: fold_name(account.name))

    def names_of(self, account_ids: Iterable[ListenerId]) -> dict[ListenerId, str]:
        """Return the names of these."""
        return {each: self.accounts[each].name for each in account_ids if each in self.accounts}

    def has_logins(self) -> bool:
        """Return whether one has a login."""
        return any(account.has_login for account in self.accounts.values())

    def set_login(self, account_id: ListenerId, *, name: str, password_hash: str) -> bool:
        """Change name and password."""
        if account_id not in self.accounts:
            return False
        changed = replace(self.accounts[account_id], name=name, password_hash=password_hash)
        self._require_free(changed)
        self.accounts[account_id] = changed
        return True

    def set_role(self, account_id: ListenerId, role: Role) -> bool:
        """Change the role."""
        if role != "admin":
            self._require_other_admin(account_id, is_leaving=False)
        if account_id not in self.accounts:
            return False
        self.accounts[account_id] = replace(self.accounts[account_id], role=role)
        return True

    def delete(self, account_id: ListenerId) -> bool:
        """Forget it."""
        self._require_other_admin(account_id, is_leaving=True)
        return self.accounts.pop(account_id, None) is not None

    def _require_free(self, account: Account) -> None:
        others = [other for other in self.accounts.values() if other.account_id != account.account_id]
        is_again = account.account_id in self.accounts and not account.has_login
        if is_again or any(
            fold_name(other.name) == fold_name(account.name) or (account.subject and other.subject == account.subject)
            for other in others
        ):
            raise NameTaken(account.name)

    def _require_other_admin(self, account_id: ListenerId, *, is_leaving: bool) -> None:
        account = self.accounts.get(account_id)
        others = [a for a in self.accounts.values() if a.account_id != account_id and a.has_login]
        if not account or account.role != "admin" or (is_leaving and not others):
            return
        if not any(a.role == "admin" for a in others):
            raise LastAdmin


class FakeSessionStore:
    """Sessions by id."""

    def __init__(self) -> None:
        self.sessions: dict[str, Session] = {}

    def add(self, session: Session) -> None:
        """Keep it."""
        self.sessions[session.session_id] = session

    def find(self, session_id: str, now: datetime) -> Session | None:
        """Return it unless it has expired."""
        session = self.sessions.get(session_id)
        return session if session and session.expires_at > now else None

    def note_use(self, session_id: str, *, used_at: datetime, expires_at: datetime) -> None:
        """Note the use."""
        if session_id in self.sessions:
            self.sessions[session_id] = replace(self.sessions[session_id], used_at=used_at, expires_at=expires_at)

    def of_account(self, account_id: ListenerId, now: datetime) -> list[Session]:
        """Return those of the account."""
        own = [s for s in self.sessions.values() if s.account_id == account_id and s.expires_at > now]
        return sorted(own, key=lambda session: session.used_at, reverse=True)

    def end(self, account_id: ListenerId, session_id: str) -> bool:
        """Forget it."""
        if session_id not in self.sessions or self.sessions[session_id].account_id != account_id:
            return False
        del self.sessions[session_id]
        return True

    def end_all(self, account_id: ListenerId, *, but: str = "") -> int:
        """Forget those of the account."""
        ended = [s.session_id for s in self.sessions.values() if s.account_id == account_id and s.session_id != but]
        for session_id in ended:
            del self.sessions[session_id]
        return len(ended)


class FakeTokenStore:
    """Tokens by id."""

    def __init__(self) -> None:
        self.tokens: dict[str, AccessToken] = {}

    def add(self, token: AccessToken) -> None:
        """Keep it."""
        self.tokens[token.token_id] = token

    def find(self, token_id: str) -> AccessToken | None:
        """Return it."""
        return self.tokens.get(token_id)

    def note_use(self, token_id: str, used_at: datetime) -> None:
        """Note the use."""
        if token_id in self.tokens:
            self.tokens[token_id] = replace(self.tokens[token_id], used_at=used_at)

    def of_account(self, account_id: ListenerId) -> list[AccessToken]:
        """Return those of the account."""
        own = [token for token in self.tokens.values() if token.account_id == account_id]
        return sorted(own, key=lambda token: token.made_at, reverse=True)

    def end(self, account_id: ListenerId, token_id: str) -> bool:
        """Forget it."""
        if token_id not in self.tokens or self.tokens[token_id].account_id != account_id:
            return False
        del self.tokens[token_id]
        return True

    def end_all(self, account_id: ListenerId) -> int:
        """Forget those of the account."""
        ended = [token.token_id for token in self.of_account(account_id)]
        for token_id in ended:
            del self.tokens[token_id]
        return len(ended)


class FakeInvitationStore:
    """Invitations by id."""

    def __init__(self) -> None:
        self.invitations: dict[str, Invitation] = {}

    def add(self, invitation: Invitation) -> None:
        """Keep it."""
        self.invitations[invitation.invitation_id] = invitation

    def find(self, invitation_id: str, now: datetime) -> Invitation | None:
        """Return it unless it has expired."""
        invitation = self.invitations.get(invitation_id)
        return invitation if invitation and invitation.expires_at > now else None

    def has_admins(self, now: datetime) -> bool:
        """Return whether one is an admin's and good."""
        return any(one.role == "admin" and one.expires_at > now for one in self.invitations.values())

    def end_all(self, account_id: ListenerId) -> int:
        """Forget those for the account."""
        ended = [one.invitation_id for one in self.invitations.values() if one.account_id == account_id]
        for invitation_id in ended:
            del self.invitations[invitation_id]
        return len(ended)

    def take(self, invitation_id: str, now: datetime) -> Invitation | None:
        """Return it and forget it."""
        found = self.find(invitation_id, now)
        if found:
            del self.invitations[invitation_id]
        return found
