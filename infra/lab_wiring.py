"""The lab's models, live: every kind with how it is opened, and what the pages ask besides."""

from dataclasses import dataclass, fields
from functools import partial
from typing import Any

from pymongo.database import Database

from infra.chart_tables import newest_weeks, week_entries
from infra.stores.training_runs import MongoTrainingLog
from infra.upload_analysis import UploadAnalysis
from infra.upload_description import UploadDescription
from recommender.artifacts.live import LiveArtifact
from recommender.artifacts.store import ArtifactStore
from recommender.prediction.charts import served as charts
from recommender.prediction.charts.served import ServedCharts
from recommender.prediction.descriptors import served as descriptors
from recommender.prediction.descriptors.records import SoundDescription
from recommender.prediction.descriptors.served import DescriptorModel
from recommender.prediction.mood import library_moods
from recommender.prediction.mood import served as mood
from recommender.prediction.mood.library_moods import LibraryMoods
from recommender.prediction.mood.served import MoodModel
from recommender.prediction.popularity import served as popularity
from recommender.prediction.popularity.served import ServedPopularity
from recommender.prediction.releases import served as releases
from recommender.prediction.releases.served import ServedReleases
from recommender.prediction.streams import served as streams
from recommender.prediction.streams.listener_model import ListenerModel
from recommender.prediction.streams.served import ServedStreams
from recommender.records import ListenerId, TrackId
from webapp.lab.services import Lab


@dataclass(frozen=True)
class LiveModels:
    """One live artifact a question."""

    charts: LiveArtifact[ServedCharts]
    popularity: LiveArtifact[ServedPopularity]
    descriptors: LiveArtifact[DescriptorModel]
    streams: LiveArtifact[ServedStreams]
    releases: LiveArtifact[ServedReleases]
    mood: LiveArtifact[MoodModel]
    library_moods: LiveArtifact[LibraryMoods]

    def refresh(self) -> bool:
        """Take up every newer version; returns whether anything changed."""
        return any([getattr(self, each.name).refresh() for each in fields(self)])

    def trouble(self, topic: str) -> str:
        """Return why no version of a topic can be used; empty when one is in use, an older one too."""
        model: LiveArtifact[object] = getattr(self, topic)
        return "" if model.current() is not None else model.last_error

    def description(self, track_id: TrackId) -> SoundDescription | None:
        """Return the thirteen features of a track; None when the library or the track was not described."""
        library = self.library_moods.current()
        return None if library is None else library.description(track_id)

    def listener_streams(self, listener_id: ListenerId | None) -> ListenerModel | None:
        """Return the model of a listener's plays; of the only one there is, when the listener has none."""
        served = self.streams.current()
        return None if served is None else served.of(listener_id)


def live_models(store: ArtifactStore) -> LiveModels:
    """Return the models as the store has them, not yet loaded."""
    return LiveModels(
        charts=LiveArtifact(store, charts.KIND, charts.load),
        popularity=LiveArtifact(store, popularity.KIND, popularity.load),
        descriptors=LiveArtifact(store, descriptors.KIND, descriptors.load),
        streams=LiveArtifact(store, streams.KIND, streams.load),
        releases=LiveArtifact(store, releases.KIND, releases.load),
        mood=LiveArtifact(store, mood.KIND, mood.load),
        library_moods=LiveArtifact(store, library_moods.KIND, library_moods.load),
    )


def make_lab(
    models: LiveModels, store: ArtifactStore, database: Database[dict[str, Any]], uploads: UploadAnalysis
) -> Lab:
    """Return what the lab's pages ask."""
    return Lab(
        charts=models.charts.current,
        known_weeks=partial(newest_weeks, database),
        charted=partial(week_entries, database),
        popularity=models.popularity.current,
        releases=models.releases.current,
        mood=models.mood.current,
        library_moods=models.library_moods.current,
        streams=models.listener_streams,
        describe_track=models.description,
        describe_upload=UploadDescription(uploads, models.descriptors.current),
        trouble=models.trouble,
        artifacts=store,
        runs=MongoTrainingLog(database),
    )
