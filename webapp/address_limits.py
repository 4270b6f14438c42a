"""What one network address may do: listeners cost nothing to make, addresses do."""

from collections import Counter
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network

from flask import Request

from webapp.rate_limit import RateLimit
from webapp.services import WebConfig

_BURST_S = 4.0
"""Events of so many seconds may come at once."""
_IPV6_HOME_BITS = 64
"""One customer of an IPv6 network has at least this net to take addresses from."""


class AddressLimits:
    """Counts events, new listeners and open sockets per address."""

    def __init__(self, config: WebConfig) -> None:
        per_s = config.address_events_per_s
        self.events = RateLimit(per_s=per_s, burst=max(config.events_burst, int(per_s * _BURST_S)))
        per_min = config.address_listeners_per_min
        self._listeners = RateLimit(per_s=per_min / 60, burst=per_min)
        self._max_sockets = config.address_sockets
        self._sockets: Counter[str] = Counter()

    def may_have_new_listener(self, address: str) -> bool:
        """Return whether another listener may be made for somebody at this address, and count it."""
        return not self._listeners.wait_s(address, 1)

    def take_socket(self, address: str) -> bool:
        """Return whether the address may have another socket, and count it."""
        if self._sockets[address] >= self._max_sockets:
            return False
        self._sockets[address] += 1
        return True

    def give_socket_back(self, address: str) -> None:
        """Count one socket less."""
        self._sockets[address] -= 1
        if self._sockets[address] <= 0:
            del self._sockets[address]


def address_of(request: Request) -> str:
    """Return what limits count by: the client's IPv4 address, or the /64 net of its IPv6 address."""
    return limited_address(request.remote_addr or "")


@lru_cache(maxsize=4096)
def limited_address(text: str) -> str:
    """Return the address itself, or the net for one whose neighbours cost nothing."""
    try:
        address = ip_address(text)
    except ValueError:
        return text[:64]
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ip_network((int(address), _IPV6_HOME_BITS), strict=False))
