"""Accounts of the web process: their stores, who needs none, and what is told when one has changed."""

from collections.abc import Callable
from getpass import getuser
from ipaddress import ip_address
from threading import Event
from typing import Any

from pymongo.database import Database

from infra.settings import Settings
from infra.stores.accounts.opening import account_stores
from infra.stores.store_errors import store_errors
from infra.web.oidc import open_provider
from infra.web.real_threads import in_real_thread
from recommender.accounts.names import check_name
from recommender.accounts.passwords import hash_password, is_password
from recommender.clock import system_clock
from recommender.errors import BadInput, BadSetting
from webapp.accounts.services import AccountServices, ProxyLogin
from webapp.forwarded import parse_networks

ACCESS = ("auto", "open")
NO_ACCOUNT = (
    "{host} can be reached from other machines, and nobody has an account yet: everybody would be let in. "
    "Run `segue accounts create --admin` first, or keep to 127.0.0.1"
)
_LOOK_FOR_MS = 200
_TOLD_TOGETHER = 1_000
"""Changes that come together, such as sessions that expire at once, are told of once; at most so many."""
_WATCHED = ("accounts", "sessions", "access_tokens")
_MATTERS = {
    "ns.coll": {"$in": _WATCHED},
    "$or": [
        {"operationType": {"$in": ["delete", "replace", "drop"]}},
        {"operationType": "insert", "ns.coll": "accounts"},
        {"operationType": "update", "updateDescription.updatedFields.used_at": {"$exists": False}},
    ],
}
"""Whatever may let somebody in no longer, or otherwise; not that a session was used."""


def make_accounts(settings: Settings, database: Database[dict[str, Any]], *, host: str) -> AccountServices | None:
    """Return the ports of accounts, or None where SEGUE_ACCESS opens the player to everybody on this machine."""
    if settings.access not in ACCESS:
        raise BadSetting(f"SEGUE_ACCESS is {settings.access!r}; it can be {' or '.join(ACCESS)}")
    if settings.access == "open":
        if not is_private(host, settings):
            raise BadSetting(f"SEGUE_ACCESS is `open`, but other machines can reach {host}; keep to 127.0.0.1")
        return None
    stores = account_stores(database)
    return AccountServices(
        accounts=stores.accounts,
        sessions=stores.sessions,
        tokens=stores.tokens,
        invitations=stores.invitations,
        hash_password=lambda password: in_real_thread(lambda: hash_password(password)),
        is_password=lambda password, known: in_real_thread(lambda: is_password(password, known)),
        machine_user=_user_name(),
        is_private=is_private(host, settings),
        proxy=_proxy(settings),
        oidc=open_provider(settings),
    )


def is_private(host: str, settings: Settings) -> bool:
    """Return whether only this machine reaches the player: by its address, and without a proxy in front."""
    if settings.trusted_proxies.strip() not in ("", "0"):
        return False
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def require_way_in(services: AccountServices | None, *, host: str) -> None:
    """Refuse to serve other machines before anybody can log in; raises `BadSetting` with the command that helps."""
    if services is None or services.is_private or services.proxy is not None:
        return
    if not services.accounts.has_logins() and not services.invitations.has_admins(system_clock()):
        raise BadSetting(NO_ACCOUNT.format(host=host))


def watch_accounts(database: Database[dict[str, Any]], tell: Callable[[], None], stop: Event) -> None:
    """Call `tell` whenever an account, session or token changes in the database, until `stop` is set."""
    with store_errors("accounts"), database.watch([{"$match": _MATTERS}], max_await_time_ms=_LOOK_FOR_MS) as changes:
        tell()  # whatever happened while nobody looked
        while not stop.is_set():
            if changes.try_next() is None:
                continue
            for _ in range(_TOLD_TOGETHER):
                if changes.try_next() is None:
                    break
            tell()


def _user_name() -> str:
    try:
        return check_name(getuser())
    except (KeyError, OSError, BadInput):
        return "listener"


def _proxy(settings: Settings) -> ProxyLogin | None:
    header, addresses = settings.proxy_login_header.strip(), settings.proxy_login_from
    if not header and not addresses.strip():
        return None
    networks = parse_networks(addresses, setting="SEGUE_PROXY_LOGIN_FROM")
    if not header or not networks:
        raise BadSetting(
            "a reverse proxy that says who asks needs both: SEGUE_PROXY_LOGIN_HEADER, such as Remote-User, "
            "and SEGUE_PROXY_LOGIN_FROM, the addresses that are believed"
        )
    return ProxyLogin(header=header, networks=tuple(networks))
