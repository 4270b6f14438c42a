"""Every endpoint of the lab."""

from webapp.api.endpoint import Endpoint
from webapp.lab.charts import Charts
from webapp.lab.models import Models
from webapp.lab.mood import Mood
from webapp.lab.popularity import Popularity
from webapp.lab.popularity_comparison import PopularityComparison
from webapp.lab.releases import Releases
from webapp.lab.streams import Streams
from webapp.listener import Listeners


def lab_endpoints(listeners: Listeners, *, upload_slots: int) -> tuple[Endpoint, ...]:
    """Return what to register, topic by topic."""
    topics = (
        Models(),
        Charts(),
        Popularity(),
        PopularityComparison(upload_slots=upload_slots),
        Streams(listeners),
        Releases(),
        Mood(),
    )
    return tuple(each for topic in topics for each in topic.endpoints())
