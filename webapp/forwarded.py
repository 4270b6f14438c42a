"""Who asks and by which name, when reverse proxies stand in front."""

from collections.abc import Callable, Iterable
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

from flask import Request
from werkzeug.middleware.proxy_fix import ProxyFix

from recommender.errors import BadSetting

_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip")
"""Headers that reverse proxies and tunnels add, and no browser."""
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Network = IPv4Network | IPv6Network


def behind_proxies(app: Wsgi, trusted: str) -> Wsgi:
    """Return the application behind its proxies: `trusted` is how many there are, or a list of their addresses.

    A number believes whoever connects, so the player must not be reachable past the proxies; addresses and networks
    (`10.0.0.2, fd00::/8`) are believed only when they are the ones who connect.
    """
    trusted = trusted.strip()
    if trusted.isdecimal():
        n = int(trusted)
        return ProxyFix(app, x_for=n, x_proto=n, x_host=n) if n else app
    return _BehindListed(app, parse_networks(trusted, setting="SEGUE_TRUSTED_PROXIES"))


def is_passed_on(request: Request) -> bool:
    """Return whether a proxy or tunnel sent the request: by its headers, or by a Host that is not this machine."""
    if any(name in request.headers for name in _FORWARDED):
        return True
    name = urlsplit(f"//{request.host}").hostname or ""
    try:
        return not ip_address(name).is_loopback
    except ValueError:
        return name != "localhost"


def parse_networks(text: str, *, setting: str) -> list[Network]:
    """Return the networks of a comma-separated list; raises `BadSetting` naming the setting for anything else."""
    return [_network(part.strip(), setting) for part in text.split(",") if part.strip()]


class _BehindListed:
    """WSGI middleware that believes the X-Forwarded headers of listed addresses."""

    def __init__(self, app: Wsgi, networks: list[Network]) -> None:
        self._app = app
        self._networks = networks

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer as if the client had connected itself."""
        hops = [environ.get("REMOTE_ADDR", "")]
        hops += reversed([hop.strip() for hop in environ.get("HTTP_X_FORWARDED_FOR", "").split(",")])
        n_proxies = next((n for n, hop in enumerate(hops) if not self._is_listed(hop)), len(hops) - 1)
        if not n_proxies:
            return self._app(environ, start_response)
        return ProxyFix(self._app, x_for=n_proxies, x_proto=1, x_host=1)(environ, start_response)

    def _is_listed(self, text: str) -> bool:
        try:
            address = ip_address(text)
        except ValueError:
            return False
        return any(address in network for network in self._networks)


def _network(text: str, setting: str) -> Network:
    try:
        return ip_network(text, strict=False)
    except ValueError as error:
        or_number = "neither a number of proxies nor" if setting == "SEGUE_TRUSTED_PROXIES" else "not"
        raise BadSetting(f"{setting}: {text!r} is {or_number} an address or network") from error
