"""The catalogue in MongoDB: one document per track, `_id` = `track_id`, the other fields as in the record."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

import msgspec
from pymongo import IndexModel, ReplaceOne, UpdateOne
from pymongo.database import Database

from infra.stores.batches import batches
from infra.stores.collection_spec import CollectionSpec, document_schema
from infra.stores.corrections.corrections import MongoCorrections
from infra.stores.store_errors import store_errors
from recommender.catalogue.corrections import Correction, correct, file_values
from recommender.records import SoundFacts, Track, TrackId, TrackStatus

_NUMBER = {"bsonType": ["double", "int", "long"]}
_COUNT = {"bsonType": ["int", "long"]}
_TEXT = {"bsonType": "string"}

TRACKS = CollectionSpec(
    "tracks",
    document_schema(
        required={
            "_id": {"bsonType": "string", "minLength": 1, "maxLength": 64},
            "title": {"bsonType": "string", "minLength": 1},
            "status": {"enum": ["present", "missing", "rejected"]},
            "artist": _TEXT,
            "album": _TEXT,
            "album_artist": _TEXT,
            "genres": {"bsonType": "array", "items": _TEXT},
            "licence": _TEXT,
            "url": _TEXT,
            "cover": _TEXT,
            "tags": {"bsonType": "object", "additionalProperties": _TEXT},
            "reason": _TEXT,
        },
        optional={
            "artists": {"bsonType": "array", "items": _TEXT},
            "is_compilation": {"bsonType": "bool"},
            "musicbrainz_album_id": _TEXT,
            "media_type": _TEXT,
            "ffmpeg_refuses": {"bsonType": "bool"},
            "track_number": _COUNT,
            "disc_number": _COUNT,
            "duration_s": {**_NUMBER, "minimum": 0},
            "released_on": {"bsonType": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
            "replaygain_db": _NUMBER,
            "added_at": {"bsonType": "date"},
            "sound": document_schema(
                {
                    "duration_s": {**_NUMBER, "minimum": 0},
                    "loudness_lufs": _NUMBER,
                    "tempo_bpm": {**_NUMBER, "minimum": 0},
                    "key": {"bsonType": ["int", "long"], "minimum": 0, "maximum": 11},
                    "mode": {"enum": ["major", "minor"]},
                }
            ),
        },
    ),
    (IndexModel([("status", 1), ("_id", 1)], name="by_status"),),
)

REVISION = "catalogue"
"""`_id` of the document in `meta` that counts the catalogue's changes."""


