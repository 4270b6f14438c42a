"""`segue web`: the player."""

import click

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
    # Before anything else that opens sockets or makes locks is imported: pymongo and kafka-python wait cooperatively.
    from gevent import monkey

    monkey.patch_all()
    from infra.web.serving import serve

    serve(settings, host=settings.web_host if host is None else host, port=settings.web_port if port is None else port)
