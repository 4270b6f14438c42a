"""The stores that an ingest writes to, together."""

from typing import Any

from pymongo.database import Database

from etl.ingest.stores import Catalogue
from infra.stores.corrections.correcting import MongoTracksOfFiles
from infra.stores.features import MongoFeatureStore
from infra.stores.files import MongoFileLedger


def mongo_catalogue(database: Database[dict[str, Any]]) -> Catalogue:
    """Return the stores of an ingest."""
    return Catalogue(MongoTracksOfFiles(database), MongoFeatureStore(database), MongoFileLedger(database))
