"""Roles of accounts, and the scopes that a role grants."""

from typing import Literal

Role = Literal["admin", "listener", "guest"]
Scope = Literal["play", "write", "admin"]
"""`play`: browse and listen. `write`: keep something of one's own. `admin`: change what others see."""
Access = Literal["open", "play", "write", "admin"]
"""What a route asks for: nothing, or a scope."""

SCOPES: dict[Role, frozenset[Scope]] = {
    "guest": frozenset(("play",)),
    "listener": frozenset(("play", "write")),
    "admin": frozenset(("play", "write", "admin")),
}
EVERYTHING = SCOPES["admin"]


def allows(scopes: frozenset[Scope], access: Access) -> bool:
    """Return whether somebody with these scopes may use a route."""
    return access == "open" or access in scopes
