"""The topics of the lab: the one list that commands, schedule, live models and pages read."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from recommender.prediction.topic import Topic

if TYPE_CHECKING:
    from recommender.prediction.charts.records import ChartTable
    from recommender.prediction.charts.served import ServedCharts
    from recommender.prediction.descriptors.records import DescriptorTable
    from recommender.prediction.descriptors.served import DescriptorModel
    from recommender.prediction.mood.records import MoodTable
    from recommender.prediction.mood.served import MoodModel
    from recommender.prediction.popularity.records import LabelledTracks
    from recommender.prediction.popularity.served import ServedPopularity
    from recommender.prediction.releases.careers import Careers
    from recommender.prediction.releases.served import ServedReleases
    from recommender.prediction.streams.log import ListeningLog
    from recommender.prediction.streams.served import ServedStreams
    from recommender.records import ListenerId

CHARTS: "Topic[ChartTable, ServedCharts]" = Topic(name="charts", learns_from_table=True, is_weekly=True)
POPULARITY: "Topic[LabelledTracks, ServedPopularity]" = Topic(
    name="popularity",
    learns_from_table=True,
    first_step="it learns from a table of tracks with their popularity; run `segue train popularity FILE`",
)
DESCRIPTORS: "Topic[DescriptorTable, DescriptorModel]" = Topic(
    name="descriptors",
    learns_from_table=False,
    first_step="it learns from public tables; run `segue fetch lab`",
)
STREAMS: "Topic[Mapping[ListenerId, ListeningLog], ServedStreams]" = Topic(
    name="streams", learns_from_table=False, is_weekly=True
)
RELEASES: "Topic[Careers, ServedReleases]" = Topic(name="releases", learns_from_table=True, is_weekly=True)
MOOD: "Topic[MoodTable, MoodModel]" = Topic(
    name="mood",
    learns_from_table=True,
    first_step="it learns from public tables, or from one of yours; run `segue fetch lab`",
)

TOPICS: tuple[Topic[Any, Any], ...] = (CHARTS, POPULARITY, DESCRIPTORS, STREAMS, RELEASES, MOOD)
"""In the order of the lab."""
TOPIC_NAMES: tuple[str, ...] = tuple(topic.name for topic in TOPICS)
TABLE_TOPIC_NAMES: tuple[str, ...] = tuple(topic.name for topic in TOPICS if topic.learns_from_table)
