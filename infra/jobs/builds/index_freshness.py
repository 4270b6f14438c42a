"""Whether the published similarity index still shows the catalogue."""

from typing import Any

from pymongo.database import Database

from recommender.artifacts.store import ArtifactStore
from recommender.similarity.track_index import KIND


def index_is_current(database: Database[dict[str, Any]], store: ArtifactStore) -> bool:
    """Whether the current index was built from exactly as many tracks, and nothing was analysed since."""
    version = store.current(KIND)
    if version is None:
        return False
    manifest = store.manifest(KIND, version)
    newest = database["features"].find_one(sort=[("analysed_at", -1)], projection={"analysed_at": 1})
    if newest is None or manifest.data_cutoff is None or newest["analysed_at"] > manifest.data_cutoff:
        return False
    indexed = manifest.counts["tracks"] + manifest.counts["left_out"]
    return database["tracks"].count_documents({"status": "present"}) == indexed
