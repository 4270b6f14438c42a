"""Serves the player until it is told to stop."""

import signal

import click
import gevent
import gevent.event

from infra.logging import configure_logging
from infra.servers.running import running_servers
from infra.settings import Settings
from infra.web.wiring import web_app
from infra.workers.latency import tune_for_latency
from webapp.serving.server import bind_socket, make_server

_AWAKE_EVERY_S = 3_600.0
_FINISH_WITHIN_S = 0.7
"""What requests under way get before they are cut off: the whole stop takes less than 2 s."""


def serve(settings: Settings, *, host: str, port: int) -> None:
    """Run servers, services and the web server; returns after SIGTERM or SIGINT."""
    configure_logging(settings)
    tune_for_latency()
    listener = bind_socket(host, port)
    main = gevent.getcurrent()
    signals: list[int] = []

    def stop(number: int) -> None:
        if not signals:
            signals.append(number)
            gevent.kill(main, _StopRequested())

    for number in (signal.SIGTERM, signal.SIGINT):
        gevent.signal_handler(number, stop, number)
    keep_hub_awake()
    try:
        with (
            listener,
            running_servers(settings, mongo=True, kafka=True, say=_say) as addresses,
            web_app(settings, addresses, host=host) as app,
        ):
            server = make_server(app, listener)
            server.start()
            try:
                _say(f"segue plays at http://{_browser_host(host)}:{listener.getsockname()[1]}")
                gevent.event.Event().wait()
            finally:
                server.stop(timeout=_FINISH_WITHIN_S)
    except _StopRequested:
        return


def keep_hub_awake() -> None:
    """Give gevent something to wait for: threads of librdkafka, which may yet wake a greenlet, are invisible to it.

    Without it, a wait for one of them ends the process (`LoopExit`) whenever nothing else is under way.
    """

    def wake() -> None:
        while True:
            gevent.sleep(_AWAKE_EVERY_S)

    gevent.spawn(wake)


class _StopRequested(BaseException):
    """Unwinds everything that was started, like KeyboardInterrupt."""


def _say(text: str) -> None:
    click.echo(text, err=True)


def _browser_host(host: str) -> str:
    """Return the address as a browser on this machine can use it."""
    if host in ("", "0.0.0.0", "::"):
        return "localhost"
    return f"[{host}]" if ":" in host else host
