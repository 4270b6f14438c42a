"""The similarity index in force, for commands that need nothing else of the library."""

from infra.settings import Settings
from infra.stores.artifacts import artifact_store
from recommender.errors import NoIndex
from recommender.similarity.features import fingerprint
from recommender.similarity.track_index import KIND, TrackIndex


def open_index(settings: Settings) -> TrackIndex:
    """Return the index as it was published last.

    Raises:
        NoIndex: nothing was published.
        BadArtifact, FingerprintMismatch: it cannot be used.

    """
    store = artifact_store(settings)
    if (version := store.current(KIND)) is None:
        raise NoIndex
    path = store.local_path(KIND, version)
    return TrackIndex.load(path, expected_fingerprint=fingerprint(settings.analysed_middle_s))
