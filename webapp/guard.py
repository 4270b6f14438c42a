"""Stands before everything else: only known host names, and the security headers on every answer."""

from collections.abc import Callable, Iterable
from ipaddress import ip_address
from typing import Any

from webapp.problems import MEDIA_TYPE, problem_bytes

SECURITY_HEADERS = (
    (
        "Content-Security-Policy",
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
        "media-src 'self' blob:; connect-src 'self'; font-src 'self'; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'",
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
)
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Guard:
    """WSGI middleware; outermost, so that the socket's handshake passes it too."""

    def __init__(self, app: Wsgi, *, allowed_hosts: Iterable[str] = ()) -> None:
        self._app = app
        self._allowed = {"localhost", *(host.strip().lower() for host in allowed_hosts if host.strip())}

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer, or refuse a request that does not name us."""

        def start_safely(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            return start_response(status, [*headers, *SECURITY_HEADERS], exc_info)

        if self.answers_to(environ.get("HTTP_HOST", "")):
            return self._app(environ, start_safely)
        body = problem_bytes(
            421,
            "unknown-host",
            "this player does not answer to that host name; SEGUE_ALLOWED_HOSTS adds names",
            instance="/",
        )
        start_safely("421 Misdirected Request", [("Content-Type", MEDIA_TYPE), ("Content-Length", str(len(body)))])
        return [body]

    def answers_to(self, host: str) -> bool:
        """Return whether a Host header names us.

        Addresses always do: a page that rebinds its own name to our address is told by its name.
        """
        name = _without_port(host.lower())
        return "*" in self._allowed or name in self._allowed or _is_address(name)


def _without_port(host: str) -> str:
    if host.startswith("["):
        name, closed, _ = host[1:].partition("]")
        return name if closed else ""
    return host.partition(":")[0]


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
