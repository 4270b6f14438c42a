"""`segue evaluate`: quality beside an honest baseline."""

import click

from infra.commands.topic_group import TopicGroup
from infra.logging import configure_logging
from infra.settings import Settings

TOPICS = {
    "popularity": "Measure how well a track's popularity can be told beforehand.",
    "charts": "Forecast past weeks of charts and compare with persistence.",
    "streams": "Measure how well a listener's plays in the next 30 days are foreseen.",
    "sessions": "Measure how well the next track of a listening session is foreseen.",
    "releases": "Measure how well the number of an artist's releases in a year is forecast.",
    "mood": "Measure whether ten features tell a song's mood.",
    "descriptors": "Measure whether energy, valence and the like can be told from the sound.",
    "similarity": "Measure whether what sounds alike shares album and artist.",
    "sound": "Measure what learning from the artists does for the likeness of sounds.",
    "duplicates": "Measure how well copies of a recording are told from other music.",
    "picks": "Try the picks out with simulated listeners.",
    "artists": "Measure how well a listener's artists are told by listeners alike.",
    "all": "Run every evaluation whose data is in one folder.",
}
"""Each is `command` in `infra/commands/evaluation/<name>.py`."""


@click.group(
    cls=TopicGroup, package="infra.commands.evaluation", topics=TOPICS,
    short_help="Measure quality beside an honest baseline.",
)  # fmt: skip
@click.pass_obj
def command(settings: Settings) -> None:
    """Measure quality beside an honest baseline."""
    configure_logging(settings)
