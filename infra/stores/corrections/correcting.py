"""Corrects tracks: the correction and the track change in one transaction, beneath it stays what the file says."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from pymongo import DeleteOne, ReplaceOne
from pymongo.client_session import ClientSession
from pymongo.database import Database

from infra.stores.batches import batches
from infra.stores.corrections.corrections import MongoCorrections, correction_document
from infra.stores.store_errors import store_errors
from infra.stores.tracks import MongoTrackStore, track_document, track_from_document
from recommender.catalogue.corrections import (
    Changes,
    CorrectedFields,
    Correction,
    as_file_says,
    correct,
    file_values,
    merge,
)
from recommender.records import ListenerId, Track, TrackId, TrackStatus


class MongoCorrectionStore:
    """The corrections of the catalogue in MongoDB."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._client = database.client
        self._tracks = database["tracks"]
        self._collection = database["corrections"]
        self._corrections = MongoCorrections(database)
        self._catalogue = MongoTrackStore(database)

    def of_tracks(self, track_ids: Iterable[TrackId]) -> dict[TrackId, Correction]:
        """Return the corrections of those tracks that have any, by id."""
        return self._corrections.of_tracks(track_ids)

    def change(
        self, track_ids: Sequence[TrackId], changes: Changes, *, at: datetime, by: ListenerId
    ) -> dict[TrackId, CorrectedFields]:
        """Correct these tracks; return what was corrected of each before. Unknown ones are left out.

        All of them are changed, or none. The catalogue's revision moves when there was any.
        """
        with store_errors("corrections"), self._client.start_session() as session:
            before = session.with_transaction(partial(self._change, track_ids, changes, at, by))
            if before:
                self._catalogue.raise_revision()
        return before

    def _change(
        self, track_ids: Sequence[TrackId], changes: Changes, at: datetime, by: ListenerId, session: ClientSession
    ) -> dict[TrackId, CorrectedFields]:
        wanted = {"_id": {"$in": list(track_ids)}, "status": {"$ne": "rejected"}}
        tracks = [track_from_document(document) for document in self._tracks.find(wanted, session=session)]
        known = self._corrections.of_tracks((track.track_id for track in tracks), session=session)
        before: dict[TrackId, CorrectedFields] = {}
        updates: list[ReplaceOne[dict[str, Any]]] = []
        corrections: list[ReplaceOne[dict[str, Any]] | DeleteOne] = []
        for track in tracks:
            track_id, last = track.track_id, known.get(track.track_id)
            told = as_file_says(track, last.of_file) if last else track
            before[track_id] = last.fields if last else CorrectedFields()
            fields = merge(before[track_id], changes)
            updates.append(ReplaceOne({"_id": track_id}, track_document(correct(told, fields))))
            if not fields:
                corrections.append(DeleteOne({"_id": track_id}))
                continue
            correction = Correction(
                track_id=track_id,
                fields=fields,
                of_file=file_values(told, fields),
                revision=last.revision + 1 if last else 1,
                corrected_at=at,
                corrected_by=by,
            )
            corrections.append(ReplaceOne({"_id": track_id}, correction_document(correction), upsert=True))
        if updates:
            self._tracks.bulk_write(updates, ordered=False, session=session)
            self._collection.bulk_write(corrections, ordered=False, session=session)
        return before


class MongoTracksOfFiles(MongoTrackStore):
    """The catalogue as those need it who read files: tracks as their files say them, without corrections."""

    def get(self, track_id: TrackId) -> Track | None:
        """Return the track, whatever its status, or None."""
        return self.get_many([track_id]).get(track_id)

    def get_many(self, track_ids: Iterable[TrackId]) -> dict[TrackId, Track]:
        """Return those of the tracks that exist, by id."""
        tracks = {}
        for ids in batches(track_ids):
            corrections = self._corrections.of_tracks(ids)
            while True:
                found = super().get_many(ids)
                later = self._corrections.of_tracks(ids)
                if _revisions(later) == _revisions(corrections):
                    break
                corrections = later
            tracks.update({track.track_id: _uncorrected(track, later) for track in found.values()})
        return tracks

    def scan(self) -> Iterator[Track]:
        """Yield every track, whatever its status, in order of id."""
        for batch in batches(super().scan()):
            yield from self.get_many(track.track_id for track in batch).values()

    def with_status(self, status: TrackStatus) -> Iterator[Track]:
        """Yield the tracks of one status in order of id."""
        for batch in batches(super().with_status(status)):
            yield from self.get_many(track.track_id for track in batch).values()


def _uncorrected(track: Track, corrections: Mapping[TrackId, Correction]) -> Track:
    correction = corrections.get(track.track_id)
    return as_file_says(track, correction.of_file) if correction else track


def _revisions(corrections: Mapping[TrackId, Correction]) -> dict[TrackId, tuple[int, datetime]]:
    return {track_id: (each.revision, each.corrected_at) for track_id, each in corrections.items()}
