"""`segue web`: the player."""

import gc

import click

from infra.lean_imports import load_socketio_server
from infra.settings import Settings


@click.command()
@click.option("--host", help="Address to listen on; default: SEGUE_WEB_HOST.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port; default: SEGUE_WEB_PORT. 0: any free one.")
@click.pass_obj
def command(settings: Settings, host: str | None, port: int | None) -> None:
    """Run the player: pages, API, audio and the live socket.

    Uses the servers that the settings name, else those of a running `segue up`, else its own for as long as it runs.
    Starts without tracks or an index too, and picks both up when they come.
    """
    # Whatever is loaded now stays to the end: looking through it again and again is a tenth of the start. `web_app`
    # turns the collector on.
    gc.disable()
    # Before anything else that opens sockets or makes locks is imported: pymongo and kafka-python wait cooperatively.
    from infra.web.patching import patch_all

    patch_all()
    load_socketio_server()
    from infra.web.serving import serve

    serve(settings, host=settings.web_host if host is None else host, port=settings.web_port if port is None else port)
