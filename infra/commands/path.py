"""`segue path`: a list of tracks that leads from one sound to another."""

import click
import numpy as np
from rich.console import Console
from rich.table import Table

from infra.settings import Settings
from recommender.playlists.generated.library import Library
from recommender.playlists.generated.path import MAX_TRACKS, MIN_TRACKS
from recommender.playlists.generated.records import DEFAULT_N, GeneratedList
from recommender.records import TrackId

_WIDTH = 120


@click.command(short_help="Make a list that leads from one sound to another.")
@click.argument("start", metavar="FROM")
@click.argument("end", metavar="TO")
@click.option("--via", multiple=True, help="What is passed on the way; may be given more than once.")
@click.option(
    "-n", "--tracks", "n", type=click.IntRange(MIN_TRACKS, MAX_TRACKS), default=DEFAULT_N, help="Tracks, exactly."
)
@click.pass_obj
def command(settings: Settings, start: str, end: str, via: tuple[str, ...], n: int) -> None:
    """Make a list of tracks from FROM to TO, each sounding like the one before.

    FROM, TO and --via are track ids or words to search for, or `artist:NAME`, `album:NAME`, `genre:NAME` or
    `mood:calm`, which are passed at their most typical track.
    """
    from infra.jobs.open_library import open_library
    from recommender.playlists.generated.journeys import make_journey
    from recommender.playlists.generated.naming import find_anchor

    library = open_library(settings)
    anchors = [find_anchor(library.catalogue, text) for text in (start, *via, end)]
    refused = np.zeros(len(library.index), dtype=bool)
    made = make_journey(library, anchors, n=n, artist_cap=settings.artist_cap, refused=refused)
    console = Console()
    console = console if console.is_terminal else Console(width=_WIDTH)
    console.print(_table(library, made))
    if made.message:
        click.echo(made.message)


def _table(library: Library, made: GeneratedList) -> Table:
    table = Table("", "title", "artist", "step", "why", title=made.name, title_justify="left")
    for number, item in enumerate(made.tracks, start=1):
        track = library.catalogue.tracks[library.catalogue.positions[TrackId(item.track_id)]]
        step = "" if item.step is None else f"{item.step:.2f}"
        table.add_row(f"{number}", track.title, track.artist, step, item.reason)
    return table
