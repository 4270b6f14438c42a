"""Who asks, what proves it, and what they may do."""

from dataclasses import dataclass
from typing import Literal

from recommender.accounts.records import Account
from recommender.accounts.roles import EVERYTHING, SCOPES, Role, Scope
from recommender.records import ListenerId

Proof = Literal["cookie", "machine", "session", "token", "proxy"]
"""`cookie`: an anonymous listener's. `machine`: whoever is on this machine, before there are accounts with a login."""


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """Somebody who asks."""

    listener: ListenerId
    scopes: frozenset[Scope]
    proof: Proof
    key: str = ""
    """The id of the session or token, or who the proxy says it is."""
    name: str = ""
    """The account's; empty for an anonymous listener."""
    role: Role | None = None


def anonymous_visitor(listener: ListenerId) -> Visitor:
    """Return a listener without an account, where nobody has one."""
    return Visitor(listener=listener, scopes=EVERYTHING, proof="cookie")


def visitor_of(account: Account, *, proof: Proof, key: str = "", scopes: frozenset[Scope] = EVERYTHING) -> Visitor:
    """Return the owner of the account, with the scopes that both its role and `scopes` grant."""
    return Visitor(
        listener=account.account_id,
        scopes=SCOPES[account.role] & scopes,
        proof=proof,
        key=key,
        name=account.name,
        role=account.role,
    )
