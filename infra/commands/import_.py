"""`segue import`: bring in what was gathered elsewhere."""

import click

from infra.commands.topic_group import TopicGroup
from infra.logging import configure_logging
from infra.settings import Settings

TOPICS: dict[str, str] = {
    "charts": "Keep weekly charts from outside, for training and serving.",
    "history": "Keep what a listener heard elsewhere: Spotify, ListenBrainz, Last.fm.",
    "playlist": "Make a playlist of a file: M3U8, XSPF or JSPF.",
}
"""Each is `command` in `infra/commands/importing/<name>.py`."""


@click.group(
    cls=TopicGroup, package="infra.commands.importing", topics=TOPICS,
    short_help="Bring in charts, histories and playlists from elsewhere.",
)  # fmt: skip
@click.pass_obj
def command(settings: Settings) -> None:
    """Bring in charts, histories and playlists from elsewhere."""
    configure_logging(settings)
