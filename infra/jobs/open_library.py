"""The library as lists are made of it, for a command: catalogue, index and moods as they are published."""

from collections.abc import Callable

from infra.jobs.database import running_database
from infra.settings import Settings
from infra.stores.artifacts import artifact_store
from infra.stores.tracks import MongoTrackStore
from recommender.catalogue.live import LiveCatalogue
from recommender.errors import NoIndex
from recommender.playlists.generated.library import Library
from recommender.prediction.library import moods as library_moods
from recommender.similarity.features import fingerprint
from recommender.similarity.track_index import KIND, TrackIndex


def open_library(settings: Settings, *, say: Callable[[str], None] = lambda _: None) -> Library:
    """Return the library of this moment; raises `NoIndex` before the first `segue build index`."""
    store = artifact_store(settings)
    if (version := store.current(KIND)) is None:
        raise NoIndex
    with running_database(settings, say=say) as database:
        catalogue = LiveCatalogue(MongoTrackStore(database))
        catalogue.refresh()
    expected = fingerprint(settings.analysed_middle_s)
    index = TrackIndex.load(store.local_path(KIND, version), expected_fingerprint=expected)
    described = store.current(library_moods.KIND)
    moods = None if described is None else library_moods.load(store.local_path(library_moods.KIND, described))
    return Library(index, catalogue.current(), moods)
