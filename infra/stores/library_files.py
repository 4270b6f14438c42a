"""What is known of the libraries' files, read from MongoDB's ledger and catalogue."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pymongo import ASCENDING
from pymongo.database import Database

from etl.ingest.rejecting import advice
from etl.locations import file_path, readable_name
from infra.stores.batches import batches
from infra.stores.store_errors import store_errors
from recommender.catalogue.libraries.files import LibraryCounts, RejectedFile
from recommender.catalogue.libraries.records import Library, library_of
from recommender.records import TrackId


class MongoLibraryFiles:
    """The files that scans have found."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._files = database["files"]
        self._tracks = database["tracks"]

    def counts(self, library: Library) -> LibraryCounts:
        """Return how much lies in the library's folder; copies of one sound are one track."""
        steps: list[dict[str, Any]] = [
            {"$match": {"_id": _below(library.folder)}},
            {"$group": {"_id": {"state": "$state", "track": "$track_id"}}},
            {"$group": {"_id": "$_id.state", "n": {"$sum": 1}}},
        ]
        with store_errors("files"):
            by_state = Counter({document["_id"]: document["n"] for document in self._files.aggregate(steps)})
        return LibraryCounts(by_state["present"], by_state["missing"], by_state["rejected"])

    def has_music_outside(self, libraries: Collection[Library]) -> bool:
        """Return whether any track lies in none of the libraries."""
        inside = [{"_id": _below(library.folder)} for library in libraries]
        wanted: dict[str, Any] = {"state": "present", **({"$nor": inside} if inside else {})}
        with store_errors("files"):
            return self._files.find_one(wanted, {"_id": 1}) is not None

    def rejected(self, libraries: Collection[Library]) -> Sequence[RejectedFile]:
        """Return the files that were kept aside, by path."""
        fields = {"url": 1, "reason": 1}
        with store_errors("tracks"):
            found = list(
                self._tracks.find({"status": "rejected"}, fields).sort([("url", ASCENDING), ("_id", ASCENDING)])
            )
        return [_rejected(document, libraries) for document in found]

    def look_again(self, urls: Collection[str]) -> None:
        """Have the next scan open these files: what is not known of their change has to be looked at."""
        with store_errors("files"):
            for batch in batches(urls):
                rejected = {"_id": {"$in": batch}, "state": "rejected"}
                self._files.update_many(rejected, {"$set": {"ctime_ns": 0, "mtime_ns": 0}})

    def path_of(self, library: Library) -> str:
        """Return the folder's path for people."""
        return readable_name(file_path(library.folder))


def _below(folder: str) -> Mapping[str, str]:
    return {"$gte": folder, "$lt": folder[:-1] + chr(ord(folder[-1]) + 1)}


def _rejected(document: Mapping[str, Any], libraries: Collection[Library]) -> RejectedFile:
    url, reason = document["url"], document["reason"]
    library = library_of(url, libraries)
    path = file_path(url)
    word, _, detail = reason.partition(": ")
    return RejectedFile(
        track_id=TrackId(document["_id"]),
        url=url,
        path=readable_name(path.relative_to(file_path(library.folder)) if library else path),
        library_id=library.library_id if library else "",
        reason=word,
        detail=detail,
        advice=advice(reason),
    )
