"""The lab's models, live: every kind with how it is opened, and what the pages ask besides."""

from dataclasses import dataclass, fields
from functools import partial
from typing import Any

from pymongo.database import Database

from infra.jobs.chart_tables import newest_weeks, week_entries
from infra.stores.training.training_runs import MongoTrainingLog
from infra.web.upload_analysis import UploadAnalysis
from infra.web.upload_description import UploadDescription
from recommender.artifacts.live import LiveArtifact
from recommender.artifacts.store import ArtifactStore
from recommender.prediction.charts.served import ServedCharts
from recommender.prediction.descriptors.records import SoundDescription
from recommender.prediction.descriptors.served import DescriptorModel
from recommender.prediction.library import moods as library_moods
from recommender.prediction.library.moods import LibraryMoods
from recommender.prediction.mood.served import MoodModel
from recommender.prediction.popularity.served import ServedPopularity
from recommender.prediction.releases.served import ServedReleases
from recommender.prediction.streams.listener_model import ListenerModel
from recommender.prediction.streams.served import ServedStreams
from recommender.prediction.topic import Model, Topic
from recommender.prediction.topics import CHARTS, DESCRIPTORS, MOOD, POPULARITY, RELEASES, STREAMS
from recommender.records import ListenerId, TrackId
from webapp.lab.services import Lab, TrainingTables


@dataclass(frozen=True)
class LiveModels:
    """One live artifact a topic, and the library's moods."""

    charts: LiveArtifact[ServedCharts]
    popularity: LiveArtifact[ServedPopularity]
    descriptors: LiveArtifact[DescriptorModel]
    streams: LiveArtifact[ServedStreams]
    releases: LiveArtifact[ServedReleases]
    mood: LiveArtifact[MoodModel]
    library_moods: LiveArtifact[LibraryMoods]

    def refresh(self) -> bool:
        """Take up every newer version; returns whether anything changed."""
        return any([getattr(self, field.name).refresh() for field in fields(self)])

    def trouble(self, topic: str) -> str:
        """Return why no version of a topic can be used; empty when one is in use, an older one too."""
        model: LiveArtifact[object] = getattr(self, topic)
        return "" if model.current() is not None else model.last_error

    def description(self, track_id: TrackId) -> SoundDescription | None:
        """Return the thirteen features of a track; None when the library or the track was not described."""
        library = self.library_moods.current()
        return None if library is None else library.description(track_id)

    def listener_streams(self, listener_id: ListenerId) -> ListenerModel | None:
        """Return the model of a listener's plays."""
        served = self.streams.current()
        return None if served is None else served.models.get(listener_id)


def live_models(store: ArtifactStore) -> LiveModels:
    """Return the models as the store has them, not yet loaded."""
    return LiveModels(
        charts=_live(store, CHARTS),
        popularity=_live(store, POPULARITY),
        descriptors=_live(store, DESCRIPTORS),
        streams=_live(store, STREAMS),
        releases=_live(store, RELEASES),
        mood=_live(store, MOOD),
        library_moods=LiveArtifact(store, library_moods.KIND, library_moods.load),
    )


def _live(store: ArtifactStore, topic: Topic[Any, Model]) -> LiveArtifact[Model]:
    return LiveArtifact(store, topic.name, topic.load)


def make_lab(
    models: LiveModels,
    store: ArtifactStore,
    database: Database[dict[str, Any]],
    uploads: UploadAnalysis,
    *,
    tables: TrainingTables,
) -> Lab:
    """Return what the lab's pages ask."""
    return Lab(
        charts=models.charts.current,
        known_weeks=partial(newest_weeks, database),
        chart_entries=partial(week_entries, database),
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
        tables=tables,
    )
