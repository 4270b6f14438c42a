"""In-memory corrections and pictures; they pass the same suites as MongoDB's."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import blake2b

from recommender.catalogue.corrections import (
    Changes,
    CorrectedFields,
    Correction,
    FileValues,
    as_file_says,
    merge,
)
from recommender.records import ListenerId, Track, TrackId
from tests.contracts.fakes.catalogue import MemoryTrackStore


class MemoryCorrections:
    def __init__(self, tracks: MemoryTrackStore) -> None:
        self._tracks = tracks

    def of_tracks(self, track_ids: Iterable[TrackId]) -> dict[TrackId, Correction]:
        known = self._tracks.corrections
        return {track_id: known[track_id] for track_id in track_ids if track_id in known}

    def change(
        self, track_ids: Sequence[TrackId], changes: Changes, *, at: datetime, by: ListenerId
    ) -> dict[TrackId, CorrectedFields]:
        known, before = self._tracks.corrections, {}
        for track in MemoryTracksOfFiles(self._tracks).get_many(track_ids).values():
            if track.status == "rejected":
                continue
            last = known.pop(track.track_id, None)
            before[track.track_id] = last.fields if last else CorrectedFields()
            if fields := merge(before[track.track_id], changes):
                known[track.track_id] = Correction(
                    track_id=track.track_id,
                    fields=fields,
                    of_file=FileValues(),
                    revision=last.revision + 1 if last else 1,
                    corrected_at=at,
                    corrected_by=by,
                )
            self._tracks.put_many([track])
        return before


class MemoryTracksOfFiles:
    """Tracks as their files say them."""

    def __init__(self, tracks: MemoryTrackStore) -> None:
        self._tracks = tracks
        self.put_many = tracks.put_many

    def get_many(self, track_ids: Iterable[TrackId]) -> dict[TrackId, Track]:
        known = self._tracks.corrections
        return {
            track_id: as_file_says(track, known[track_id].of_file) if track_id in known else track
            for track_id, track in self._tracks.get_many(track_ids).items()
        }

    def get(self, track_id: TrackId) -> Track | None:
        return self.get_many([track_id]).get(track_id)


class MemoryCoverPictures:
    def __init__(self) -> None:
        self.pictures: dict[str, bytes] = {}

    def add(self, content: bytes, *, at: datetime) -> str:  # noqa: ARG002
        picture_id = blake2b(content, digest_size=16).hexdigest()
        self.pictures[picture_id] = content
        return picture_id

    def get(self, picture_id: str) -> bytes | None:
        return self.pictures.get(picture_id)

    def has(self, picture_id: str) -> bool:
        return picture_id in self.pictures
