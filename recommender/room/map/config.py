"""How a map is made; its digest names the version, so that a map tells which index it was made of."""

from dataclasses import dataclass

from recommender.artifacts.manifest import config_digest
from recommender.artifacts.store import ArtifactStore
from recommender.room.map.track_map import KIND
from recommender.similarity.track_index import KIND as INDEX_KIND


@dataclass(frozen=True, kw_only=True)
class MapConfig:
    """Which index is laid out, and when the room is laid out as a whole."""

    index_version: str
    seed: int = 1
    n_neighbours: int = 15
    """How many true neighbours the published quality looks at."""
    max_placed_share: float = 0.2
    """Where at least so many tracks came after the layout, all are laid out again."""
    max_laid_out: int = 150_000
    """Tracks up to which all are laid out."""
    n_landmarks: int = 100_000
    """Of more, so many are; the others are placed among them."""

    @property
    def digest(self) -> str:
        """Identity of this configuration and of the index, 12 hex digits."""
        return config_digest(self)


def map_is_current(store: ArtifactStore) -> bool:
    """Whether the map in use was made of the index in use; also where there is no index to make one of."""
    index_version = store.current(INDEX_KIND)
    if index_version is None:
        return True
    version = store.current(KIND)
    wanted = MapConfig(index_version=index_version).digest
    return version is not None and store.manifest(KIND, version).config_digest == wanted