class MongoTrackStore:
    """The catalogue in MongoDB."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._tracks = database["tracks"]
        self._meta = database["meta"]
        self._corrections = MongoCorrections(database)

    def get(self, track_id: TrackId) -> Track | None:
        """Return the track, whatever its status, or None."""
        with store_errors("tracks"):
            document = self._tracks.find_one({"_id": track_id})
        return None if document is None else track_from_document(document)

    def get_many(self, track_ids: Iterable[TrackId]) -> dict[TrackId, Track]:
        """Return those of the tracks that exist, by id."""
        tracks = {}
        with store_errors("tracks"):
            for ids in batches(track_ids):
                for document in self._tracks.find({"_id": {"$in": ids}}):
                    tracks[TrackId(document["_id"])] = track_from_document(document)
        return tracks

    def put_many(self, tracks: Iterable[Track]) -> None:
        """Insert or replace each track, as its file says it, by its id; the catalogue's revision moves with any.

        What is corrected of a track is laid over it here, and nowhere else; beneath it is kept what the file says.
        Raises `BadRecord` when the database refuses a document; the others are stored.
        """
        self._put_many(tracks, _replacement)

    def describe_many(self, tracks: Iterable[Track]) -> None:
        """Insert or replace each track as `put_many` does, but for what is stored of its sound: that stays."""
        self._put_many(tracks, _description)

    def hear_many(self, sounds: Mapping[TrackId, SoundFacts]) -> None:
        """Set what was heard of these tracks, and their length, and nothing else; unknown ones are left out."""
        with store_errors("tracks"):
            for batch in batches(sounds.items()):
                updates = [
                    UpdateOne(
                        {"_id": track_id},
                        {"$set": {"sound": msgspec.to_builtins(sound), "duration_s": sound.duration_s}},
                    )
                    for track_id, sound in batch
                ]
                try:
                    self._tracks.bulk_write(updates, ordered=False)
                finally:
                    self.raise_revision()

    def unheard(self) -> set[TrackId]:
        """Return the tracks, none of them rejected, of whose sound nothing is stored."""
        unheard = {"sound": {"$exists": False}, "status": {"$ne": "rejected"}}
        with store_errors("tracks"):
            return {TrackId(document["_id"]) for document in self._tracks.find(unheard, {"_id": 1}, batch_size=20_000)}

    def _put_many(self, tracks: Iterable[Track], write: "_Write") -> None:
        with store_errors("tracks"):
            for batch in batches(tracks):
                pending = {track.track_id: track for track in batch}
                corrections = self._corrections.of_tracks(pending)
                while pending:
                    self._put(pending, corrections, write)
                    # Somebody may have corrected a track between the reading and the writing.
                    later = self._corrections.of_tracks(pending)
                    changed = {track_id for track_id in pending if _is_other(corrections, later, track_id)}
                    pending = {track_id: pending[track_id] for track_id in changed}
                    corrections = later

    def _put(self, tracks: Mapping[TrackId, Track], corrections: Mapping[TrackId, Correction], write: "_Write") -> None:
        corrected = {i: correct(tracks[i], each.fields) for i, each in corrections.items() if i in tracks}
        writes = [write(track_document(corrected.get(track_id, track))) for track_id, track in tracks.items()]
        try:
            self._tracks.bulk_write(writes, ordered=False)
        finally:
            self.raise_revision()
        self._corrections.keep_file_values(
            {i: file_values(tracks[i], corrections[i].fields) for i in corrected}, corrections
        )

    def delete_many(self, track_ids: Iterable[TrackId]) -> None:
        """Drop these tracks: rejected files that are gone or were mended, and what was listed and is no music."""
        with store_errors("tracks"):
            for ids in batches(track_ids):
                if self._tracks.delete_many({"_id": {"$in": ids}}).deleted_count:
                    self.raise_revision()

    def scan(self) -> Iterator[Track]:
        """Yield every track, whatever its status, in order of id."""
        with store_errors("tracks"):
            for document in self._tracks.find(batch_size=2000).sort("_id", 1):
                yield track_from_document(document)

    def places(self) -> Iterator[tuple[TrackId, str]]:
        """Yield id and URL of every track that is present, in no order: a tenth of what `scan` reads."""
        with store_errors("tracks"):
            for document in self._tracks.find({"status": "present"}, {"url": 1}, batch_size=10_000):
                yield TrackId(document["_id"]), document["url"]

    def with_status(self, status: TrackStatus) -> Iterator[Track]:
        """Yield the tracks of one status in order of id."""
        with store_errors("tracks"):
            for document in self._tracks.find({"status": status}).sort("_id", 1):
                yield track_from_document(document)

    def revision(self) -> int:
        """Return a number that changes whenever the catalogue does; 0 before the first track."""
        with store_errors("meta"):
            document = self._meta.find_one({"_id": REVISION})
        return 0 if document is None else int(document["revision"])

    def raise_revision(self) -> None:
        """Have every process read the catalogue again."""
        self._meta.update_one({"_id": REVISION}, {"$inc": {"revision": 1}}, upsert=True)


_Write = Callable[[dict[str, Any]], ReplaceOne[dict[str, Any]] | UpdateOne]
_HEARD = {"sound": "$sound", "duration_s": "$duration_s"}


def _replacement(document: dict[str, Any]) -> ReplaceOne[dict[str, Any]]:
    return ReplaceOne({"_id": document["_id"]}, document, upsert=True)


def _description(document: dict[str, Any]) -> UpdateOne:
    """Return what replaces the document but for the sound, and the length that was heard with it."""
    stored = {"$cond": [{"$eq": [{"$type": "$sound"}, "object"]}, _HEARD, {}]}
    merged = {"$mergeObjects": [{"$literal": document}, stored]}
    return UpdateOne({"_id": document["_id"]}, [{"$replaceWith": merged}], upsert=True)


def _is_other(before: Mapping[TrackId, Correction], later: Mapping[TrackId, Correction], track_id: TrackId) -> bool:
    """Say whether a track's correction is another one now."""
    one, other = before.get(track_id), later.get(track_id)
    return (one and (one.revision, one.corrected_at)) != (other and (other.revision, other.corrected_at))


def track_document(track: Track) -> dict[str, Any]:
    """Return the document of a track: every field that has a value, defaults too, so that queries can rely on them."""
    fields = {name: getattr(track, name) for name in track.__struct_fields__ if name != "track_id"}
    present = {name: value for name, value in fields.items() if value is not None}
    return {"_id": track.track_id, **msgspec.to_builtins(present, builtin_types=(datetime,))}


def track_from_document(document: dict[str, Any]) -> Track:
    """Return the track that `track_document` was made from; times keep milliseconds only."""
    return msgspec.convert({**document, "track_id": document["_id"]}, Track)
