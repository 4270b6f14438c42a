"""Where published versions of indexes and models lie."""

from infra.settings import Settings
from recommender.artifacts.store import ArtifactStore


def artifact_store(settings: Settings) -> ArtifactStore:
    """Return the store that the settings name; remote versions are kept below `<home>/cache/artifacts`."""
    return ArtifactStore(settings.artifacts_location, cache=settings.home.absolute() / "cache" / "artifacts")
