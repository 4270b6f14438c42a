"""Accounts of the web process: their stores, who needs none, and what is told when one has changed."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from getpass import getuser
from ipaddress import ip_address
from threading import Event
from typing import Any

from pymongo.database import Database

from infra.settings import Settings
from infra.stores.accounts.opening import account_stores
from infra.stores.store_errors import store_errors
from infra.web.real_threads import in_real_thread
from recommender.accounts.names import check_name
from recommender.accounts.passwords import hash_password, is_password
from recommender.clock import system_clock
from recommender.errors import BadInput, BadSetting
from webapp.accounts.services import AccountServices, OidcProvider, ProxyLogin
from webapp.forwarded import parse_networks

ACCESS = ("auto", "open")
NO_ACCOUNT = (
    "{host} can be reached from other machines, and nobody has an account yet: everybody would be let in. "
    "Run `segue accounts create --admin` first, or keep to 127.0.0.1"
)
_LOOK_FOR_MS = 5_000
"""So long a look for changes waits on the server when there are none; what comes meanwhile comes at once."""
_REST_S = 0.1
"""The first change is told of at once; those of so long after it, such as sessions that expire together, as one."""
_WATCHED = ("accounts", "sessions", "access_tokens", "libraries")
_MATTERS = {
    "ns.coll": {"$in": _WATCHED},
    "$or": [
        {"operationType": {"$in": ["delete", "replace", "drop"]}},
        {"operationType": "insert", "ns.coll": {"$in": ["accounts", "libraries"]}},
        {"operationType": "update", "updateDescription.updatedFields.used_at": {"$exists": False}},
    ],
}
"""Whatever may let somebody in no longer, or otherwise, or show another library; not that a session was used."""


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
        oidc=_oidc(settings),
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
    """Call `tell` whenever an account, session, token or library changes in the database, until `stop` is set."""
    with (
        store_errors("accounts"),
        database.watch([{"$match": _MATTERS}], max_await_time_ms=_LOOK_FOR_MS) as changes,
        ThreadPoolExecutor(1, "tell-of-accounts") as telling,
    ):

        def tell_and_rest() -> None:
            tell()
            stop.wait(_REST_S)

        told = telling.submit(tell_and_rest)  # whatever happened while nobody looked
        while not stop.is_set():
            if told.done():
                told.result()
            # What has not begun yet will see this change, too.
            if changes.try_next() is not None and (told.running() or told.done()):
                told = telling.submit(tell_and_rest)


def _oidc(settings: Settings) -> OidcProvider | None:
    if not settings.oidc_issuer:
        return None
    from infra.web.oidc import open_provider  # its clients take as long to load as all of the web's own code

    return open_provider(settings)


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
