"""`segue train`: make a model, hold it against its baseline, publish it."""

import click

from infra.commands.topic_group import TopicGroup
from infra.logging import configure_logging
from infra.settings import Settings

TOPICS: dict[str, str] = {
    "popularity": "Train how popular a track will be, or refit the scale on your own tracks.",
    "charts": "Train next week's list of every chart.",
    "streams": "Train how often a listener will play a song, from their history.",
    "releases": "Train what is to be expected of an artist's year, from release dates.",
    "mood": "Train the moods from a table of songs.",
    "descriptors": "Train energy, valence and the like from FMA's tables.",
}
"""Each is `command` in `infra/commands/training/<name>.py`."""


@click.group(
    cls=TopicGroup, package="infra.commands.training", topics=TOPICS,
    short_help="Train a model and publish it when it is not worse.",
)  # fmt: skip
@click.pass_obj
def command(settings: Settings) -> None:
    """Train a model, hold it against its baseline, and publish it when it is not worse."""
    configure_logging(settings)
