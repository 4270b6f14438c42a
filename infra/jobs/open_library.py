"""The library as lists are made of it, for a command: catalogue, index and moods as they are published."""

from collections.abc import Callable

from infra.jobs.database import running_database
from infra.jobs.open_index import open_index
from infra.settings import Settings
from infra.stores.artifacts import artifact_store
from infra.stores.tracks import MongoTrackStore
from recommender.catalogue.live import LiveCatalogue
from recommender.playlists.generated.library import Library
from recommender.prediction.library import moods as library_moods


def open_library(settings: Settings, *, say: Callable[[str], None] = lambda _: None) -> Library:
    """Return the library of this moment; raises `NoIndex` before the first `segue build index`."""
    store, index = artifact_store(settings), open_index(settings)
    with running_database(settings, say=say) as database:
        catalogue = LiveCatalogue(MongoTrackStore(database))
        catalogue.refresh()
    described = store.current(library_moods.KIND)
    moods = None if described is None else library_moods.load(store.local_path(library_moods.KIND, described))
    return Library(index, catalogue.current(), moods)
