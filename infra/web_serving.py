"""Serves the player until it is told to stop."""

import signal

import click
import gevent
import gevent.event

from infra.engine_wiring import tune_for_latency
from infra.logging import configure_logging
from infra.servers.running import running_servers
from infra.settings import Settings
from infra.web_wiring import web_app
from webapp.server import bound_socket, make_server

_FINISH_WITHIN_S = 0.7
"""What requests under way get before they are cut off: the whole stop takes less than 2 s."""


def serve(settings: Settings, *, host: str, port: int) -> None:
    """Run servers, services and the web server; returns after SIGTERM or SIGINT."""
    configure_logging(settings)
    tune_for_latency()
    listener = bound_socket(host, port)
    main = gevent.getcurrent()
    told: list[int] = []

    def stop(number: int) -> None:
        if not told:
            told.append(number)
            gevent.kill(main, _ToldToStop())

    for number in (signal.SIGTERM, signal.SIGINT):
        gevent.signal_handler(number, stop, number)
    try:
        with (
            listener,
            running_servers(settings, mongo=True, kafka=True, say=_say) as addresses,
            web_app(settings, addresses) as app,
        ):
            server = make_server(app, listener)
            server.start()
            try:
                _say(f"segue plays at http://{_shown(host)}:{listener.getsockname()[1]}")
                gevent.event.Event().wait()
            finally:
                server.stop(timeout=_FINISH_WITHIN_S)
    except _ToldToStop:
        return


class _ToldToStop(BaseException):
    """Unwinds everything that was started, like KeyboardInterrupt."""


def _say(text: str) -> None:
    click.echo(text, err=True)


def _shown(host: str) -> str:
    """Return the address as a browser on this machine can use it."""
    if host in ("", "0.0.0.0", "::"):
        return "localhost"
    return f"[{host}]" if ":" in host else host
