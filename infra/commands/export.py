"""`segue export`: take out what was made here."""

import click

from infra.commands.topic_group import TopicGroup
from infra.logging import configure_logging
from infra.settings import Settings

TOPICS: dict[str, str] = {
    "listener": "Write all that is known of one listener to a file: JSON.",
    "playlist": "Write a playlist to a file: M3U8, XSPF or JSPF.",
}
"""Each is `command` in `infra/commands/exporting/<name>.py`."""


@click.group(
    cls=TopicGroup, package="infra.commands.exporting", topics=TOPICS, short_help="Take out what was made here."
)
@click.pass_obj
def command(settings: Settings) -> None:
    """Take out what was made here."""
    configure_logging(settings)
