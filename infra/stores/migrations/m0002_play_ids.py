"""Imported plays get the ids that today's rule of what is one song gives them, so that another import knows them."""

from typing import Any

from bson import Binary
from pymongo import DeleteOne, UpdateOne
from pymongo.database import Database

from infra.stores.batches import batches
from recommender.prediction.song_names import song_key
from recommender.prediction.streams.importing import play_id
from recommender.prediction.streams.records import Play
from recommender.records import ListenerId

VERSION = 2


def migrate(database: Database[dict[str, Any]]) -> None:
    """Put each play whose id has changed under its new one; of two that are the same by now one stays."""
    history = database["history"]
    changed = ((document, new) for document in history.find() if (new := _id_of(document)) != document["_id"])
    for batch in batches(list(changed)):
        history.bulk_write(
            [UpdateOne({"_id": new}, {"$setOnInsert": _without_id(document)}, upsert=True) for document, new in batch]
        )
        history.bulk_write([DeleteOne({"_id": document["_id"]}) for document, _ in batch])


def _id_of(document: dict[str, Any]) -> Binary:
    play = Play(document["at"], document["title"], document["artist"], document.get("listened_s"))
    key = song_key(play.title, play.artist)
    return Binary(play_id(play, key, ListenerId(document["listener_id"])))


def _without_id(document: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name != "_id"}
