"""Corrections of tracks in MongoDB: one document a track, with what its file says beneath."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec
from pymongo import UpdateOne
from pymongo.client_session import ClientSession
from pymongo.database import Database

from infra.stores.batches import batches
from infra.stores.collection_spec import CollectionSpec, document_schema
from infra.stores.store_errors import store_errors
from recommender.catalogue.corrections import Correction, FileValues
from recommender.records import TrackId

_TEXT = {"bsonType": "string"}
_TEXTS = {"bsonType": "array", "items": _TEXT}
_COUNT = {"bsonType": ["int", "long"], "minimum": 0}
_COUNT_OR_NONE = {"bsonType": ["int", "long", "null"]}


def _some_of(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {"bsonType": "object", "additionalProperties": False, "properties": dict(properties)}


CORRECTIONS = CollectionSpec(
    "corrections",
    document_schema(
        {
            "_id": {"bsonType": "string", "minLength": 1, "maxLength": 64},
            "fields": {
                **_some_of(
                    {
                        "title": {**_TEXT, "minLength": 1},
                        **dict.fromkeys(("artist", "album", "album_artist", "cover"), _TEXT),
                        "genres": _TEXTS,
                        **dict.fromkeys(("track_number", "disc_number", "year"), _COUNT),
                    }
                ),
                "minProperties": 1,
            },
            "of_file": _some_of(
                {
                    **dict.fromkeys(("title", "artist", "album", "album_artist", "musicbrainz_album_id"), _TEXT),
                    "cover": _TEXT,
                    **dict.fromkeys(("genres", "artists"), _TEXTS),
                    **dict.fromkeys(("track_number", "disc_number"), _COUNT_OR_NONE),
                    "released_on": {"bsonType": ["string", "null"]},
                }
            ),
            "revision": {"bsonType": ["int", "long"], "minimum": 1},
            "corrected_at": {"bsonType": "date"},
            "corrected_by": _TEXT,
        }
    ),
)


class MongoCorrections:
    """What is corrected, as those need it who write tracks."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._corrections = database["corrections"]

    def of_tracks(
        self, track_ids: Iterable[TrackId], *, session: ClientSession | None = None
    ) -> dict[TrackId, Correction]:
        """Return the corrections of those tracks that have any, by id."""
        found = {}
        with store_errors("corrections"):
            for ids in batches(track_ids):
                for document in self._corrections.find({"_id": {"$in": ids}}, session=session):
                    found[TrackId(document["_id"])] = correction_from_document(document)
        return found

    def keep_file_values(self, values: Mapping[TrackId, FileValues], corrections: Mapping[TrackId, Correction]) -> None:
        """Keep what the files say now beneath corrections; one that was changed meanwhile is left alone."""
        updates = [
            UpdateOne(
                {"_id": track_id, "revision": corrections[track_id].revision},
                {"$set": {"of_file": msgspec.to_builtins(of_file)}},
            )
            for track_id, of_file in values.items()
            if of_file != corrections[track_id].of_file
        ]
        with store_errors("corrections"):
            for batch in batches(updates):
                self._corrections.bulk_write(batch, ordered=False)


def correction_document(correction: Correction) -> dict[str, Any]:
    """Return the document of a correction."""
    document = msgspec.to_builtins(correction, builtin_types=(datetime,))
    return {"_id": document.pop("track_id"), **document}


def correction_from_document(document: dict[str, Any]) -> Correction:
    """Return the correction that `correction_document` was made from."""
    return msgspec.convert({**document, "track_id": document["_id"]}, Correction)
