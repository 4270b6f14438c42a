"""What accounts need from the rest of segue; infra hands it in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from msgspec import Struct

from recommender.accounts.claims import Claims
from recommender.accounts.ports import AccountStores
from webapp.forwarded import Network


@dataclass(frozen=True, kw_only=True)
class ProxyLogin:
    """A reverse proxy that says who asks."""

    header: str
    """Name of the request's header that carries the name, such as `Remote-User`."""
    networks: tuple[Network, ...]
    """Only who connects from these addresses is believed."""


class Flow(Struct, frozen=True):
    """A login by OpenID Connect that is under way."""

    url: str
    """Where the browser is sent."""
    state: str
    nonce: str
    verifier: str
    """Proves that who began it also ends it (PKCE)."""


class OidcProvider(Protocol):
    """A provider of OpenID Connect."""

    name: str
    """As people know it."""

    def begin(self, redirect_uri: str) -> Flow:
        """Return where to send the browser, and what has to be known when it comes back."""

    def finish(self, flow: Flow, *, redirect_uri: str, code: str, issuer: str | None) -> Claims:
        """Return who has logged in; raises `BadInput` for what cannot be verified, `ServerUnavailable`."""


@dataclass(frozen=True, kw_only=True)
class AccountServices(AccountStores):
    """The ports of accounts. Each is called from many greenlets and must not block the process."""

    hash_password: Callable[[str], str]
    is_password: Callable[[str, str], bool]
    """Whether the hash is of the password; takes as long without a hash."""
    machine_user: str
    """Name of the account of whoever is on this machine."""
    is_private: bool
    """Whether only this machine reaches the player: then nobody has to log in before there are accounts."""
    proxy: ProxyLogin | None = None
    oidc: OidcProvider | None = None
