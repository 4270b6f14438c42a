"""Every endpoint of the lab."""

from webapp.api.endpoint import Endpoint
from webapp.api.uploads import Uploads
from webapp.lab.charts import Charts
from webapp.lab.models import Models
from webapp.lab.mood import Mood
from webapp.lab.popularity import Popularity
from webapp.lab.popularity_comparison import PopularityComparison
from webapp.lab.releases import Releases
from webapp.lab.streams import Streams
from webapp.lab.tables import Tables
from webapp.listener import Listeners


def lab_endpoints(listeners: Listeners, *, uploads: Uploads, tables: Uploads) -> tuple[Endpoint, ...]:
    """Return what to register, topic by topic."""
    topics = (
        Models(),
        Charts(),
        Popularity(),
        PopularityComparison(uploads),
        Streams(listeners),
        Releases(),
        Mood(),
        Tables(listeners, tables),
    )
    return tuple(endpoint for topic in topics for endpoint in topic.endpoints())
